"""Where every part of a run stands now, and what follows by itself.

The same walk serves two ends. Looking (`survey`), it says of each part whether it is ready, asking, blocked and by
what. Settling (`settle`), it also does what the rules leave no choice about, at once and as it goes: a part whose
condition is false is not applicable, a table answers, a branch with computable options is taken, a signature lapses.
Conditions only read what stands before them, so one walk nearly always suffices; it is repeated until nothing follows.

Parts from which nothing can follow are passed over when nobody asks where they stand, so that one command on a long
checklist costs little more than on a short one.
"""

from collections.abc import Mapping

from sopbook.documents.ids import StepId
from sopbook.runs.event import RunEvent
from sopbook.runs.stamp import Stamp
from sopbook.runs.standing import Standing, State
from sopbook.runs.state import GOING_ON, Run
from sopbook.runs.walk import Walk


def survey(run: Run) -> Mapping[StepId, Standing]:
    """Where every step of a run stands; groups are told only while they ask something or are blocked."""
    walk = Walk(run, None)
    walk.whole()
    return walk.standings


def survey_one(run: Run, step: StepId) -> Standing:
    """Where one part stands; a group that asks nothing is pending."""
    walk = Walk(run, None, wanted=step)
    walk.whole()
    return walk.standings.get(step) or Standing(step=step, state=State.PENDING)


def settle(run: Run, stamp: Stamp) -> tuple[RunEvent, ...]:
    """What follows by itself from the state of a run, until nothing more does."""
    events: list[RunEvent] = []
    while run.phase in GOING_ON:
        walk = Walk(run, stamp)
        walk.whole()
        if not walk.events:
            break
        run = walk.run
        events += walk.events
    return tuple(events)

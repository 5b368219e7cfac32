"""What time alone has made true of a run since its last event: a wait that is over, a round that has come.

Time appends nothing. Whoever acts next records it with the act, and a look is told of the run as it would then be.
"""

from dataclasses import replace
from datetime import UTC, datetime

from sopbook.runs import life
from sopbook.runs.event import ENGINE, Member, RunEvent
from sopbook.runs.folds import replay
from sopbook.runs.stamp import Stamp, stamp_for
from sopbook.runs.state import GOING_ON, Phase, Run
from sopbook.runs.survey import settle
from sopbook.runs.waits import is_over
from sopbook.timing.calendar import MIDNIGHT, Calendar

NOBODY = Member(id=ENGINE, name="")
"""Who does what follows by itself."""


def passed(run: Run, stamp: Stamp) -> tuple[RunEvent, ...]:
    """What follows from the time alone."""
    if run.phase is Phase.PLANNED:
        return _begun(run, stamp)
    if run.phase not in GOING_ON or not _may_follow(run, stamp):
        return ()
    return settle(run, stamp)


def _begun(run: Run, stamp: Stamp) -> tuple[RunEvent, ...]:
    """A planned run begins with its day, as the company's calendar counts it."""
    assert run.begins_on is not None
    morning = datetime.combine(run.begins_on, MIDNIGHT, stamp.calendar.zone).astimezone(UTC)
    if stamp.recorded_at < morning:
        return ()
    begun = life.RunBegun(**(stamp.engine() | {"at": morning}))
    return (begun, *settle(replay(run, (begun,)), stamp))


def _may_follow(run: Run, stamp: Stamp) -> bool:
    return run.plan.templates.has_timed_loops or any(
        is_over(state, stamp) for state in run.parts.values() if state.until is not None
    )


def as_of(run: Run, now: datetime, calendar: Calendar) -> Run:
    """The run as it stands at a moment, with what has not been recorded; only a record makes it complete."""
    stamp = stamp_for(NOBODY, now, run.recorded_at, calendar)
    events = (event for event in passed(run, stamp) if not isinstance(event, life.RunCompleted))
    return replace(replay(run, events), number=run.number, recorded_at=run.recorded_at)

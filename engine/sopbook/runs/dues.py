"""When steps and the run are due: set by an event as soon as the anchor is known, missed when the time has passed.

A due time is set once, with its explanation, and again only when the value it is counted from was amended. That it was
missed is recorded by the next command or tick; until then it is computed (`is_late`). What somebody does counts at the
time at which it happened, which for a late entry lies before the clock.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from sopbook.documents.ids import StepId
from sopbook.runs import life
from sopbook.runs.checklist import Part
from sopbook.runs.event import RunEvent
from sopbook.runs.knowledge import Known, look_up
from sopbook.runs.parts import Status
from sopbook.runs.stamp import Stamp
from sopbook.runs.state import Phase, Run
from sopbook.timing.due import START, Anchored, due, parse_time
from sopbook.timing.working_time import Due, OutOfReach

WHOLE_RUN: StepId | None = None
"""Stands in place of a step where the run itself is meant."""

LIVE = frozenset({Phase.OPEN, Phase.ON_HOLD})
"""Phases in which times run; on hold they run on."""


def dues_set(run: Run, stamp: Stamp) -> Iterator[RunEvent]:
    """The due times that can be set now, and those that moved because their anchor was amended."""
    for step, text in _dated(run) if run.phase in LIVE else ():
        if step is not None and is_closed(run, run.plan.parts[step]):
            continue
        time = parse_time(text)
        known = run.dues.get(step)
        if known is not None and not _may_move(run, time):
            continue
        found = _worked_out(run, time, step, stamp)
        if found is not None and (known is None or known.at != found.at):
            yield life.DueSet(step=step, due=found.at, why=found.explanation.sentence, **stamp.engine())


def dues_missed(run: Run, after: Run, stamp: Stamp, acted_on: StepId | None = None) -> Iterator[RunEvent]:
    """What was still open when it was due, and was not said to be.

    `acted_on` is what somebody does just now, and `after` the run that this leads to: what it finds not applicable was
    never to be done.
    """
    for step, one in run.dues.items() if run.phase in LIVE else ():
        moment = stamp.at if step is not None and step == acted_on else stamp.recorded_at
        if not one.missed and one.at < moment and not _is_over(run, step) and not _fell_away(after, step):
            yield life.DueMissed(step=step, due=one.at, **stamp.engine())


def is_late(run: Run, step: StepId | None, now: datetime) -> bool:
    """Whether something is open that should have been done."""
    one = run.dues.get(step)
    return one is not None and run.phase in LIVE and one.at < now and not _is_over(run, step)


def is_closed(run: Run, part: Part) -> bool:
    """Whether all steps of a part are closed."""
    return all(run.is_closed(step) for step in run.plan.leaves_of(part))


def _is_over(run: Run, step: StepId | None) -> bool:
    """Whether nothing is to be done any more; a round of a loop may have fallen away."""
    if step is None:
        return run.phase not in LIVE
    part = run.plan.parts.get(step)
    return part is None or is_closed(run, part)


def _fell_away(run: Run, step: StepId | None) -> bool:
    """Whether nothing of a part was to be done at all."""
    part = run.plan.parts.get(step) if step is not None else None
    return part is not None and all(run.part(one).status is Status.NOT_APPLICABLE for one in run.plan.leaves_of(part))


def _dated(run: Run) -> Iterator[tuple[StepId | None, str]]:
    if run.plan.checklist.due:
        yield WHOLE_RUN, run.plan.checklist.due
    yield from run.plan.dated


def _may_move(run: Run, time: Anchored) -> bool:
    """Whether the anchor is a value, which can be amended; the moment a step was closed stays what it was."""
    return time.anchor != START and not run.plan.is_written(StepId(time.anchor))


def _worked_out(run: Run, time: Anchored, step: StepId | None, stamp: Stamp) -> Due | None:
    anchor = anchor_of(run, time.anchor, step)
    if anchor is None:
        return None
    if isinstance(anchor, datetime) and anchor.tzinfo is None:  # entered without a zone: it is the company's
        anchor = anchor.replace(tzinfo=stamp.calendar.zone)
    try:
        return due(time, anchor, stamp.calendar)
    except OutOfReach:  # `sop check` says so; a run does not stop for a time that nobody can reach
        return None


def anchor_of(run: Run, name: str, place: StepId | None) -> datetime | date | None:
    """The moment or day that an anchor stands for, once it is known."""
    if name == START:
        return run.begins_on or run.started_at
    if run.plan.is_written(StepId(name)):
        steps = run.plan.all_seen_from(place, StepId(name))
        return _closed_at(run, [run.plan.parts[step] for step in steps])
    found = look_up(run, name, place)
    value = found.value if isinstance(found, Known) else None
    return value if isinstance(value, date) else None


def _closed_at(run: Run, parts: Iterable[Part]) -> datetime | None:
    """When the last of these parts was closed, once all are."""
    steps = [step for part in parts for step in run.plan.leaves_of(part)]
    if not all(map(run.is_closed, steps)):
        return None
    return max((at for at in (run.part(step).at for step in steps) if at is not None), default=None)

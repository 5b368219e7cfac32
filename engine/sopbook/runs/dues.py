"""When steps and the run are due: set by an event as soon as the anchor is known, missed when the time has passed.

A due time is set once, with its explanation, and again only when what it is counted from is another one: the value was
amended, or the step was opened again and closed anew. As long as such a step is open nothing is due by it. That a time
was missed is recorded by the next command or tick; until then it is computed (`is_late`). What somebody does counts at
the time at which it happened, which for a late entry lies before the clock, and so does what follows from it.
"""

from collections.abc import Collection, Iterator
from datetime import date, datetime

from sopbook.documents.ids import StepId
from sopbook.runs import life
from sopbook.runs.checklist import Part
from sopbook.runs.event import RunEvent
from sopbook.runs.knowledge import Known, look_up
from sopbook.runs.parts import Status
from sopbook.runs.rounds import unnumbered
from sopbook.runs.stamp import Stamp
from sopbook.runs.state import DueTime, Phase, Run
from sopbook.runs.summary import last_moment
from sopbook.timing.calendar import Calendar
from sopbook.timing.due import START, Anchored, due
from sopbook.timing.working_time import Due, OutOfReach

WHOLE_RUN: StepId | None = None
"""Stands in place of a step where the run itself is meant."""

LIVE = frozenset({Phase.OPEN, Phase.ON_HOLD})
"""Phases in which times run; on hold they run on."""


def dues_set(before: Run, run: Run, stamp: Stamp) -> Iterator[RunEvent]:
    """The due times that can be set now, and those that moved because their anchor did, since the run `before`."""
    for step in _may_move(before, run) if run.phase in LIVE else ():
        if step is not None and is_closed(run, run.plan.parts[step]):
            continue
        known = run.dues.get(step)
        found = _worked_out(run, run.plan.dated[step], step, stamp.calendar)
        if found is not None and (known is None or known.at != found.at):
            yield life.DueSet(step=step, due=found.at, why=found.explanation.sentence, **stamp.engine())


def dues_missed(run: Run, after: Run, stamp: Stamp) -> Iterator[RunEvent]:
    """What was due before it was done, or is still to be done, and was not said to be.

    `after` is the run that a command leads to: what it finds not applicable was never to be done.
    """
    for step, one in _passed(run, stamp.recorded_at) if run.phase in LIVE else ():
        if not _is_counted(run, step):
            continue
        if one.at < _over_at(after, step, stamp) and not _fell_away(after, step):
            yield life.DueMissed(step=step, due=one.at, **(stamp.engine() | {"at": one.at}))


def _passed(run: Run, now: datetime) -> Iterator[tuple[StepId | None, DueTime]]:
    """What is open although its time has come, and nobody has said so."""
    passed = [(step, one) for step, one in run.dues.items() if not one.missed and one.at < now]
    closed = run.closed_steps if passed else frozenset()
    for step, one in passed:
        if step is None or (step in run.plan.parts and not run.plan.holds[step] <= closed):
            yield step, one


def is_late(run: Run, step: StepId | None, now: datetime) -> bool:
    """Whether something is open that should have been done."""
    one = run.dues.get(step)
    if one is None or run.phase not in LIVE or one.at >= now:
        return False
    return not _is_over(run, step) and _is_counted(run, step)


def is_closed(run: Run, part: Part) -> bool:
    """Whether all steps of a part are closed."""
    return all(run.is_closed(step) for step in run.plan.leaves_of(part))


def _is_over(run: Run, step: StepId | None) -> bool:
    """Whether nothing is to be done any more; a round of a loop may have fallen away."""
    if step is None:
        return run.phase not in LIVE
    part = run.plan.parts.get(step)
    return part is None or is_closed(run, part)


def _over_at(run: Run, step: StepId | None, stamp: Stamp) -> datetime:
    """When there was nothing more to be done, or the time of the record where there still is."""
    if not _is_over(run, step):
        return stamp.recorded_at
    part = run.plan.parts.get(step) if step is not None else None
    over = last_moment(run, run.plan.leaves_of(part), stamp) if part else run.ended_at
    return over or stamp.at


def _fell_away(run: Run, step: StepId | None) -> bool:
    """Whether nothing of a part was to be done at all."""
    part = run.plan.parts.get(step) if step is not None else None
    return part is not None and all(run.part(one).status is Status.NOT_APPLICABLE for one in run.plan.leaves_of(part))


def _is_counted(run: Run, step: StepId | None) -> bool:
    """Whether the time still holds: the step that it is counted from may be open again."""
    anchor = StepId(run.plan.dated[step].anchor) if step in run.plan.dated else None
    if anchor is None or not run.plan.is_written(anchor):
        return True
    return all(is_closed(run, run.plan.parts[one]) for one in run.plan.all_seen_from(step, anchor))


# What may move


def _may_move(before: Run, run: Run) -> Collection[StepId | None]:
    """The parts whose time may be another one; all of them when times begin to run, or when there are other parts."""
    dated = run.plan.dated_by
    if before.phase not in LIVE or before.plan is not run.plan or not dated:
        return run.plan.dated
    return list(dict.fromkeys(step for name in _touched(before, run) for step in dated.get(name, ())))


def _touched(before: Run, run: Run) -> Iterator[str]:
    """The written names of all that is not as it was before: inputs, steps, and what is around them."""
    steps = [step for step, state in run.parts.items() if before.parts.get(step) is not state]
    around = (one for step in steps for one in run.plan.within.get(step, ()))
    yield from (unnumbered(step)[0] for step in (*steps, *around))
    yield from (name for name, value in run.inputs.items() if before.inputs.get(name) is not value)


# What times are counted from


def _worked_out(run: Run, time: Anchored, step: StepId | None, calendar: Calendar) -> Due | None:
    anchor = counted_from(run, time, step, calendar)
    try:
        return None if anchor is None else due(time, anchor, calendar)
    except OutOfReach:  # `sop check` says so; a run does not stop for a time that nobody can reach
        return None


def counted_from(run: Run, time: Anchored, place: StepId | None, calendar: Calendar) -> datetime | date | None:
    """What a time is counted from as a calendar has it: a run that was to begin later starts with its first morning."""
    anchor = anchor_of(run, time.anchor, place)
    if time.anchor == START and run.begins_on and run.started_at:
        return max(run.started_at, calendar.opening(run.begins_on).at)
    if isinstance(anchor, datetime) and anchor.tzinfo is None:  # a decision answers without one: the company's is meant
        return anchor.replace(tzinfo=calendar.zone)
    return anchor


def anchor_of(run: Run, name: str, place: StepId | None) -> datetime | date | None:
    """The moment or day that an anchor stands for, once it is known."""
    if name == START:
        return run.started_at
    if run.plan.is_written(StepId(name)):
        steps = run.plan.all_seen_from(place, StepId(name))
        return _closed_at(run, [run.plan.parts[step] for step in steps])
    found = look_up(run, name, place)
    value = found.value if isinstance(found, Known) else None
    return value if isinstance(value, date) else None


def _closed_at(run: Run, parts: Collection[Part]) -> datetime | None:
    """When the last of these parts was closed, once all are."""
    if not all(is_closed(run, part) for part in parts):
        return None
    steps = (step for part in parts for step in run.plan.leaves_of(part))
    return max((at for at in (run.part(step).at for step in steps) if at is not None), default=None)

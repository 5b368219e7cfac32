"""The step that waits: since when, until when, and what is known of that before it begins.

What the clock has made true is computed from the moment of the look (`passed`), and recorded by whoever acts next.
"""

from dataclasses import replace

from sopbook.documents.ids import StepId
from sopbook.runs import events as ev
from sopbook.runs.answering import waiting
from sopbook.runs.checklist import Leaf, Wait
from sopbook.runs.dues import anchor_of, counted_from
from sopbook.runs.event import RunEvent
from sopbook.runs.knowledge import NotYet, look_up
from sopbook.runs.parts import PartState
from sopbook.runs.stamp import Stamp
from sopbook.runs.standing import Standing, State
from sopbook.runs.state import Run
from sopbook.timing.due import START, due, parse_time
from sopbook.timing.durations import parse_duration
from sopbook.timing.working_time import Due, OutOfReach, add


def stands(run: Run, leaf: Leaf, stamp: Stamp | None) -> Standing | tuple[RunEvent, ...]:
    """Where a wait stands once it is its turn, or that it begins or is over."""
    wait, state = _wait(leaf), run.part(leaf.id)
    here = Standing(step=leaf.id, state=State.BLOCKED)
    if wait.for_:
        return replace(here, state=State.READY)
    if state.until is not None:
        if stamp is not None and is_over(state, stamp):
            return (ev.WaitEnded(step=leaf.id, **(stamp.engine() | {"at": state.until})),)
        return replace(here, why=f"until {state.reason}")
    missing = _missing(run, wait, leaf.id)
    if isinstance(missing, NotYet):
        return replace(here, why=waiting(run, missing), waits_for=missing.step)
    if stamp is None:
        return replace(here, why="it begins by itself")
    found = None if missing else _until(run, wait, leaf.id, stamp)
    if found is None:
        what = wait.until or wait.lasts
        return replace(
            here, why=f"there is no day or time for “{what}”, so it ends when somebody ends it with a reason"
        )
    why = found.explanation.sentence.rstrip(".")
    return (ev.WaitStarted(step=leaf.id, until=found.at, why=why, **(stamp.engine() | {"at": stamp.at})),)


def ends_otherwise(run: Run, leaf: Leaf, stamp: Stamp) -> bool:
    """Whether a wait that goes on waits for a time that is another one now."""
    wait, state = _wait(leaf), run.part(leaf.id)
    if state.closed or state.until is None or not wait.until:
        return False
    found = _until(run, wait, leaf.id, stamp)
    return found is None or found.at != state.until


def is_over(state: PartState, stamp: Stamp) -> bool:
    """Whether the time of a wait that has begun has come."""
    return state.until is not None and not state.closed and state.until <= stamp.recorded_at


def _missing(run: Run, wait: Wait, place: StepId) -> NotYet | bool:
    """What is still to come of the time that is waited for; true when it will never be known."""
    if not wait.until:
        return False
    name = parse_time(wait.until).anchor
    if name == START or anchor_of(run, name, place) is not None:
        return False
    if run.plan.is_written(StepId(name)):
        steps = run.plan.all_seen_from(place, StepId(name))
        still_open = (one for step in steps for one in run.plan.leaves_of(run.plan.parts[step]))
        first = next((one for one in still_open if not run.is_closed(one)), None)
        return NotYet(f"the end of `{name}`", first) if first else True
    found = look_up(run, name, place)
    return found if isinstance(found, NotYet) else True


def _until(run: Run, wait: Wait, place: StepId, stamp: Stamp) -> Due | None:
    """When it is over, if that can be told; the wait begins when the step is reached."""
    try:
        if wait.lasts:
            return add(stamp.at, parse_duration(wait.lasts), stamp.calendar, anchor="the wait began")
        time = parse_time(wait.until)
        anchor = counted_from(run, time, place, stamp.calendar)
        return None if anchor is None else due(time, anchor, stamp.calendar)
    except OutOfReach:
        return None


def _wait(leaf: Leaf) -> Wait:
    assert leaf.wait is not None, "only a wait is asked"
    return leaf.wait

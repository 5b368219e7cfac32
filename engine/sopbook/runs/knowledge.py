"""What a run knows under a name, and what a condition over such names comes to.

A name has a value, or not yet, or never any more: its step was skipped or does not apply. Only the last asks people.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from sopbook.documents.fields import FieldType
from sopbook.documents.ids import StepId
from sopbook.feel.evaluate import MissingValue, evaluate
from sopbook.feel.names import names_read
from sopbook.feel.syntax import Expression
from sopbook.feel.values import Value as FeelValue
from sopbook.runs.checklist import Leaf
from sopbook.runs.parts import PartState, Status
from sopbook.runs.plan import Plan
from sopbook.runs.rounds import unnumbered
from sopbook.runs.state import Run
from sopbook.runs.values import FileRef, Single, Value, WrongValue, by_clocks_of, read_value, shown

READ_AGAIN = frozenset({FieldType.NUMBER, FieldType.YES_NO, FieldType.DATE, FieldType.TIME, FieldType.DATETIME})
"""Types of items that are more than their text."""


@dataclass(frozen=True, slots=True)
class Known:
    """The name has this value; `None` was left empty on purpose."""

    value: Value


@dataclass(frozen=True, slots=True)
class NotYet:
    """The step that gives the value is still open."""

    name: str
    step: StepId


@dataclass(frozen=True, slots=True)
class Never:
    """The step that would have given the value was skipped or does not apply."""

    name: str
    step: StepId


Knowledge = Known | NotYet | Never


def look_up(run: Run, name: str, place: StepId | None = None) -> Knowledge:
    """What the run knows under a declared name, asked from the part `place`; without one, outside of all loops.

    Inside of a loop its item has a name, and the other steps are those of the same round. From outside, what a looped
    step gives is the list of what its rounds gave, and it was done when all of them were. A moment is what the clocks
    of the run's zone show, as conditions and texts mean it.
    """
    if "." not in name:
        return Known(by_clocks_of(run.zone, _single(run, name, place)))
    written, word = name.split(".", 1)
    one = run.plan.seen_from(place, StepId(written))
    found = _of_step(run, name, one, word) if one else _of_rounds(run, name, StepId(written), word, place)
    return Known(by_clocks_of(run.zone, found.value)) if isinstance(found, Known) else found


def _single(run: Run, name: str, place: StepId | None) -> Value:
    """The item of a loop around the place, or an input."""
    found = run.plan.loop_at(place, name)
    return run.inputs.get(name) if found is None else item_value(run.plan, *found)


def item_value(plan: Plan, loop: StepId, number: int) -> Value:
    """The item of a round as its list holds it: a number is a number again."""
    field, text = plan.templates.item_field(unnumbered(loop)[0]), plan.item_of(loop, number)
    if field.type not in READ_AGAIN:
        return text
    try:
        return read_value("item", field, text)
    except WrongValue:  # added by hand, because the list can no longer be given
        return text


def _of_step(run: Run, name: str, step: StepId, word: str) -> Knowledge:
    leaf, state = run.plan.leaf(step), run.part(step)
    if word == "done" and word not in leaf.fields and (state.closed or run.is_left(step)):
        return Known(state.closed and state.status in (Status.DONE, Status.FAILED))
    if state.status in (Status.SKIPPED, Status.NOT_APPLICABLE):
        return Never(name, step)
    if not state.closed:
        return Never(name, step) if run.is_left(step) else NotYet(name, step)
    return Known(_given(leaf, state, word))


def _of_rounds(run: Run, name: str, written: StepId, word: str, place: StepId | None) -> Knowledge:
    loops, steps = run.plan.loops_to(place, written), run.plan.all_seen_from(place, written)
    found = [_of_step(run, name, step, word) for step in steps]
    still_open = next((loop for loop in loops if not run.is_closed(loop) and not run.is_left(loop)), None)
    waits = next((one for one in found if isinstance(one, NotYet)), None)
    if still_open is not None or waits is not None:
        return waits or NotYet(name, still_open or written)
    values = [one.value for one in found if isinstance(one, Known)]
    if word == "done" and word not in run.plan.templates.leaf(written).fields:
        left = any(run.part(loop).status is not Status.DONE for loop in loops)
        return Known(not left and all(value is True for value in values))
    lost = next((one for one in found if isinstance(one, Never)), None) or _left(run, name, loops)
    return lost if lost and not values else Known(tuple(_flat(values)))


def _left(run: Run, name: str, loops: tuple[StepId, ...]) -> Never | None:
    """The loop that was not gone through, unless because there was nothing in its list."""
    return next((Never(name, loop) for loop in loops if _is_left(run.part(loop))), None)


def _is_left(loop: PartState) -> bool:
    return loop.status is Status.SKIPPED or loop.because_of is not None


def _flat(values: Iterable[Value]) -> Iterator[Single]:
    """What was left empty is in no list, and what is a list itself gives its items."""
    for value in values:
        if isinstance(value, tuple):
            yield from value
        elif value is not None:
            yield value


def _given(leaf: Leaf, state: PartState, word: str) -> Value:
    if word in leaf.fields:
        return state.values.get(word)
    if state.result is not None and word in state.result:
        return state.result[word]
    match word:
        case "passed":
            return state.status is Status.DONE
        case "chosen":
            return state.chosen
        case "approved":
            return state.status is Status.DONE
        case _:
            return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What an expression comes to: a value, or the names it waits for, or a name it will never have."""

    value: Value = None
    waits: NotYet | None = None
    never: Never | None = None
    because: str = ""


def work_out(run: Run, expression: Expression, place: StepId | None = None) -> Verdict:
    """Evaluate over what the run knows, asked from a part; what is still to come goes before what never will."""
    known = {name: look_up(run, name, place) for name in names_read(expression)}
    values = {name: found.value for name, found in known.items() if isinstance(found, Known)}
    try:
        value = cast(Value, evaluate(expression, {name: comparable(one) for name, one in values.items()}))
    except MissingValue as missing:
        lacking = [known[name] for name in missing.names]
        waits = next((one for one in lacking if isinstance(one, NotYet)), None)
        never = next((one for one in lacking if isinstance(one, Never)), None)
        return Verdict(waits=waits, never=None if waits else never)
    because = " and ".join(f"{_called(run, name)} is {shown(value)}" for name, value in values.items())
    return Verdict(value=value, because=because)


def _called(run: Run, name: str) -> str:
    """The label of an input or field, where its author gave one; else the name."""
    step, _, word = name.rpartition(".")
    fields = run.plan.templates.leaf(StepId(step)).fields if step else run.plan.checklist.inputs
    return f"“{fields[word].label}”" if word in fields and fields[word].label else name


def comparable(value: Value) -> FeelValue:
    """What expressions can hold; of a file they only ask whether it is there, so its name will do."""
    match value:
        case FileRef(name=name):
            return name
        case tuple():
            return tuple(comparable(item) for item in value)
        case _:
            return value

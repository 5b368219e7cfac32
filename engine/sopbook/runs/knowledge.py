"""What a run knows under a name, and what a condition over such names comes to.

A name has a value, or not yet, or never any more: its step was skipped or does not apply. Only the last asks people.
"""

from dataclasses import dataclass
from typing import cast

from sopbook.documents.ids import StepId
from sopbook.feel.evaluate import MissingValue, evaluate
from sopbook.feel.names import names_read
from sopbook.feel.syntax import Expression
from sopbook.feel.values import Value as FeelValue
from sopbook.runs.checklist import Leaf
from sopbook.runs.parts import PartState, Status
from sopbook.runs.state import Run
from sopbook.runs.values import FileRef, Value, shown


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


def look_up(run: Run, name: str) -> Knowledge:
    """What the run knows under a declared name."""
    if "." not in name:
        return Known(run.inputs.get(name))
    step, word = name.split(".", 1)
    leaf, state = run.plan.leaf(StepId(step)), run.part(StepId(step))
    if word == "done" and word not in leaf.fields and state.closed:
        return Known(state.status in (Status.DONE, Status.FAILED))
    if state.status in (Status.SKIPPED, Status.NOT_APPLICABLE):
        return Never(name, leaf.id)
    if not state.closed:
        return NotYet(name, leaf.id)
    return Known(_given(leaf, state, word))


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


def work_out(run: Run, expression: Expression) -> Verdict:
    """Evaluate over what the run knows; a value that is still to come goes before one that never will."""
    known = {name: look_up(run, name) for name in names_read(expression)}
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
    fields = run.plan.leaf(StepId(step)).fields if step else run.plan.checklist.inputs
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

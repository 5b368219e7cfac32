"""What the sentences of the story refer to: the values entered, the question answered, the ground of a decision."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from sopbook.decisions.weighing import Weighing
from sopbook.documents.fields import Field, FieldType
from sopbook.runs import events as ev
from sopbook.runs import life
from sopbook.runs.checklist import Leaf
from sopbook.runs.commands import Ending
from sopbook.runs.event import Member, RunEvent, StepEvent
from sopbook.runs.folding import NOT_REPEATED
from sopbook.runs.folds import apply
from sopbook.runs.refusals import listed
from sopbook.runs.standing import State
from sopbook.runs.state import Run
from sopbook.runs.values import Value, by_clocks_of, label_of, shown
from sopbook.runs.wording import filled, names_of


def as_it_was(run: Run, events: tuple[RunEvent, ...]) -> Iterator[tuple[Run, RunEvent]]:
    """Each event with the run as it was before it; where only some are told, with the values that it has now."""
    joined = {one.by: Member(id=one.by, name=one.name) for one in events}
    known = {"people": (*run.people, *joined.values()), "zone": run.zone}
    first = getattr(events[0], "checklist", "") if 0 < len(events) == run.number else ""
    is_whole = first in run.library
    then = Run(id=run.id, checklist=first, plan=run.library[first], library=run.library) if is_whole else run
    for event in events:
        named = run.library.get(getattr(event, "checklist", ""))
        shown_by = replace(then, plan=named.with_rounds(then.rounds)) if named else then
        yield replace(shown_by, **known), event  # type: ignore[arg-type]
        then = apply(then, event) if is_whole else shown_by


def came_to(event: RunEvent) -> str:
    """The symbol of what an event led to, where the same event may lead to more than one state."""
    match event:
        case ev.QuizTaken(passed=True):
            return State.DONE.symbol
        case ev.ChildEnded(ending=ending) if ending != Ending.COMPLETED.value:
            return State.FAILED.symbol
        case _:
            return ""


def below(run: Run, event: RunEvent) -> Iterator[tuple[str, str]]:
    """What was entered, in the order it was asked; of a message its text, of a start what was confirmed to be there."""
    values: Mapping[str, Value] = getattr(event, "values", {})
    fields: Mapping[str, Field] = {}
    if isinstance(event, life.RunStarted | life.Migrated):
        fields, values = run.plan.checklist.inputs, event.inputs
    elif isinstance(event, StepEvent):
        part = run.plan.called(event.step)
        fields = part.fields if isinstance(part, Leaf) else {}
    for name in [*(name for name in fields if name in values), *(name for name in values if name not in fields)]:
        field = fields.get(name)
        yield label_of(name, field) if field else name, in_words(run, field, values[name])
    if isinstance(event, ev.MessageDue) and event.text:
        yield "Text", event.text
    if isinstance(event, life.RunStarted) and event.needs:
        yield "At hand", "; ".join(event.needs)


def in_words(run: Run, field: Field | None, value: Value) -> str:
    """A value with its unit; a person by name."""
    if field is not None and FieldType.PERSON in (field.type, field.of):
        value = names_of(run, value)
    unit = f" {field.unit}" if field is not None and field.unit and value is not None else ""
    return shown(by_clocks_of(run.zone, value)) + unit


def asked(run: Run, event: ev.StepAnswered) -> str:
    """What was asked; a step whose work went out of the run may also be asked whether that is still good."""
    part = run.plan.called(event.step)
    if event.instead_of or part is None:
        return f", in place of {event.instead_of}" if event.instead_of else ""
    if isinstance(part, Leaf) and part.verb in NOT_REPEATED:
        return "" if part.only_if else ", to be done again" if event.yes else ", still good"
    return f" (“{filled(part.only_if, run, part.id)}”)" if part.only_if else ""


def ground(run: Run, event: ev.Decided) -> str:
    """What a decision follows from; when no rule fits, it is what the table says of that."""
    leaf = run.plan.leaf(event.step)
    framework = run.plan.checklist.tables[leaf.table] if leaf.table else None
    if isinstance(framework, Weighing):
        marks = {name: mark for name, mark in event.inputs.items() if isinstance(mark, Decimal)}
        is_whole = len(marks) == len(framework.factors)
        return "the weighted mean" + (f" {round(framework.mean(marks), 2).normalize():f}" if is_whole else "")
    if not event.rules:
        return "`otherwise`, because no rule fits" if framework and framework.otherwise else "no rule"
    return f"rule {listed((f'`{rule}`' for rule in event.rules), 'and')}"

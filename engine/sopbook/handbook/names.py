"""What conditions and `{{ }}` of a document may name: its inputs, and what its steps give.

A step gives its fields (`contract.link`), a decision's outputs (`tier.level`) and its outcome (`brief.passed`,
`route.chosen`, `sign-off.approved`, `export.done`).
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from sopbook.documents.decision import Decision
from sopbook.documents.document import Document
from sopbook.documents.escalation import Escalation
from sopbook.documents.fields import Field, FieldType
from sopbook.documents.ids import StepId
from sopbook.documents.procedure import Procedure
from sopbook.documents.steps import AnyStep, Approve, Check, Choose, Decide, Group
from sopbook.feel.types import Choice, Choices, ListOf, Number, Opaque, Text, Type, YesNo
from sopbook.handbook.book import Handbook
from sopbook.handbook.layout import START, Layout, Moment, layout
from sopbook.source.position import Pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """One name; `step` gives its value, or it is an input. `field` is what somebody fills in, or the decision does."""

    name: str
    type: Type
    step: StepId | None
    pointer: Pointer
    field: Field | None = None

    @property
    def optional(self) -> bool:
        """Whether it may be left empty."""
        return self.type.nullable


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """All names of a document, with their types; of two that are the same, the first."""

    names: Mapping[str, Declared]
    types: Mapping[str, Type]
    unclear: Collection[str]

    def is_unclear(self, name: str) -> bool:
        """Whether it belongs to a decision that the handbook does not have, so that nobody can say what it is."""
        return name.partition(".")[0] in self.unclear


def names_of(document: Document, book: Handbook) -> Mapping[str, Declared]:
    """The names of a procedure, decision or escalation; other kinds have none."""
    return book.once(scope_of, document).names


def scope_of(document: Document, book: Handbook) -> Scope:
    """The names with their types, as checks need them."""
    names: dict[str, Declared] = {}
    for one in declarations(document, book):
        names.setdefault(one.name, one)
    unclear = [step.id for step in _decides(document) if not isinstance(book.get(step.decide), Decision)]
    return Scope(names=names, types={name: one.type for name, one in names.items()}, unclear=frozenset(unclear))


def declarations(document: Document, book: Handbook) -> Iterator[Declared]:
    """Every declaration in document order, also a second one of the same name."""
    if isinstance(document, Procedure | Decision | Escalation):
        for name, field in document.inputs.items():
            yield Declared(name=name, type=type_of(field), step=None, pointer=("inputs", name), field=field)
    if isinstance(document, Procedure):
        for step in document.all_steps():
            yield from _of_step(step, book)


def unknown_until(one: Declared, moment: Moment, places: Layout) -> str:
    """Why a declared name has no value at a moment, in words; empty when it may have one."""
    if one.step is None:
        return "" if moment.index >= START else "is asked at the same time"
    giver = places.by_id[one.step]
    if giver.excludes(moment.taken):
        return f"is given by `{one.step}`, in another option"
    if giver.index < moment.index:
        return ""
    return f"is given by `{one.step}` itself" if giver.index == moment.index else f"is given later, by `{one.step}`"


def known_at(document: Document, book: Handbook, moment: Moment) -> tuple[str, ...]:
    """The names that may have a value at a moment."""
    places = book.once(layout, document)
    return tuple(name for name, one in names_of(document, book).items() if not unknown_until(one, moment, places))


OUTCOMES: Mapping[type, tuple[str, ...]] = {
    Check: ("done", "passed"),
    Choose: ("done", "chosen"),
    Approve: ("done", "approved"),
}
"""What can be asked about every step of a class beside its fields; about any other step, whether it was done."""

SIMPLE: Mapping[FieldType, Type] = {
    FieldType.TEXT: Text(),
    FieldType.LONG_TEXT: Text(),
    FieldType.LINK: Text(),
    FieldType.EMAIL: Text(),
    FieldType.YES_NO: YesNo(),
    FieldType.DATE: Opaque("date"),
    FieldType.TIME: Opaque("time"),
    FieldType.DATETIME: Opaque("date and time"),
    FieldType.PERSON: Opaque("person"),
    FieldType.FILE: Opaque("file"),
    FieldType.NUMBER: Number(),
}


def type_of(field: Field) -> Type:
    """The type that expressions see."""
    match field.type:
        case FieldType.NUMBER:
            return Number(field.unit, nullable=field.optional)
        case FieldType.CHOICE:
            return Choice(field.options, nullable=field.optional)
        case FieldType.CHOICES:
            return Choices(field.options, nullable=field.optional)
        case FieldType.LIST:
            return ListOf(SIMPLE[field.of or FieldType.TEXT], nullable=field.optional)
        case simple:
            return _nullable(SIMPLE[simple]) if field.optional else SIMPLE[simple]


def _nullable(of: Type) -> Type:
    match of:
        case Text():
            return Text(nullable=True)
        case YesNo():
            return YesNo(nullable=True)
        case Opaque(name=name):
            return Opaque(name, nullable=True)
        case _:
            return of


def _of_step(step: AnyStep, book: Handbook) -> Iterator[Declared]:
    for word in OUTCOMES.get(type(step), ("done",)):
        yield _outcome(step, word)
    if isinstance(step, Decide):
        yield from _answered(step, book)
    for name, field in step.fields.items():
        yield _given(step, name, field, (*step.path, "fields", name))


def _answered(step: Decide, book: Handbook) -> Iterator[Declared]:
    decision = book.get(step.decide)
    if isinstance(decision, Decision):
        for name, field in decision.outputs.items():
            yield _given(step, name, field, (*step.path, "decide"))


def _outcome(step: AnyStep, word: str) -> Declared:
    of = (
        Choice(tuple(option.id for option in step.options))
        if isinstance(step, Choose) and word == "chosen"
        else YesNo()
    )
    return Declared(name=f"{step.id}.{word}", type=of, step=step.id, pointer=(*step.path, "id"))


def _given(step: AnyStep, name: str, field: Field, pointer: Pointer) -> Declared:
    return Declared(name=f"{step.id}.{name}", type=type_of(field), step=step.id, pointer=pointer, field=field)


def _decides(document: Document) -> Iterator[Decide]:
    steps = document.all_parts() if isinstance(document, Procedure) else ()
    return (step for step in steps if not isinstance(step, Group) and isinstance(step, Decide))

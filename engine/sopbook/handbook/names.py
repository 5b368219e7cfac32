"""What conditions and `{{ }}` of a document may name: its inputs, and what its steps give.

A step gives its fields (`contract.link`), a decision's outputs (`tier.level`) and its outcome (`brief.passed`,
`route.chosen`, `sign-off.approved`, `export.done`). Inside a loop its item has a name, too; outside of it, what its
steps give are lists. A case has its inputs and its `severity`, a metric the figures of the others.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sopbook.documents.decision import Decision
from sopbook.documents.document import Document
from sopbook.documents.escalation import Escalation
from sopbook.documents.fields import Field, FieldType
from sopbook.documents.ids import StepId
from sopbook.documents.metric import Metric
from sopbook.documents.procedure import Procedure
from sopbook.documents.steps import AnyStep, Approve, Check, Choose, Decide, Quiz
from sopbook.feel.types import (
    Choice,
    Choices,
    Date,
    DateTime,
    ListOf,
    Number,
    Opaque,
    Text,
    Time,
    Type,
    YesNo,
    item_type,
)
from sopbook.handbook.book import Handbook
from sopbook.handbook.deciding import asked_by, given_by
from sopbook.handbook.layout import JUDGING, START, Layout, Loops, Moment, all_steps, layout
from sopbook.handbook.loops import Loop, read_loop, words
from sopbook.source.position import Pointer

SEVERITY = "severity"
"""What the severity of a case is called in the conditions of its levels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """One name; `step` gives its value, else it is known `since` a moment. `field` is what is filled in, or decided."""

    name: str
    type: Type
    step: StepId | None
    pointer: Pointer
    field: Field | None = None
    since: int = JUDGING

    @property
    def optional(self) -> bool:
        """Whether it may be left empty."""
        return self.type.nullable


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """All names of a document, with their types; of two that are the same, the first."""

    names: Mapping[str, Declared]
    types: Mapping[str, Type]
    unclear: frozenset[str]

    def is_unclear(self, name: str) -> bool:
        """Whether nobody can say what it is, because it comes from something that is broken itself."""
        return name.partition(".")[0] in self.unclear


def names_of(document: Document, book: Handbook) -> Mapping[str, Declared]:
    """The names of a document as they are outside of its loops."""
    return book.once(scopes_of, document)[()].names


def scope_at(document: Document, book: Handbook, moment: Moment) -> Scope:
    """The names with their types, as they are there."""
    return book.once(scopes_of, document)[moment.loops]


def scopes_of(document: Document, book: Handbook) -> Mapping[Loops, Scope]:
    """All scopes of a document, by the loops that one is in."""
    places, declared = book.once(layout, document), tuple(declarations(document, book))
    unclear = frozenset(step.id for step in _decides(document) if not isinstance(book.get(step.decide), Decision))
    scopes: dict[Loops, Scope] = {(): _scope(declared, places, (), unclear)}
    for place in places.places:
        if place.part.for_each:
            outer = scopes[place.loops[:-1]]
            item, strange = _item(place.part.for_each, place.part.path, outer)
            inner = _scope((*_variables(outer), *declared, *item), places, place.loops, outer.unclear | strange)
            scopes[place.loops] = inner
    return scopes


def _scope(declared: tuple[Declared, ...], places: Layout, loops: Loops, unclear: frozenset[str]) -> Scope:
    names: dict[str, Declared] = {}
    for one in declared:
        names.setdefault(one.name, one if _is_single(one, places, loops) else _listed(one))
    return Scope(names=names, types={name: one.type for name, one in names.items()}, unclear=unclear)


def _is_single(one: Declared, places: Layout, loops: Loops) -> bool:
    return one.step is None or places.by_id[one.step].loops == loops[: len(places.by_id[one.step].loops)]


def _listed(one: Declared) -> Declared:
    """The same name outside of the loop: a list, only whether all was done stays a yes or no."""
    if one.name.endswith(".done") and one.field is None:
        return one
    of: Type = Choices(one.type.options) if isinstance(one.type, Choice) else ListOf(one.type)
    return replace(one, type=of, field=None)


def _variables(scope: Scope) -> Iterator[Declared]:
    return (one for one in scope.names.values() if one.pointer[-1:] == ("for_each",))


def _item(text: str, path: Pointer, outer: Scope) -> tuple[tuple[Declared, ...], frozenset[str]]:
    """The name that a loop gives to its item; what is unclear where it is no loop, or over no list."""
    loop = read_loop(text)
    if loop is None:
        return (), words(text) - outer.names.keys()
    of = loop_type(loop, outer)
    if of is None:
        return (), frozenset({loop.variable})
    return (Declared(name=loop.variable, type=of, step=None, pointer=(*path, "for_each")),), frozenset()


def loop_type(loop: Loop, outer: Scope) -> Type | None:
    """What an item of a loop is; None where it is over nothing that is a list."""
    if loop.items:
        return Choice(loop.items)
    if loop.is_open:
        return Text()
    return item_type(outer.types[loop.over]) if loop.over in outer.types else None


def declarations(document: Document, book: Handbook) -> Iterator[Declared]:
    """Every declaration in document order, also a second one of the same name."""
    match document:
        case Procedure():
            yield from _inputs(document.inputs)
            for step in all_steps(document):
                yield from _of_step(step, book)
        case Decision():
            yield from _inputs(asked_by(document))
        case Escalation():
            yield from _inputs(document.inputs)
            if document.severities:
                of = Choice(tuple(one.id for one in document.severities))
                yield Declared(name=SEVERITY, type=of, step=None, pointer=("severities",), since=START)
        case Metric() if document.measure.formula:
            for other in book.documents.values():
                if isinstance(other, Metric):
                    yield Declared(name=other.id, type=Number(other.unit), step=None, pointer=("measure", "formula"))
        case _:
            pass


def _inputs(fields: Mapping[str, Field]) -> Iterator[Declared]:
    for name, field in fields.items():
        yield Declared(name=name, type=type_of(field), step=None, pointer=("inputs", name), field=field)


def unknown_until(one: Declared, moment: Moment, places: Layout) -> str:
    """Why a declared name has no value at a moment, in words; empty when it may have one."""
    if one.step is None:
        when = "is found at the same time" if one.name == SEVERITY else "is asked at the same time"
        return "" if moment.index >= one.since else when
    giver = places.by_id[one.step]
    if giver.undoes not in (None, moment.undoes):
        return f"is given by `{one.step}`, which only undoes `{giver.undoes}`"
    if giver.excludes(moment.taken):
        return f"is given by `{one.step}`, in another option"
    if giver.index < moment.index:
        return ""
    return f"is given by `{one.step}` itself" if giver.index == moment.index else f"is given later, by `{one.step}`"


def known_at(document: Document, book: Handbook, moment: Moment) -> tuple[str, ...]:
    """The names that may have a value at a moment."""
    places, names = book.once(layout, document), scope_at(document, book, moment).names
    return tuple(name for name, one in names.items() if not unknown_until(one, moment, places))


OUTCOMES: Mapping[type, tuple[str, ...]] = {
    Check: ("done", "passed"),
    Quiz: ("done", "passed"),
    Choose: ("done", "chosen"),
    Approve: ("done", "approved"),
}
"""What can be asked about every step of a class beside its fields; about any other step, whether it was done."""

SIMPLE: Mapping[FieldType, Text | YesNo | Date | Time | DateTime | Opaque | Number] = {
    FieldType.TEXT: Text(),
    FieldType.LONG_TEXT: Text(),
    FieldType.LINK: Text(),
    FieldType.EMAIL: Text(),
    FieldType.YES_NO: YesNo(),
    FieldType.DATE: Date(),
    FieldType.TIME: Time(),
    FieldType.DATETIME: DateTime(),
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
            return replace(SIMPLE[simple], nullable=field.optional)


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
        for name, field in given_by(decision).items():
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
    return (step for step in all_steps(document) if isinstance(step, Decide))

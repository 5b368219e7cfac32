"""Where the first of several conditions that holds decides: what they leave out, and which of them is never reached.

The options of a choice decide so when all of them have a `when`, the severities of a case up to the first without one.
Of conditions that compare two names, calculate, or ask a list nothing is said, nor of those that do not say what an
empty value means.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sopbook.decisions.conditions import Boxes, Space, Unplaced, space_of
from sopbook.decisions.search import Effort, Spent
from sopbook.documents.document import Document
from sopbook.documents.escalation import Escalation, SeverityLevel
from sopbook.documents.fields import Field, FieldType
from sopbook.documents.steps import Choose, Option
from sopbook.feel.nulls import check_nulls
from sopbook.feel.syntax import And, Expression, Literal
from sopbook.feel.types import Choice, Number, Text, Type, YesNo
from sopbook.feel.values import Value
from sopbook.handbook.book import Handbook
from sopbook.handbook.certainty import Written, condition_at, conditions_around
from sopbook.handbook.expressions import by_pointer
from sopbook.handbook.layout import JUDGING, Moment, layout
from sopbook.handbook.names import Declared, scope_at
from sopbook.handbook.possible import can_be
from sopbook.source.position import Pointer

BUDGET = 20_000
"""Conditions are few and small; where this does not do, nothing is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """Conditions in order; `around` holds wherever they are asked, `is_open` says that nothing stands behind them."""

    pointer: Pointer
    rungs: tuple[Option | SeverityLevel, ...]
    trees: tuple[Expression, ...]
    around: tuple[Expression, ...]
    names: Mapping[str, Declared]
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A case in which no condition holds."""

    when: Mapping[str, str]
    given: Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreached:
    """A rung whose condition holds only where one before it does."""

    rung: Option | SeverityLevel


def ladders(document: Document, book: Handbook) -> Iterator[Ladder]:
    """Every group of conditions of a document of which the first that holds decides."""
    written = book.once(by_pointer, document)
    if isinstance(document, Escalation):
        judging = scope_at(document, book, Moment(index=JUDGING)).names
        with_when = _until_bare(document.severities)
        if made := _ladder(("severities",), with_when, written, (), judging):
            yield made if len(with_when) == len(document.severities) else _closed(made)
        return
    for place in book.once(layout, document).places:
        if isinstance(place.part, Choose) and all(option.when for option in place.part.options):
            part, names = place.part, scope_at(document, book, place.moment).names
            own = condition_at(part.path, written)
            around = (*conditions_around(place, written), *((own,) if own else ()))
            if made := _ladder((*part.path, "options"), part.options, written, around, names):
                yield made


def faults(ladder: Ladder) -> tuple[LeftOut | Unreached, ...]:
    """What is wrong with it, as far as that can be worked out."""
    fields = {name: field for name, one in ladder.names.items() if (field := _field(one)) is not None}
    try:
        space = space_of((*ladder.trees, *ladder.around), fields)
        return tuple(_faults(ladder, space))
    except (Unplaced, Spent):
        return ()


def _faults(ladder: Ladder, space: Space) -> Iterator[LeftOut | Unreached]:
    effort, asked = Effort(BUDGET), space.where(And((Literal(True), *ladder.around)))
    taken: Boxes = ()
    types = {name: one.type for name, one in ladder.names.items()}
    for rung, tree in zip(ladder.rungs, ladder.trees, strict=True):
        here = space.where(And((tree, *ladder.around)))
        is_told = not can_be((tree, *ladder.around), {}, types)
        if not is_told and space.left_out(here, taken, effort) is None:
            yield Unreached(rung=rung)
        taken = (*taken, *here)
    if ladder.is_open and (box := space.left_out(asked, taken, effort)):
        yield LeftOut(when=space.text(box), given=space.case(box))


def _ladder(
    pointer: Pointer,
    rungs: tuple[Option, ...] | tuple[SeverityLevel, ...],
    written: Written,
    around: tuple[Expression, ...],
    names: Mapping[str, Declared],
) -> Ladder | None:
    trees = tuple(tree for rung in rungs if (tree := condition_at(rung.path, written)) is not None)
    types = {name: one.type for name, one in names.items()}
    if not rungs or len(trees) < len(rungs) or any(check_nulls(tree, types) for tree in trees):
        return None
    return Ladder(pointer=pointer, rungs=rungs, trees=trees, around=around, names=names, is_open=True)


def _closed(ladder: Ladder) -> Ladder:
    return replace(ladder, is_open=False)


def _until_bare(severities: tuple[SeverityLevel, ...]) -> tuple[SeverityLevel, ...]:
    bare = next((index for index, one in enumerate(severities) if not one.when), len(severities))
    return severities[:bare]


def _field(declared: Declared) -> Field | None:
    """What a name may be; nothing for a list, of which a condition asks more than which value it is."""
    if declared.field is not None:
        return None if declared.field.type in (FieldType.CHOICES, FieldType.LIST) else declared.field
    kind = _kind(declared.type)
    if kind is None:
        return None
    options = declared.type.options if isinstance(declared.type, Choice) else ()
    return Field(type=kind, options=options, optional=declared.type.nullable)


def _kind(of: Type) -> FieldType | None:
    match of:
        case YesNo():
            return FieldType.YES_NO
        case Choice():
            return FieldType.CHOICE
        case Number():
            return FieldType.NUMBER
        case Text():
            return FieldType.TEXT
        case _:
            return None

"""Every expression that a document holds, parsed once and understood against the names it may read.

One expression can be wrong in one of these ways at a time: it does not parse; or it names what nobody declares; or what
has no value yet; or its types do not fit. Each way is a check of its own.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from sopbook.decisions.table import cell_text, column_type
from sopbook.documents.decision import Decision
from sopbook.documents.document import Document
from sopbook.documents.escalation import Escalation, Level, SeverityLevel
from sopbook.documents.fields import Field, FieldType
from sopbook.documents.goal import Goal
from sopbook.documents.metric import Metric
from sopbook.documents.procedure import Procedure
from sopbook.documents.standard import Standard
from sopbook.documents.steps import AnyPart, Check, Choose, Decide, Option, Run
from sopbook.feel.cells import parse_cell
from sopbook.feel.check import Checked, check_cell, check_condition, check_expression
from sopbook.feel.parser import parse_condition, parse_expression
from sopbook.feel.problem import FeelError
from sopbook.feel.slips import VALUE_WORDS
from sopbook.feel.syntax import Cell, Expression, Name, walk
from sopbook.feel.types import Type
from sopbook.handbook.book import Handbook
from sopbook.handbook.layout import JUDGING, START, Layout, Moment, layout
from sopbook.handbook.names import Scope, scope_at, type_of, unknown_until
from sopbook.problem import Problem
from sopbook.source.diagnostic import Diagnostic, error
from sopbook.source.position import Pointer

FIGURE = Field(type=FieldType.NUMBER)
"""What a measure counts."""


class Use(Enum):
    """What an expression is for: yes or no, a value to hand on, or tests on a value."""

    CONDITION = "condition"
    VALUE = "value"
    TESTS = "tests"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One expression as the author wrote it; for tests, with the name and the field of what they test."""

    pointer: Pointer
    text: str
    use: Use
    moment: Moment = Moment(index=START)  # noqa: RUF009 - frozen
    subject: str = ""
    field: Field | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """An expression with everything that is wrong with it, each fault in one of the four tuples only."""

    written: Written
    tree: Expression | Cell | None = None
    type: Type | None = None
    unreadable: tuple[Problem, ...] = ()
    unknown: tuple[Problem, ...] = ()
    early: tuple[Problem, ...] = ()
    mistyped: tuple[Problem, ...] = ()
    is_clear: bool = False

    @property
    def is_sound(self) -> bool:
        """Whether it can be evaluated: nothing is wrong, and all its names are declared."""
        return self.is_clear and not (self.early or self.mistyped)


def expressions(document: Document, book: Handbook) -> tuple[Understood, ...]:
    """All expressions of a document in document order."""
    places = book.once(layout, document)
    written = _written(document, places)
    return tuple(_understood(one, scope_at(document, book, one.moment), places) for one in written)


def by_pointer(document: Document, book: Handbook) -> dict[Pointer, Understood]:
    """The expressions by where they stand."""
    return {one.written.pointer: one for one in book.once(expressions, document)}


def _written(document: Document, places: Layout) -> Iterator[Written]:
    match document:
        case Procedure():
            for place in places.places:
                yield from _of_part(place.part, place.moment)
        case Decision():
            yield from _of_decision(document)
        case Escalation():
            for severity in document.severities:
                yield from _condition(severity, Moment(index=JUDGING))
            for level in document.levels:
                yield from _condition(level, Moment(index=START))
        case Standard():
            for criterion in document.criteria:
                yield from _figure((*criterion.path, "accept"), criterion.accept, "measure")
        case Metric():
            yield from _figure(("target",), document.target, document.id)
            yield from _figure(("alert",), document.alert, document.id)
            if document.measure.formula:
                yield Written(pointer=("measure", "formula"), text=document.measure.formula, use=Use.VALUE)
        case Goal():
            for target in document.targets:
                yield from _figure((*target.path, "reach"), target.reach, target.metric)
        case _:
            pass


def _of_decision(decision: Decision) -> Iterator[Written]:
    for rule in decision.rules:
        for name, cell in rule.when.items():
            if name in decision.inputs:
                yield _tests((*rule.path, "when", name), cell_text(cell), name, decision.inputs[name])
    for outcome in decision.outcomes:
        yield from _figure((*outcome.path, "when"), cell_text(outcome.when), "mean")


def _of_part(part: AnyPart, moment: Moment) -> Iterator[Written]:
    yield from _condition(part, moment)
    match part:
        case Choose(options=options):
            for option in options:
                yield from _condition(option, moment)
        case Decide(given=given) | Run(given=given):
            for name, value in given.items():
                pointer = (*part.path, "given", name)
                yield Written(pointer=pointer, text=cell_text(value), use=Use.VALUE, moment=moment)
        case Check(fields=fields):
            for name, field in fields.items():
                if field.accept:
                    yield _tests((*part.path, "fields", name, "accept"), field.accept, name, field, moment)
        case _:
            pass


def _condition(of: AnyPart | Option | SeverityLevel | Level, moment: Moment) -> Iterator[Written]:
    if of.when:
        yield Written(pointer=(*of.path, "when"), text=of.when, use=Use.CONDITION, moment=moment)


def _figure(pointer: Pointer, text: str, subject: str) -> Iterator[Written]:
    if text:
        yield _tests(pointer, text, subject, FIGURE)


def _tests(pointer: Pointer, text: str, subject: str, field: Field, moment: Moment = Moment(index=START)) -> Written:  # noqa: B008
    return Written(pointer=pointer, text=text, use=Use.TESTS, moment=moment, subject=subject, field=field)


def _understood(written: Written, scope: Scope, places: Layout) -> Understood:
    try:
        tree = _parsed(written, scope)
    except FeelError as failure:
        return Understood(written=written, unreadable=(failure.problem,))
    checked = _checked(written, tree, scope)
    read = [node for node, _ in walk(tree) if isinstance(node, Name)]
    strange = {(name.offset, name.end): scope.is_unclear(name.name) for name in read if name.name not in scope.types}
    return Understood(
        written=written,
        tree=tree,
        type=checked.type,
        unknown=tuple(one for one in checked.problems if strange.get((one.offset, one.end)) is False),
        early=tuple(_too_early(read, written.moment, scope, places)),
        mistyped=tuple(one for one in checked.problems if (one.offset, one.end) not in strange),
        is_clear=not strange,
    )


def _parsed(written: Written, scope: Scope) -> Expression | Cell:
    if written.field is not None:
        return parse_cell(written.text, column_type(written.field), tuple(scope.names))
    parse = parse_condition if written.use is Use.CONDITION else parse_expression
    return parse(written.text, VALUE_WORDS.keys() & scope.names.keys())


def _checked(written: Written, tree: Expression | Cell, scope: Scope) -> Checked:
    if isinstance(tree, Cell):
        assert written.field is not None
        of = type_of(written.field)
        return Checked(None, check_cell(tree, of, name=written.subject, scope=scope.types))
    if written.use is Use.CONDITION:
        return Checked(None, check_condition(tree, scope.types))
    return check_expression(tree, scope.types)


def _too_early(read: list[Name], moment: Moment, scope: Scope, places: Layout) -> Iterator[Problem]:
    for name in {one.name: one for one in reversed(read)}.values():
        if declared := scope.names.get(name.name):
            why = unknown_until(declared, moment, places)
            if why:
                hint = (
                    "a condition reads what is known when its step is reached: move it behind, or read something else"
                )
                yield Problem(name.offset, name.end, f"`{name.name}` is not known yet here: it {why}", hint)


def problems_of_all(
    book: Handbook, code: str, faults: Callable[[Understood], tuple[Problem, ...]]
) -> Iterator[Diagnostic]:
    """The faults of one way, of all expressions of the handbook, each at its place inside its text."""
    for document in book.all:
        for one in book.once(expressions, document):
            for fault in faults(one):
                at = document.inside(one.written.pointer, fault.offset)
                yield error(code, fault.message, at=at, hint=fault.hint)

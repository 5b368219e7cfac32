"""Metrics that are computed from others: what a formula reads, and in which unit its figure comes out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sopbook.documents.document import Document
from sopbook.documents.metric import Metric
from sopbook.feel.names import names_read
from sopbook.feel.syntax import (
    Against,
    Arithmetic,
    Between,
    Cell,
    Comparison,
    Expression,
    In,
    Interval,
    Name,
    Negative,
    Node,
    Placed,
    parts_of,
)
from sopbook.handbook.book import Handbook
from sopbook.handbook.expressions import by_pointer

FORMULA = ("measure", "formula")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixed:
    """Two values side by side whose units differ, and where the second one stands."""

    first: str
    second: str
    at: Placed


def formula_of(document: Document, book: Handbook) -> Expression | None:
    """The formula of a metric, if it has one that can be read."""
    written = book.once(by_pointer, document).get(FORMULA) if isinstance(document, Metric) else None
    return written.tree if written and not isinstance(written.tree, Cell) else None


def reads(book: Handbook) -> Mapping[str, tuple[str, ...]]:
    """Which metrics each computed one needs, by its id."""
    formulas = ((metric, formula_of(metric, book)) for metric in book.every(Metric))
    return {metric.id: names_read(formula) if formula else () for metric, formula in formulas}


def mixed_units(formula: Expression, units: Mapping[str, str]) -> Iterator[Mixed]:
    """Where unlike things are added, subtracted or compared; products, quotients and plain numbers may be anything."""
    waiting: list[Node] = [formula]
    while waiting:
        node = waiting.pop(0)
        waiting[:0] = parts_of(node)
        known = [(unit, one) for one in _alike(node) if (unit := unit_of(one, units))]
        for unit, one in known[1:]:
            if unit != known[0][0]:
                yield Mixed(first=known[0][0], second=unit, at=one)


def unit_of(node: Node, units: Mapping[str, str]) -> str:
    """The unit that a part of a formula surely has; empty where that is open."""
    match node:
        case Name(name=name):
            return units.get(name, "")
        case Negative(operand=operand):
            return unit_of(operand, units)
        case Arithmetic(first=first, then=then) if then[0].operator in ("+", "-"):
            found = (unit_of(one, units) for one in (first, *(link.operand for link in then)))
            return next((unit for unit in found if unit), "")
        case _:
            return ""


def _alike(node: Node) -> tuple[Node, ...]:
    """The operands of a node that must have one unit."""
    match node:
        case Arithmetic(first=first, then=then) if then[0].operator in ("+", "-"):
            return (first, *(link.operand for link in then))
        case Comparison(left=left, right=right):
            return (left, right)
        case Between(subject=subject, low=low, high=high):
            return (subject, low, high)
        case In(subject=subject, tests=tests):
            return (subject, *(end for test in tests for end in _ends(test)))
        case _:
            return ()


def _ends(test: Against | Interval) -> tuple[Node, ...]:
    return (test.endpoint,) if isinstance(test, Against) else (test.low, test.high)

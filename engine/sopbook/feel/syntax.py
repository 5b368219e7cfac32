"""The tree of an expression and of a decision cell.

Two trees are equal when they say the same, wherever they stood: offsets do not count. Runs of `and`, `or`, `+ -`, `* /`
and `**` are one node with many parts, never a chain of nodes, so the depth of a tree is the depth a person wrote and
walking it cannot exhaust the stack. `Negative` never holds a number: the parser folds `-5` into the literal.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from sopbook.feel.values import Scalar


@dataclass(frozen=True, slots=True)
class Placed:
    """Stands at the characters from `offset` up to `end` of its text."""

    offset: int = field(default=0, compare=False, repr=False, kw_only=True)
    end: int = field(default=0, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Literal(Placed):
    """A value as written: `5000`, `"retainer"`, `true`, `null`, `date("2026-01-31")`."""

    value: Scalar


@dataclass(frozen=True, slots=True)
class Name(Placed):
    """A declared value under its whole dotted name: `contract.link`."""

    name: str


@dataclass(frozen=True, slots=True)
class Negative(Placed):
    """`-x`."""

    operand: "Expression"


@dataclass(frozen=True, slots=True)
class Operation(Placed):
    """One link of a calculation: `+ b`."""

    operator: str
    operand: "Expression"


@dataclass(frozen=True, slots=True)
class Arithmetic(Placed):
    """A run of `+ -`, of `* /` or of `**`, worked out from left to right."""

    first: "Expression"
    then: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class Comparison(Placed):
    """`a < b`, with one of `= != < <= > >=`."""

    operator: str
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Between(Placed):
    """`x between a and b`, both ends included."""

    subject: "Expression"
    low: "Expression"
    high: "Expression"


@dataclass(frozen=True, slots=True)
class Has(Placed):
    """`systems has "billing"`: whether a list holds an item."""

    items: "Expression"
    item: "Expression"


@dataclass(frozen=True, slots=True)
class In(Placed):
    """`x in (1, [3..5])`: whether at least one test fits."""

    subject: "Expression"
    tests: tuple["UnaryTest", ...]


@dataclass(frozen=True, slots=True)
class Not(Placed):
    """`not(x)`."""

    operand: "Expression"


@dataclass(frozen=True, slots=True)
class And(Placed):
    """`a and b and c`."""

    parts: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Or(Placed):
    """`a or b or c`."""

    parts: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Against(Placed):
    """`>= 5`; a bare `5` is the test `= 5`."""

    operator: str
    endpoint: "Endpoint"


@dataclass(frozen=True, slots=True)
class Interval(Placed):
    """`[1..5)`: from `low` to `high`, each end included or not."""

    low: "Endpoint"
    high: "Endpoint"
    low_included: bool = True
    high_included: bool = True


@dataclass(frozen=True, slots=True)
class Cell(Placed):
    """A decision cell: fits when one test fits, or if `negated` when none does; without tests it always fits."""

    tests: tuple["UnaryTest", ...] = ()
    negated: bool = False


Endpoint: TypeAlias = Literal | Name
UnaryTest: TypeAlias = Against | Interval
Expression: TypeAlias = Literal | Name | Negative | Arithmetic | Comparison | Between | Has | In | Not | And | Or
Node: TypeAlias = Expression | Operation | UnaryTest | Cell


def parts_of(node: Node) -> tuple[Node, ...]:
    """The nodes directly below, in reading order."""
    match node:
        case Literal() | Name():
            return ()
        case Negative(operand=operand) | Not(operand=operand) | Operation(operand=operand):
            return (operand,)
        case Arithmetic(first=first, then=then):
            return (first, *then)
        case Comparison(left=left, right=right):
            return (left, right)
        case Between(subject=subject, low=low, high=high):
            return (subject, low, high)
        case Has(items=items, item=item):
            return (items, item)
        case In(subject=subject, tests=tests):
            return (subject, *tests)
        case And(parts=parts) | Or(parts=parts):
            return parts
        case Against(endpoint=endpoint):
            return (endpoint,)
        case Interval(low=low, high=high):
            return (low, high)
        case Cell(tests=tests):
            return tests


def walk(node: Node) -> Iterator[tuple[Node, int]]:
    """Every node with the number of nodes above it, in reading order, whatever the depth."""
    waiting: list[tuple[Node, int]] = [(node, 0)]
    while waiting:
        current, depth = waiting.pop()
        yield current, depth
        waiting.extend((part, depth + 1) for part in reversed(parts_of(current)))

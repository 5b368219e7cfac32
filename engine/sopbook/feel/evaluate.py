"""What an expression is worth, given the values of its names.

Evaluation is total: it gives a value for every tree. `null` means "left empty". Calculating with it, comparing it, a
comparison across types and a division by zero give null; `and`, `or` and `not` are three-valued. Only a comparison with
the written word `null` is about emptiness itself and answers true or false.

A name that has no value *yet* is something else. Inside, it is an `_Missing` outcome that spreads like a fourth truth
value: `false and missing` is false and `true or missing` is true, in either order, and null comes before missing where
the answer is null whatever the value will be. Only if the whole expression comes out missing is `MissingValue` raised.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import ge, gt, le, lt
from typing import TypeAlias

from sopbook.feel.arithmetic import calculated, negated
from sopbook.feel.syntax import (
    Against,
    And,
    Arithmetic,
    Between,
    Cell,
    Comparison,
    Expression,
    Has,
    In,
    Interval,
    Literal,
    Name,
    Negative,
    Not,
    Or,
    UnaryTest,
)
from sopbook.feel.values import ORDERED_KINDS, Value, as_value, kind_of, rank


class MissingValue(LookupError):
    """The answer depends on values that are not given yet; `names` says which, in reading order."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(f"no value yet for {', '.join(names)}")
        self.names = names

    @property
    def name(self) -> str:
        return self.names[0]


@dataclass(frozen=True, slots=True)
class _Missing:
    names: tuple[str, ...]


_Outcome: TypeAlias = Value | _Missing
_Values: TypeAlias = Mapping[str, object]

_ORDER = {"<": lt, "<=": le, ">": gt, ">=": ge}


def evaluate(expression: Expression, values: _Values) -> Value:
    """The value of the expression; raises `MissingValue` only when the answer hangs on a name that `values` lacks."""
    return _known(_outcome(expression, values))


def matches(cell: Cell, value: object, values: _Values | None = None) -> bool:
    """Whether a decision cell fits an input's value; an empty input fits only an empty cell, `-` and `null`."""
    if not cell.tests:
        return True
    fits = _any_fits(cell.tests, as_value(value), values or {})
    return _known(_opposite(fits) if cell.negated else fits) is True


def _known(outcome: _Outcome) -> Value:
    if isinstance(outcome, _Missing):
        raise MissingValue(outcome.names)
    return outcome


def _outcome(node: Expression, values: _Values) -> _Outcome:
    match node:
        case Literal(value=value):
            return value
        case Name(name=name):
            return _looked_up(name, values)
        case Negative(operand=operand):
            outcome = _outcome(operand, values)
            return outcome if isinstance(outcome, _Missing) else negated(outcome)
        case Arithmetic(first=first, then=then):
            total = _outcome(first, values)
            for link in then:
                total = _calculated(link.operator, total, _outcome(link.operand, values))
            return total
        case Comparison(operator=operator, left=left, right=right):
            if _is_null(left):
                left, right = right, left
            return _compared(operator, _outcome(left, values), right, values)
        case Between(subject=subject, low=low, high=high):
            return _within(_outcome(subject, values), (">=", low), ("<=", high), values)
        case Has(items=items, item=item):
            return _holds(_outcome(items, values), _outcome(item, values))
        case In(subject=subject, tests=tests):
            return _any_fits(tests, _outcome(subject, values), values)
        case Not(operand=operand):
            return _opposite(_outcome(operand, values))
        case And(parts=parts):
            return _joined((_outcome(part, values) for part in parts), decisive=False)
        case Or(parts=parts):
            return _joined((_outcome(part, values) for part in parts), decisive=True)


def _looked_up(name: str, values: _Values) -> _Outcome:
    try:
        return as_value(values[name])
    except KeyError:
        return _Missing((name,))


def _joined(outcomes: Iterable[_Outcome], *, decisive: bool) -> _Outcome:
    """`or` (true is decisive) and `and` (false is): the decisive value wins, then missing, then null."""
    seen = []
    for outcome in outcomes:
        if outcome is decisive:
            return decisive
        seen.append(outcome)
    if missing := _missing(seen):
        return missing
    return not decisive if all(outcome is not decisive and isinstance(outcome, bool) for outcome in seen) else None


def _missing(outcomes: Iterable[_Outcome]) -> _Missing | None:
    names = [name for outcome in outcomes if isinstance(outcome, _Missing) for name in outcome.names]
    return _Missing(tuple(dict.fromkeys(names))) if names else None


def _opposite(outcome: _Outcome) -> _Outcome:
    if isinstance(outcome, bool):
        return not outcome
    return outcome if isinstance(outcome, _Missing) else None


def _calculated(operator: str, left: _Outcome, right: _Outcome) -> _Outcome:
    if left is None or right is None:
        return None
    if isinstance(left, _Missing) or isinstance(right, _Missing):
        return _missing((left, right))
    return calculated(operator, left, right)


def _is_null(node: Expression) -> bool:
    return isinstance(node, Literal) and node.value is None


def _compared(operator: str, left: _Outcome, right: Expression, values: _Values) -> _Outcome:
    """Compare an outcome with a node, because the written word `null` is not the same as a name that is null."""
    if not _is_null(right):
        return _related(operator, left, _outcome(right, values))
    if isinstance(left, _Missing):
        return left
    return (left is None) is (operator == "=") if operator in ("=", "!=") else None


def _related(operator: str, left: _Outcome, right: _Outcome) -> _Outcome:
    if left is None or right is None:
        return None
    if isinstance(left, _Missing) or isinstance(right, _Missing):
        return _missing((left, right))
    kind = kind_of(left)
    if kind is not kind_of(right):
        return None
    if operator not in _ORDER:
        return (rank(left) == rank(right)) is (operator == "=")
    if kind not in ORDERED_KINDS:
        return None
    try:
        return bool(_ORDER[operator](rank(left), rank(right)))
    except TypeError:  # one of two moments does not say how far it is from UTC
        return None


def _holds(items: _Outcome, item: _Outcome) -> _Outcome:
    if items is None or item is None:
        return None
    if isinstance(items, _Missing) or isinstance(item, _Missing):
        return _missing((items, item))
    if not isinstance(items, tuple):
        return None
    return any(kind_of(held) is kind_of(item) and rank(held) == rank(item) for held in items)


def _within(subject: _Outcome, low: tuple[str, Expression], high: tuple[str, Expression], values: _Values) -> _Outcome:
    ends = (_compared(operator, subject, end, values) for operator, end in (low, high))
    return _joined(ends, decisive=False)


def _any_fits(tests: Iterable[UnaryTest], subject: _Outcome, values: _Values) -> _Outcome:
    return _joined((_fits(test, subject, values) for test in tests), decisive=True)


def _fits(test: UnaryTest, subject: _Outcome, values: _Values) -> _Outcome:
    match test:
        case Against(operator=operator, endpoint=endpoint):
            return _compared(operator, subject, endpoint, values)
        case Interval(low=low, high=high, low_included=low_included, high_included=high_included):
            lower, upper = ">=" if low_included else ">", "<=" if high_included else "<"
            return _within(subject, (lower, low), (upper, high), values)

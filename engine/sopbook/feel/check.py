"""Static types: what is wrong with an expression before any value is known.

Every rule is a generator that yields problems and returns the type it found, or None where a problem makes it
unknowable; what is unknowable is never complained about a second time.
"""

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from sopbook.feel.comparing import Side, empty_interval, equality_problem, order_problem
from sopbook.feel.names import unknown_name
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
    Placed,
    UnaryTest,
)
from sopbook.feel.types import Null, Number, Type, YesNo, described, item_type, literal_type
from sopbook.problem import Problem

_Scope: TypeAlias = Mapping[str, Type]
_Typing: TypeAlias = Generator[Problem, None, Type | None]


@dataclass(frozen=True, slots=True)
class Checked:
    """The type of an expression, or None where its problems hide it."""

    type: Type | None
    problems: tuple[Problem, ...]


def check_expression(expression: Expression, scope: _Scope) -> Checked:
    """The type of an expression over the names in scope, and everything that is wrong with it."""
    problems: list[Problem] = []
    typing = _type_of(expression, scope)
    while True:
        try:
            problems.append(next(typing))
        except StopIteration as end:
            return Checked(end.value, tuple(problems))


def check_condition(expression: Expression, scope: _Scope) -> tuple[Problem, ...]:
    """Everything that is wrong with a condition, which must be a yes or no."""
    return tuple(_yes_or_no(expression, scope))


def check_cell(cell: Cell, of: Type, *, name: str = "input", scope: _Scope | None = None) -> tuple[Problem, ...]:
    """Everything that is wrong with a cell in the column of the input `name`, which has the type `of`."""
    column = Side(Name(name), of)
    return tuple(problem for test in cell.tests for problem in _check_test(column, test, scope or {}))


def _type_of(node: Expression, scope: _Scope, beside: Type | None = None) -> _Typing:
    """The type of a node; `beside` is the type it is compared with, for a better guess at a misspelt option."""
    match node:
        case Literal(value=value):
            return literal_type(value)
        case Name(name=name):
            if name not in scope:
                yield unknown_name(node, scope, beside)
            return scope.get(name)
        case Negative(operand=operand):
            yield from _number(operand, "-", scope)
            return Number()
        case Arithmetic(first=first, then=then):
            yield from _number(first, then[0].operator, scope)
            for link in then:
                yield from _number(link.operand, link.operator, scope)
            return Number()
        case Not(operand=operand):
            yield from _yes_or_no(operand, scope)
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                yield from _yes_or_no(part, scope)
        case Comparison():
            yield from _check_comparison(node, scope)
        case Between(subject=subject, low=low, high=high):
            for operand in (subject, low, high):
                yield from _ordered("between", (yield from _side(operand, scope)), operand)
            yield from empty_interval(low, high, node)
        case In(subject=subject, tests=tests):
            side = yield from _side(subject, scope)
            for test in tests:
                yield from _check_test(side, test, scope)
        case Has(items=items, item=item):
            yield from _check_has(items, item, scope)
    return YesNo()


def _side(node: Expression, scope: _Scope, beside: Type | None = None) -> Generator[Problem, None, Side]:
    return Side(node, (yield from _type_of(node, scope, beside)))


def _number(node: Expression, operator: str, scope: _Scope) -> Iterator[Problem]:
    side = yield from _side(node, scope)
    if side.type is not None and not isinstance(side.type, Number):
        message = f"{side.label} is {described(side.type)}: `{operator}` calculates with numbers"
        yield Problem(node.offset, node.end, message)


def _yes_or_no(node: Expression, scope: _Scope) -> Iterator[Problem]:
    side = yield from _side(node, scope)
    if side.type is not None and not isinstance(side.type, YesNo):
        message = f"{side.label} is {described(side.type)}, where a yes or no is needed"
        hint = 'compare it, as in `plan = "retainer"` or `days > 5`'
        yield Problem(node.offset, node.end, message, hint)


def _check_comparison(node: Comparison, scope: _Scope) -> Iterator[Problem]:
    left = yield from _side(node.left, scope, beside=_declared(node.right, scope))
    right = yield from _side(node.right, scope, beside=_declared(node.left, scope))
    if node.operator not in ("=", "!="):
        yield from _ordered(node.operator, left, node.left)
        yield from _ordered(node.operator, right, node.right)
    elif problem := equality_problem(left, right, node):
        yield problem


def _declared(node: Expression, scope: _Scope) -> Type | None:
    return scope.get(node.name) if isinstance(node, Name) else None


def _ordered(operator: str, side: Side, at: Placed) -> Iterator[Problem]:
    if problem := order_problem(operator, side, at):
        yield problem


def _check_test(subject: Side, test: UnaryTest, scope: _Scope) -> Iterator[Problem]:
    match test:
        case Against(operator="=" | "!=", endpoint=endpoint):
            end = yield from _side(endpoint, scope, beside=subject.type)
            if problem := equality_problem(subject, end, test):
                yield problem
        case Against(operator=operator, endpoint=endpoint):
            yield from _ordered(operator, subject, test)
            yield from _ordered(operator, (yield from _side(endpoint, scope)), endpoint)
        case Interval(low=low, high=high, low_included=low_included, high_included=high_included):
            yield from _ordered("..", subject, test)
            for endpoint in (low, high):
                yield from _ordered("..", (yield from _side(endpoint, scope)), endpoint)
            yield from empty_interval(low, high, test, closed=low_included and high_included)


def _check_has(items: Expression, item: Expression, scope: _Scope) -> Iterator[Problem]:
    asked = yield from _side(items, scope)
    held = item_type(asked.type) if asked.type else None
    wanted = yield from _side(item, scope, beside=held)
    if asked.type and not held:
        hint = "`has` asks a list whether it holds something; compare with `=`"
        yield Problem(items.offset, items.end, f"{asked.label} is {described(asked.type)}, not a list", hint)
    elif isinstance(wanted.type, Null):
        yield Problem(item.offset, item.end, "a list never holds `null`", f"write `{asked.label[1:-1]} = null`")
    elif problem := equality_problem(Side(items, held, is_item=True), wanted, item):
        yield problem

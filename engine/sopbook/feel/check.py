"""Static types: what is wrong with an expression before any value is known.

Every rule is a generator that yields problems and returns the type it found, or None where a problem makes it
unknowable; what is unknowable is never complained about a second time.
"""

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from sopbook.feel.calculating import calculated_type, calculation_problem, negation_problem, operand_problem
from sopbook.feel.comparing import empty_interval, equality_problem, order_problems
from sopbook.feel.names import unknown_name
from sopbook.feel.side import Side
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
from sopbook.feel.types import Null, Type, YesNo, described, item_type, literal_type
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
            side = yield from _side(operand, scope)
            problem = negation_problem(side)
            if problem:
                yield problem
            return None if problem else side.type
        case Arithmetic():
            return (yield from _calculation(node, scope))
        case Not(operand=operand):
            yield from _yes_or_no(operand, scope)
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                yield from _yes_or_no(part, scope)
        case Comparison():
            yield from _check_comparison(node, scope)
        case Between(subject=subject, low=low, high=high):
            side = yield from _side(subject, scope)
            least, most = (yield from _side(low, scope)), (yield from _side(high, scope))
            yield from order_problems("between", side, (least, most), subject)
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


def _calculation(node: Arithmetic, scope: _Scope) -> _Typing:
    """From left to right; a fault hides the type of all that comes after it."""
    total = yield from _operand(node.first, scope)
    for link in node.then:
        operand = yield from _operand(link.operand, scope)
        if total is not None and operand is not None:
            found = calculated_type(link.operator, total, operand)
            if found is None:
                yield calculation_problem(total, link, operand)
            total = found
        else:
            total = None
    return total


def _operand(node: Expression, scope: _Scope) -> _Typing:
    side = yield from _side(node, scope)
    if problem := operand_problem(side):
        yield problem
        return None
    return side.type


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
        yield from order_problems(node.operator, left, (right,), node.left)
    elif problem := equality_problem(left, right, node):
        yield problem


def _declared(node: Expression, scope: _Scope) -> Type | None:
    return scope.get(node.name) if isinstance(node, Name) else None


def _check_test(subject: Side, test: UnaryTest, scope: _Scope) -> Iterator[Problem]:
    match test:
        case Against(operator="=" | "!=", endpoint=endpoint):
            end = yield from _side(endpoint, scope, beside=subject.type)
            if problem := equality_problem(subject, end, test):
                yield problem
        case Against(operator=operator, endpoint=endpoint):
            end = yield from _side(endpoint, scope)
            yield from order_problems(operator, subject, (end,), test)
        case Interval(low=low, high=high, low_included=low_included, high_included=high_included):
            least, most = (yield from _side(low, scope)), (yield from _side(high, scope))
            yield from order_problems("..", subject, (least, most), test)
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

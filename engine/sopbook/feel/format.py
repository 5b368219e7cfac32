"""From tree to text, in the one canonical spelling: parsing what is written here gives the same tree.

An operand is put into parentheses unless it binds more tightly than what it stands in.
"""

from collections.abc import Iterable
from decimal import Decimal

from sopbook.feel.parser import AND, ANY, LEVELS, OR, POWER, RELATION
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
from sopbook.feel.temporal import temporal_text
from sopbook.feel.values import Value

UNARY, ATOM = POWER + 1, POWER + 2


def expression_text(expression: Expression) -> str:
    """The expression as an author would write it."""
    return _spelled(expression, ANY)


def cell_text(cell: Cell) -> str:
    """The decision cell as an author would write it, options in quotes; `-` when anything fits."""
    tests = _listed(cell.tests)
    return (f"not({tests})" if cell.negated else tests) or "-"


def value_text(value: Value) -> str:
    """A value as it is written in an expression; a list, which cannot be written there, in square brackets."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case Decimal():
            return format(value, "f")
        case str():
            words = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
            return f'"{words}"'
        case tuple():
            return f"[{', '.join(value_text(item) for item in value)}]"
        case _:
            return temporal_text(value)


def _spelled(node: Expression, floor: int) -> str:
    level, words = _level_and_words(node)
    return words if level > floor else f"({words})"


def _level_and_words(node: Expression) -> tuple[int, str]:
    match node:
        case Literal(value=value):
            return ATOM, value_text(value)
        case Name(name=name):
            return ATOM, name
        case Not(operand=operand):
            return ATOM, f"not({_spelled(operand, ANY)})"
        case Negative(operand=operand):
            return UNARY, f"-{_spelled(operand, UNARY)}"
        case Arithmetic(first=first, then=then):
            level = LEVELS[then[0].operator]
            links = (f" {link.operator} {_spelled(link.operand, level)}" for link in then)
            return level, _spelled(first, level) + "".join(links)
        case And(parts=parts):
            return AND, " and ".join(_spelled(part, AND) for part in parts)
        case Or(parts=parts):
            return OR, " or ".join(_spelled(part, OR) for part in parts)
        case Comparison(operator=operator, left=left, right=right):
            return RELATION, _related(left, operator, right)
        case Has(items=items, item=item):
            return RELATION, _related(items, "has", item)
        case Between(subject=subject, low=low, high=high):
            return RELATION, f"{_related(subject, 'between', low)} and {_spelled(high, RELATION)}"
        case In(subject=subject, tests=tests):
            listed = _listed(tests)
            alone = len(tests) == 1 and isinstance(tests[0], Interval)
            return RELATION, f"{_spelled(subject, RELATION)} in {listed if alone else f'({listed})'}"


def _related(left: Expression, operator: str, right: Expression) -> str:
    return f"{_spelled(left, RELATION)} {operator} {_spelled(right, RELATION)}"


def _listed(tests: Iterable[UnaryTest]) -> str:
    return ", ".join(_test_text(test) for test in tests)


def _test_text(test: UnaryTest) -> str:
    match test:
        case Against(operator="=", endpoint=endpoint):
            return expression_text(endpoint)
        case Against(operator=operator, endpoint=endpoint):
            return f"{operator} {expression_text(endpoint)}"
        case Interval(low=low, high=high, low_included=low_included, high_included=high_included):
            opening, closing = "[" if low_included else "(", "]" if high_included else ")"
            return f"{opening}{expression_text(low)}..{expression_text(high)}{closing}"

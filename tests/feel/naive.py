"""A second interpreter, written another way, to judge the first.

Truth is a number here: false 0, null 1/2, true 1; `and` is the least, `or` the greatest, `not` the rest to 1. Lists and
intervals are spelled out as comparisons. Speed and missing values are no concern.
"""

from decimal import Context, Decimal, localcontext
from fractions import Fraction

from sopbook.feel.syntax import (
    Against,
    And,
    Arithmetic,
    Between,
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
from sopbook.feel.values import Value

HALF = Fraction(1, 2)


def naive(node: Expression, values: dict[str, Value]) -> Value:
    if isinstance(node, Literal):
        return node.value
    if isinstance(node, Name):
        return values[node.name]
    if isinstance(node, Negative):
        value = naive(node.operand, values)
        return value.copy_negate() if isinstance(value, Decimal) else None
    if isinstance(node, Arithmetic):
        total = naive(node.first, values)
        for link in node.then:
            total = _calculate(total, link.operator, naive(link.operand, values))
        return total
    return {Fraction(0): False, Fraction(1): True}.get(_truth(node, values))


def _truth(node: Expression, values: dict[str, Value]) -> Fraction:
    if isinstance(node, Not):
        return 1 - _truth(node.operand, values)
    if isinstance(node, And):
        return min(_truth(part, values) for part in node.parts)
    if isinstance(node, Or):
        return max(_truth(part, values) for part in node.parts)
    if isinstance(node, Comparison):
        return _compare(node.left, node.operator, node.right, values)
    if isinstance(node, Between):
        low = _compare(node.subject, ">=", node.low, values)
        return min(low, _compare(node.subject, "<=", node.high, values))
    if isinstance(node, In):
        return max(_test(node.subject, test, values) for test in node.tests)
    if isinstance(node, Has):
        items, item = naive(node.items, values), naive(node.item, values)
        if not isinstance(items, tuple) or item is None:
            return HALF
        return Fraction(repr(item) in [repr(held) for held in items])
    value = naive(node, values)
    return Fraction(value) if isinstance(value, bool) else HALF


def _test(subject: Expression, test: UnaryTest, values: dict[str, Value]) -> Fraction:
    if isinstance(test, Against):
        return _compare(subject, test.operator, test.endpoint, values)
    assert isinstance(test, Interval)
    low = _compare(subject, ">=" if test.low_included else ">", test.low, values)
    return min(low, _compare(subject, "<=" if test.high_included else "<", test.high, values))


def _compare(left: Expression, operator: str, right: Expression, values: dict[str, Value]) -> Fraction:
    one, other = naive(left, values), naive(right, values)
    if operator == "!=":
        return 1 - _compare(left, "=", right, values)
    if Literal(None) in (left, right):
        return Fraction(one is None and other is None) if operator == "=" else HALF
    if one is None or other is None or type(one) is not type(other):
        return HALF
    if operator == "=":
        return Fraction(one == other)
    if not isinstance(one, Decimal) or not isinstance(other, Decimal):
        return HALF
    difference = Fraction(one) - Fraction(other)
    return Fraction({"<": difference < 0, "<=": difference <= 0, ">": difference > 0, ">=": difference >= 0}[operator])


def _calculate(left: Value, operator: str, right: Value) -> Value:
    if not isinstance(left, Decimal) or not isinstance(right, Decimal) or (operator == "/" and right == 0):
        return None
    with localcontext(Context(prec=34)):
        return {
            "+": lambda: left + right,
            "-": lambda: left - right,
            "*": lambda: left * right,
            "/": lambda: left / right,
        }[operator]()

"""A second interpreter, written another way, to judge the first.

Truth is a number here: false 0, null 1/2, true 1; `and` is the least, `or` the greatest, `not` the rest to 1. Lists and
intervals are spelled out as comparisons. Whatever has an order is a number: dates and lengths of time are counted in
days, and moments of a zone from one epoch in UTC. Speed and missing values are no concern.
"""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext
from fractions import Fraction
from typing import Any

from dateutil.relativedelta import relativedelta

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
from sopbook.feel.values import Months, Value

HALF = Fraction(1, 2)
LIKE_DECIMAL128 = Context(prec=34, Emin=-6143, Emax=6144, traps=[DivisionByZero, InvalidOperation, Overflow])


def naive(node: Expression, values: dict[str, Value]) -> Value:
    if isinstance(node, Literal):
        return node.value
    if isinstance(node, Name):
        return values[node.name]
    if isinstance(node, Negative):
        value = naive(node.operand, values)
        return _calculate(value * 0, "-", value) if isinstance(value, Decimal | timedelta) else _back(value)
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
        return Fraction(_number(one) == _number(other) if type(one) in _ORDERED else one == other)
    number, against = _number(one), _number(other)
    if number is None or against is None or number[0] != against[0]:
        return HALF
    difference = number[1] - against[1]
    return Fraction({"<": difference < 0, "<=": difference <= 0, ">": difference > 0, ">=": difference >= 0}[operator])


_ORDERED = (Decimal, date, time, datetime, timedelta, Months)


def _number(value: Value) -> tuple[bool, Fraction] | None:
    """Whether the value knows its distance to UTC, and a number that grows with it; nothing where there is no order."""
    match value:
        case Decimal():
            return False, Fraction(value)
        case Months(count=count):
            return False, Fraction(count)
        case timedelta(days=days, seconds=seconds, microseconds=ticks):
            return False, days + Fraction(seconds * 10**6 + ticks, 86_400 * 10**6)
        case datetime(tzinfo=zone):
            clock = _number(value.timetz().replace(tzinfo=None))
            assert clock is not None
            return zone is not None, value.toordinal() + clock[1] - _offset(value)
        case date():
            return False, Fraction(value.toordinal())
        case time(hour=hour, minute=minute, second=second, microsecond=tick, tzinfo=zone):
            of_day = Fraction((hour * 3600 + minute * 60 + second) * 10**6 + tick, 86_400 * 10**6)
            return zone is not None, of_day - _offset(value)
        case _:
            return None


def _offset(value: datetime | time) -> Fraction:
    found = _number(value.utcoffset())
    return found[1] if found else Fraction(0)


def _back(value: Value) -> Value:
    return Months(-value.count) if isinstance(value, Months) else None


def _calculate(left: Any, operator: str, right: Any) -> Value:
    try:
        with localcontext(LIKE_DECIMAL128):
            return _calculated(left, operator, right)
    except (ArithmeticError, ValueError):
        return None


def _calculated(left: Any, operator: str, right: Any) -> Value:
    kinds = tuple(_kind(side) for side in (left, right))
    if operator == "-" and kinds in (("length", "length"), ("months", "months")):
        return left - right if kinds[0] == "length" else Months(left.count - right.count)
    if operator == "-" and kinds[1] in ("length", "months"):
        return _calculated(left, "+", _calculate(right, "*", Decimal(-1)))
    match operator, *kinds:
        case "+", ("length" | "months"), ("date" | "moment" | "time"):
            return _calculated(right, "+", left)
        case "*", "number", ("length" | "months"):
            return _calculated(right, "*", left)
        case "**", "number", "number" if left == 0 and right < 0:
            return None
        case _, "number", "number":
            return {"+": left.__add__, "-": left.__sub__, "*": left.__mul__, "/": left.__truediv__, "**": left.__pow__}[
                operator
            ](right)
        case "+", "text", "text":
            return "".join((left, right))
        case "+", ("length" | "months" as kind), other if kind == other:
            return left + right if kind == "length" else Months(left.count + right.count)
        case "+", "date", "length":
            return date.fromordinal(int((_days(left) + _days(right)) // 1))
        case "+", "moment", "length":
            found = datetime.min.replace(tzinfo=UTC) + _length(_days(left) + _days(right) - 1)
            return found.astimezone(left.tzinfo) if left.tzinfo else found.replace(tzinfo=None)
        case "+", "time", "length":
            clock = _days(left.replace(tzinfo=None)) + _days(right)
            return (datetime.min + _length(clock % 1)).time().replace(tzinfo=left.tzinfo)
        case "+", ("date" | "moment"), "months":
            return left + relativedelta(months=right.count)  # type: ignore[no-any-return]
        case "-", ("date" | "moment" | "time" as kind), other if kind == other:
            alike = _number(left)[0] == _number(right)[0]  # type: ignore[index]
            return _length(_days(left) - _days(right)) if alike else None
        case "*", "length", "number":
            return timedelta(microseconds=int((Decimal(left // _TICK) * right).to_integral_value("ROUND_HALF_EVEN")))
        case "/", "length", "number":
            return timedelta(microseconds=int((Decimal(left // _TICK) / right).to_integral_value("ROUND_HALF_EVEN")))
        case "*", "months", "number":
            return Months(int(Decimal(left.count) * right))
        case "/", "months", "number":
            return Months(int(Decimal(left.count) / right))
        case "/", "length", "length":
            return Decimal(left // _TICK) / Decimal(right // _TICK)
        case "/", "months", "months":
            return Decimal(left.count) / Decimal(right.count)
        case _:
            return None


_TICK = timedelta(microseconds=1)


def _kind(value: Value) -> str:
    names = {Decimal: "number", str: "text", date: "date", datetime: "moment", time: "time", timedelta: "length"}
    return {**names, Months: "months"}.get(type(value), "")


def _days(value: Value) -> Fraction:
    found = _number(value)
    assert found is not None
    return found[1]


def _length(days: Fraction) -> timedelta:
    return timedelta(microseconds=int(days * 86_400 * 10**6))

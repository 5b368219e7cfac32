"""What may be calculated with what, and what to say when it may not."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from sopbook.feel.arithmetic import OPERATIONS
from sopbook.feel.format import value_text
from sopbook.feel.side import Side
from sopbook.feel.syntax import Expression, Literal, Operation
from sopbook.feel.types import (
    Choice,
    Date,
    DateTime,
    DaysAndTime,
    Null,
    Number,
    Text,
    Time,
    Type,
    YearsAndMonths,
    described,
)
from sopbook.feel.values import Months
from sopbook.problem import Problem

_KINDS: dict[type, type] = {
    Number: Decimal,
    Text: str,
    Choice: str,
    Date: date,
    Time: time,
    DateTime: datetime,
    DaysAndTime: timedelta,
    YearsAndMonths: Months,
}


def operand_problem(side: Side) -> Problem | None:
    """Why nothing can be calculated with this side at all."""
    if side.type is None or type(side.type) in _KINDS:
        return None
    if isinstance(side.type, Null):
        return Problem(side.node.offset, side.node.end, "what is calculated with `null` is always `null`")
    message = f"{side.label} is {described(side.type)}: nothing can be calculated with it"
    return Problem(side.node.offset, side.node.end, message)


def calculated_type(operator: str, left: Type, right: Type) -> Type | None:
    """The type of `left operator right`, which may be empty when one of them may; None where it has no answer."""
    found = OPERATIONS.get((operator, _KINDS.get(type(left), Null), _KINDS.get(type(right), Null)))
    if found is None:
        return None
    return replace(found[0], nullable=True) if left.nullable or right.nullable else found[0]


def calculation_problem(left: Type, link: Operation, right: Type) -> Problem:
    """That the two do not go together."""
    message = f"`{link.operator}` does not go between {described(left)} and {described(right)}"
    return Problem(link.offset, link.end, message, _hint(left, link.operand, right))


def negation_problem(side: Side) -> Problem | None:
    """Why this side cannot be turned round by a minus."""
    if side.type is None or isinstance(side.type, Number | DaysAndTime | YearsAndMonths):
        return None
    message = f"{side.label} is {described(side.type)}: a minus turns round only numbers and durations"
    return Problem(side.node.offset, side.node.end, message)


def _hint(left: Type, operand: Expression, right: Type) -> str:
    match left, right:
        case (Date() | DateTime(), Number()):
            days = _whole(operand)
            return f"write the days as a duration: `{value_text(timedelta(days=1 if days is None else days))}`"
        case (Time(), Number()):
            return f"write the hours as a duration: `{value_text(timedelta(hours=1))}`"
        case (Date(), DateTime()) | (DateTime(), Date()):
            return "take two dates, or two that both have a time"
        case (DaysAndTime(), YearsAndMonths()) | (YearsAndMonths(), DaysAndTime()):
            return "a month has no fixed number of days"
        case (Number(), Text() | Choice()) | (Text() | Choice(), Number()):
            return "numbers go with numbers; `+` also joins two texts"
        case _:
            return ""


def _whole(operand: Expression) -> int | None:
    """The number that is written there, if it is one of days that a calendar holds."""
    match operand:
        case Literal(value=Decimal() as days) if days == days.to_integral_value() and abs(days) < 10_000:
            return int(days)
        case _:
            return None

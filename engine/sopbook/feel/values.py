"""The values expressions compute with.

Numbers have 34 significant digits and round half to even, as DMN asks (IEEE decimal128). Every operation names this
context: Python's ambient one has 28 digits and may be changed by anybody.

A duration is either one of days and time, which has a length, or one of years and months, which has none: a month is
as long as the month it is added to. A moment or a time either says how far it is from UTC or does not; of two that
differ in that, nobody can say which comes first, and they are never equal.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import Any, TypeAlias

MOST_MONTHS = 12 * 9999
"""Months in all years that a date may have."""


@dataclass(frozen=True, slots=True, order=True)
class Months:
    """A duration of years and months, counted in months; below zero it leads back."""

    count: int

    def __post_init__(self) -> None:
        if abs(self.count) > MOST_MONTHS:
            raise OverflowError("this leads out of every calendar")


Scalar: TypeAlias = Decimal | str | bool | date | time | datetime | timedelta | Months | None
Value: TypeAlias = Scalar | tuple["Value", ...]

DIGITS = 34
ARITHMETIC = Context(
    prec=DIGITS,
    rounding=ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=6144,
    traps=[DivisionByZero, InvalidOperation, Overflow],
)

KINDS = (Decimal, bool, str, datetime, date, time, timedelta, Months, tuple)
"""What values are told apart by; a moment comes before a date, because Python thinks that it is one."""

ORDERED_KINDS = frozenset({Decimal, date, time, datetime, timedelta, Months})
"""The kinds of which some are less than others."""


def as_value(given: object) -> Value:
    """What somebody handed in, as a value; a float or any other stranger is a bug of the caller's."""
    match given:
        case None | bool() | str() | date() | timedelta() | Months():
            return given
        case int():
            return Decimal(given)
        case Decimal() if given.is_finite():
            return given
        case time() if given.tzinfo is None or given.utcoffset() is not None:
            return given
        case list() | tuple():
            return tuple(as_value(item) for item in given)
        case _:
            raise TypeError(f"{given!r} is no value that an expression can hold")


def kind_of(value: Value) -> type:
    """What a value is to expressions; only values of one kind can be equal. `null` is of no kind but its own."""
    exact = type(value)
    return exact if exact in KINDS else next((kind for kind in KINDS if isinstance(value, kind)), exact)


def rank(value: Value) -> Any:
    """What decides the order and the equality of values of one kind; a moment of any zone counts by its instant.

    Python itself compares two moments of one zone by the face of the clock, and says of a time in a zone without a
    day that it has no offset.
    """
    match value:
        case datetime(tzinfo=zone) if zone is not None:
            return value.replace(tzinfo=None) - datetime.min - (value.utcoffset() or timedelta())
        case time(tzinfo=zone) if zone is not None:
            face = timedelta(
                hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond
            )
            return face - (value.utcoffset() or timedelta())
        case _:
            return value

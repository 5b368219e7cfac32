"""The values expressions compute with.

Numbers have 34 significant digits and round half to even, as DMN asks (IEEE decimal128). Every operation names this
context: Python's ambient one has 28 digits and may be changed by anybody.
"""

from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import TypeAlias

Scalar: TypeAlias = Decimal | str | bool | None
Value: TypeAlias = Scalar | tuple["Value", ...]

DIGITS = 34
ARITHMETIC = Context(
    prec=DIGITS,
    rounding=ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=6144,
    traps=[DivisionByZero, InvalidOperation, Overflow],
)


def as_value(given: object) -> Value:
    """What somebody handed in, as a value; a float or any other stranger is a bug of the caller's."""
    match given:
        case None | bool() | str():
            return given
        case int():
            return Decimal(given)
        case Decimal() if given.is_finite():
            return given
        case list() | tuple():
            return tuple(as_value(item) for item in given)
        case _:
            raise TypeError(f"{given!r} is no value that an expression can hold")

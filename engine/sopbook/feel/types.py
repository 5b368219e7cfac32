"""The types a handbook declares for its values, as far as expressions care.

`nullable` is what the format calls optional: the value may be left empty. A text written in an expression has the type
of a choice with one option, so that comparing it with an option that does not exist can be found out.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TypeAlias

from sopbook.feel.values import Months, Scalar


@dataclass(frozen=True, slots=True)
class _Declared:
    nullable: bool = field(default=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Number(_Declared):
    """A decimal number; the unit is for people, expressions do not convert."""

    unit: str = ""


@dataclass(frozen=True, slots=True)
class Text(_Declared):
    """Any text; texts are equal or not, they have no order."""


@dataclass(frozen=True, slots=True)
class Choice(_Declared):
    """One of the options."""

    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class YesNo(_Declared):
    """True or false; what a condition must be."""


@dataclass(frozen=True, slots=True)
class Date(_Declared):
    """A day."""


@dataclass(frozen=True, slots=True)
class Time(_Declared):
    """A time of day, with its distance to UTC or without."""


@dataclass(frozen=True, slots=True)
class DateTime(_Declared):
    """A day and a time of day, with its zone or distance to UTC or without."""


@dataclass(frozen=True, slots=True)
class DaysAndTime(_Declared):
    """A duration that has a length: days, hours, minutes and seconds."""


@dataclass(frozen=True, slots=True)
class YearsAndMonths(_Declared):
    """A duration as long as the months it is added to."""


@dataclass(frozen=True, slots=True)
class ListOf(_Declared):
    """Any number of items of one type; conditions ask it with `has`."""

    item: "Type"


@dataclass(frozen=True, slots=True)
class Choices(_Declared):
    """Any number of the options."""

    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Opaque(_Declared):
    """Something expressions only hand on, or ask whether it is there: a file, a person."""

    name: str


@dataclass(frozen=True, slots=True)
class Null:
    """The type of the word `null` itself."""

    @property
    def nullable(self) -> bool:
        return True


Temporal: TypeAlias = Date | Time | DateTime | DaysAndTime | YearsAndMonths
Type: TypeAlias = Number | Text | Choice | YesNo | Temporal | ListOf | Choices | Opaque | Null

ORDERED = (Number, Date, Time, DateTime, DaysAndTime, YearsAndMonths)
"""The types of which `<` can be asked, each only with itself."""


def literal_type(value: Scalar) -> Type:
    """The type of a value that is written in the expression."""
    match value:
        case None:
            return Null()
        case bool():
            return YesNo()
        case Decimal():
            return Number()
        case str():
            return Choice((value,))
        case datetime():
            return DateTime()
        case date():
            return Date()
        case time():
            return Time()
        case timedelta():
            return DaysAndTime()
        case Months():
            return YearsAndMonths()


def item_type(of: Type) -> Type | None:
    """What a list holds; nothing for what is no list."""
    match of:
        case ListOf(item=item):
            return item
        case Choices(options=options):
            return Choice(options)
        case _:
            return None


def accepts(wanted: Type, given: Type) -> bool:
    """Whether every value of one type may be handed to a place of the other."""
    if given.nullable and not wanted.nullable:
        return False
    match wanted, given:
        case (_, Null()) | (Text(), Text() | Choice()) | (YesNo(), YesNo()):
            return True
        case (Choice(options=mine), Choice(options=theirs)):
            return set(theirs) <= set(mine)
        case (Opaque(name=mine), Opaque(name=theirs)):
            return mine == theirs
        case _ if isinstance(wanted, ORDERED):
            return type(wanted) is type(given)
        case _:
            held, offered = item_type(wanted), item_type(given)
            return held is not None and offered is not None and accepts(held, offered)


def described(of: Type) -> str:
    """The type in the words of a message: `a number`."""
    match of:
        case Number():
            return "a number"
        case Text():
            return "a text"
        case Choice(options=options):
            return "a choice" if len(options) > 1 else "a text"
        case YesNo():
            return "a yes or no"
        case Date():
            return "a date"
        case Time():
            return "a time"
        case DateTime():
            return "a date and time"
        case DaysAndTime():
            return "a duration in days and hours"
        case YearsAndMonths():
            return "a duration in years and months"
        case ListOf() | Choices():
            return "a list"
        case Opaque(name=name):
            return f"a{'n' if name[:1] in 'aeiou' else ''} {name}"
        case Null():
            return "null"

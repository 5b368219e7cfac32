"""Which days of a period a schedule means: its 31st, its last, its first working day, its last friday.

A period is a day, a week from Monday, a month, a quarter or a year. A choice answers with one day of it, the days it
passed over to get there, and a remark where the period is too short; or with nothing, where there is no such day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from sopbook.timing.calendar import Calendar, DayOff
from sopbook.timing.months import month_length
from sopbook.timing.spoken import MONTHS, WEEKDAYS
from sopbook.timing.zones import ONE_DAY

ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `start` up to, not including, `end`."""

    start: date
    end: date

    def days(self, *, backwards: bool = False) -> Iterator[date]:
        length = (self.end - self.start).days
        numbers = reversed(range(length)) if backwards else range(length)
        return (self.start + number * ONE_DAY for number in numbers)


@dataclass(frozen=True, slots=True)
class Picked:
    day: date
    skipped: tuple[DayOff, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Numbered:
    """The day of that number in the period's first month; in a month that is too short, its last day."""

    number: int

    def __str__(self) -> str:
        return f"day {self.number}"

    def pick(self, period: Period, _: Calendar) -> Picked | None:
        longest = month_length(period.start)
        if self.number <= longest:
            return Picked(period.start + (self.number - 1) * ONE_DAY)
        month = f"{MONTHS[period.start.month - 1]} {period.start.year}"
        remark = f"{month} has {longest} days, so the last stands for day {self.number}"
        return Picked(period.start.replace(day=longest), remark=remark)


@dataclass(frozen=True, slots=True)
class LastDay:
    """The last day of the period."""

    def __str__(self) -> str:
        return "the last day"

    def pick(self, period: Period, _: Calendar) -> Picked | None:
        return Picked(period.end - ONE_DAY)


@dataclass(frozen=True, slots=True)
class NthWeekday:
    """The first, second, ... or last (-1) of that weekday in the period."""

    position: int
    weekday: int

    def __str__(self) -> str:
        return f"the {_ordinal(self.position)} {WEEKDAYS[self.weekday]}"

    def pick(self, period: Period, _: Calendar) -> Picked | None:
        if self.position < 0:
            last = period.end - ONE_DAY
            return Picked(last - (last.weekday() - self.weekday) % 7 * ONE_DAY)
        ahead = (self.weekday - period.start.weekday()) % 7 + 7 * (self.position - 1)
        day = period.start + ahead * ONE_DAY
        return Picked(day) if day < period.end else None


@dataclass(frozen=True, slots=True)
class NthWorkingDay:
    """The first, second, ... or last (-1) day of the period on which the calendar works."""

    position: int

    def __str__(self) -> str:
        return f"the {_ordinal(self.position)} working day"

    def pick(self, period: Period, calendar: Calendar) -> Picked | None:
        wanted, skipped = abs(self.position), []
        for day in period.days(backwards=self.position < 0):
            if off := calendar.day_off(day):
                skipped.append(off)
            elif wanted == 1:
                return Picked(day, tuple(skipped))
            else:
                wanted -= 1
        return None


Choice: TypeAlias = Numbered | LastDay | NthWeekday | NthWorkingDay


def _ordinal(position: int) -> str:
    return next(word for word, number in ORDINALS.items() if number == position)

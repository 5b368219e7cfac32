"""How long: `30 minutes`, `4 working hours`, `2 working days`, `6 months`.

A duration is a whole number and one unit. It has no length in seconds: what `1 month` or `2 working days` come to
depends on where one starts and on the calendar, which is the business of `working_time`.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from sopbook.timing.calendar import Calendar
from sopbook.timing.duration_slips import explain
from sopbook.timing.problem import TimeError
from sopbook.timing.spoken import counted

WEEKS_IN_A_YEAR = 52


class Unit(StrEnum):
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


CAN_BE_WORKING = frozenset({Unit.MINUTE, Unit.HOUR, Unit.DAY})
COUNTED_EXACTLY = frozenset({Unit.MINUTE, Unit.HOUR})

_IN_A_CENTURY = {
    Unit.MINUTE: 52_596_000,
    Unit.HOUR: 876_600,
    Unit.DAY: 36_525,
    Unit.WEEK: 5_217,
    Unit.MONTH: 1_200,
    Unit.YEAR: 100,
}
_DURATION = re.compile(r"([1-9][0-9]{0,8}) (?:working (minute|hour|day)|(minute|hour|day|week|month|year))s?")


@dataclass(frozen=True, slots=True)
class Duration:
    """So many of a unit; `working` ones count only while the calendar works."""

    amount: int
    unit: Unit
    working: bool = False

    def __post_init__(self) -> None:
        if self.amount < 1 or (self.working and self.unit not in CAN_BE_WORKING):
            raise ValueError(f"there is no duration of {self.amount} {'working ' * self.working}{self.unit}s")

    def __str__(self) -> str:
        return counted(self.amount, f"working {self.unit}" if self.working else str(self.unit))

    @property
    def is_exact(self) -> bool:
        """Whether it counts in minutes; the others end with the working hours of their last day."""
        return self.unit in COUNTED_EXACTLY

    @property
    def minutes(self) -> int:
        """The minutes of an exact duration, working or not."""
        assert self.is_exact, f"{self} has no fixed number of minutes"
        return self.amount * (60 if self.unit is Unit.HOUR else 1)


def parse_duration(text: str) -> Duration:
    """Read a number and a unit; anything else is a TimeError that says what to write."""
    match = _DURATION.fullmatch(text)
    if match is None:
        raise explain(text)
    amount, working, unit = int(match[1]), match[2] is not None, Unit(match[2] or match[3])
    if amount > _IN_A_CENTURY[unit]:
        raise TimeError(0, len(match[1]), f"`{text}` is more than a hundred years", "write a shorter duration")
    return Duration(amount, unit, working)


def effort_minutes(duration: Duration, calendar: Calendar) -> int:
    """The work in it, for `effort` and budgets: a day is the calendar's working hours, a year is 52 of its weeks."""
    if duration.is_exact:
        return duration.minutes
    day = int(calendar.working_hours.length.total_seconds()) // 60
    week = day * len(calendar.working_days)
    match duration.unit:
        case Unit.DAY:
            return duration.amount * day
        case Unit.WEEK:
            return duration.amount * week
        case Unit.MONTH:
            return duration.amount * week * WEEKS_IN_A_YEAR // 12
        case _:
            return duration.amount * week * WEEKS_IN_A_YEAR

"""When a company works: its zone, its weekdays, its hours, its holidays.

This is the value that computes, not the document it is read from. It knows no people: who is away does not change what
a working day is.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sopbook.timing.problem import TimeError
from sopbook.timing.spoken import WEEKDAYS, spoken_day
from sopbook.timing.zones import ONE_DAY, Placed, day_exists, place

MIDNIGHT = time()
_HOURS = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-(?:([01][0-9]|2[0-3]):([0-5][0-9])|24:00)")


class Off(StrEnum):
    """Why nobody works on a day."""

    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MISSING = "missing"
    """The zone has no such day: it crossed the date line."""


@dataclass(frozen=True, slots=True)
class DayOff:
    """A day on which nobody works; `name` is the holiday's, the weekday's, or says that the day is missing."""

    day: date
    why: Off
    name: str

    def __str__(self) -> str:
        if self.why is Off.WEEKEND:
            return f"{spoken_day(self.day)} (weekend)"
        return f"{self.name} ({spoken_day(self.day)})"


@dataclass(frozen=True, slots=True)
class Hours:
    """From `opens` up to `closes`, on one day; `closes` at 00:00 is the midnight that ends it."""

    opens: time
    closes: time

    def __post_init__(self) -> None:
        if self.length <= timedelta():
            raise ValueError(f"working hours end after they begin, not {self}")

    def __str__(self) -> str:
        closes = "24:00" if self.closes == MIDNIGHT else f"{self.closes:%H:%M}"
        return f"{self.opens:%H:%M}-{closes}"

    @property
    def closing(self) -> timedelta:
        """How long after midnight they end, by the clock on the wall."""
        return _since_midnight(self.closes) or ONE_DAY

    @property
    def length(self) -> timedelta:
        """How long they last on a day without a change of clocks."""
        return self.closing - _since_midnight(self.opens)


def _since_midnight(clock: time) -> timedelta:
    return timedelta(hours=clock.hour, minutes=clock.minute)


def parse_hours(text: str) -> Hours:
    """Read `09:00-18:00`; `24:00` is the midnight at the end."""
    match = _HOURS.fullmatch(text)
    if match is None:
        raise TimeError(0, len(text), f"`{text}` is no span of hours", "write two times, as in `09:00-18:00`")
    hour, minute, last_hour, last_minute = (int(part or 0) for part in match.groups())
    opens, closes = time(hour, minute), time(last_hour, last_minute)
    if not text.endswith("24:00") and closes <= opens:
        hint = "write the earlier time first; hours that pass midnight are not supported, end them at `24:00`"
        raise TimeError(0, len(text), f"`{text}` ends before it begins", hint)
    return Hours(opens, closes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Working time, as one value; weekdays count from Monday, 0."""

    zone: ZoneInfo
    working_days: frozenset[int] = frozenset(range(5))
    working_hours: Hours = Hours(time(9), time(17))
    holidays: Mapping[date, str] = field(default_factory=dict, hash=False)

    @classmethod
    def default(cls) -> "Calendar":
        """What holds for a handbook without a calendar: Monday to Friday, 09:00-17:00, in UTC, without holidays."""
        return cls(zone=ZoneInfo("UTC"))

    def day_off(self, day: date) -> DayOff | None:
        """Why nobody works on that day; None on a working day. A holiday at the weekend counts as the weekend."""
        if day.weekday() not in self.working_days:
            return DayOff(day, Off.WEEKEND, WEEKDAYS[day.weekday()].title())
        if day in self.holidays:
            return DayOff(day, Off.HOLIDAY, self.holidays[day])
        if not day_exists(day, self.zone):
            return DayOff(day, Off.MISSING, f"no such day in {self.zone.key}")
        return None

    def works_on(self, day: date) -> bool:
        return self.day_off(day) is None

    def day_of(self, moment: datetime) -> date:
        """The day that the calendar's zone has at that moment."""
        assert moment.tzinfo is not None, "a moment carries its offset"
        return moment.astimezone(self.zone).date()

    def opening(self, day: date) -> Placed:
        """When working hours begin on that day, were it a working day."""
        return place(day, self.working_hours.opens, self.zone)

    def closing(self, day: date) -> Placed:
        """When working hours end on that day, were it a working day."""
        if self.working_hours.closes == MIDNIGHT:
            return place(day + ONE_DAY, MIDNIGHT, self.zone)
        return place(day, self.working_hours.closes, self.zone)

    def why_closed(self, moment: datetime) -> str | None:
        """Why nobody works at that moment, in words; None inside working hours. Their last moment is outside."""
        day = self.day_of(moment)
        if off := self.day_off(day):
            return str(off)
        if moment < self.opening(day).at:
            return f"before working hours, {self.working_hours}"
        return f"after working hours, {self.working_hours}" if moment >= self.closing(day).at else None

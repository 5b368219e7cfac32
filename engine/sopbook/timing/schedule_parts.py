"""The keys of a schedule, each by itself: a text becomes its value, or a fault that says what to write."""

import re
from dataclasses import dataclass
from datetime import date, time
from difflib import get_close_matches
from enum import StrEnum
from zoneinfo import ZoneInfo

from sopbook.timing.spoken import WEEKDAYS, counted
from sopbook.timing.zones import find_zone, zone_hint

EARLIEST, LATEST = 1900, 2999
"""The years of a schedule."""


class Every(StrEnum):
    """The periods that can come round."""

    DAY = "day"
    WORKING_DAY = "working day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Interval:
    """So many periods from one to the next."""

    amount: int
    unit: Every

    def __str__(self) -> str:
        return f"every {self.unit if self.amount == 1 else counted(self.amount, self.unit)}"


@dataclass(frozen=True, slots=True)
class Fault:
    message: str
    hint: str


_IN_TEN_YEARS = {Every.DAY: 3653, Every.WEEK: 522, Every.MONTH: 120, Every.QUARTER: 40, Every.YEAR: 10}
_EVERY = re.compile(r"(?:([1-9][0-9]{0,3}) )?(day|working day|week|month|quarter|year)(s?)")
_UNITS = "`day`, `working day`, `week`, `month`, `quarter`, `year`, or several as in `2 weeks`"
_MEANT = {
    "daily": "day",
    "weekly": "week",
    "monthly": "month",
    "quarterly": "quarter",
    **dict.fromkeys(("yearly", "annually", "annual"), "year"),
    **dict.fromkeys(("workday", "weekday", "weekdays", "business day", "workingday", "working-day"), "working day"),
    **dict.fromkeys(("biweekly", "fortnight", "fortnightly", "other week", "second week"), "2 weeks"),
    **dict.fromkeys(("bimonthly", "other month"), "2 months"),
    **dict.fromkeys(("half year", "half-year", "half-yearly", "semester"), "6 months"),
}


def read_every(text: str) -> Interval | Fault:
    match = _EVERY.fullmatch(text)
    if match is None or (match[3] and not match[1]):
        return _no_interval(text)
    interval = Interval(int(match[1] or 1), Every(match[2]))
    if interval.amount == 1:
        return interval
    if interval.unit is Every.WORKING_DAY:
        hint = "write `working day`, or name the days: `every: week` with `day: [monday, thursday]`"
        return Fault("several working days cannot be counted: each new holiday would move the whole series", hint)
    if interval.amount > _IN_TEN_YEARS[interval.unit]:
        return Fault(f"`{text}` is more than ten years", "write a shorter time")
    return interval


def _no_interval(text: str) -> Fault:
    word = " ".join(text.lower().split()).removeprefix("every ").removeprefix("each ")
    if not word:
        return Fault("`every` is empty", f"write {_UNITS}")
    if re.fullmatch(r"([0-9]+ )?(second|minute|hour)s?|hourly", word):
        return Fault(f"`{text}` comes round too often for a schedule", "the shortest is `day`")
    if word.removesuffix("s") in WEEKDAYS:
        return Fault(f"`{text}` is no period", f"write `every: week` with `day: {word.removesuffix('s')}`")
    if re.fullmatch(r"[-0-9*/,]+( [-0-9*/,?LW#A-Za-z]+){4,5}", text.strip()):
        return Fault("this is a line for cron", f"write {_UNITS}, with `day` and `at`")
    if re.match(r"[-+0-9.,]+ ", word) and not re.match(r"[1-9][0-9]* ", word):
        return Fault(f"`{text}` does not begin with a number from 2 up", "write a whole number, as in `2 weeks`")
    meant = _MEANT.get(word) or next(iter(get_close_matches(word.removesuffix("s"), list(Every), 1, 0.75)), "")
    number = re.match(r"[1-9][0-9]* ", word)
    if number and (near := get_close_matches(word[number.end() :].removesuffix("s"), list(Every), 1, 0.75)):
        meant = f"{number[0]}{near[0]}s"
    return Fault(f"`{text}` is no period", f"write `{meant}`" if meant else f"write {_UNITS}")


def read_at(text: str) -> time | Fault | None:
    if not text:
        return None
    if re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", text):
        return time.fromisoformat(text)
    if re.fullmatch(r"[0-9]:[0-5][0-9]", text):
        return Fault(f"`{text}` is no time of day", f'write two digits for the hour: `"0{text}"`')
    if text == "24:00":
        return Fault("`24:00` belongs to the next day", 'write `"00:00"`, or `"23:59"`')
    return Fault(f"`{text}` is no time of day", 'write hours and minutes, as in `"09:00"` or `"17:30"`')


def read_zone(text: str) -> ZoneInfo | Fault | None:
    if not text:
        return None
    return find_zone(text) or Fault(f"there is no time zone `{text}`", zone_hint(text))


def read_date(text: str) -> date | Fault | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
    except ValueError:
        return Fault(f"there is no day `{text}`", "look at the month and its number of days")
    if day is None:
        return Fault(f"`{text}` is no date", 'write year, month and day, as in `"2026-01-05"`')
    if not EARLIEST <= day.year <= LATEST:
        return Fault(f"the year {day.year} is out of range", f"write one from {EARLIEST} to {LATEST}")
    return day


def read_overdue(text: str) -> bool | Fault:
    """Whether a run that is overdue stays open when the next one starts."""
    if text in ("skip", "keep"):
        return text == "keep"
    return Fault(f"`{text}` says nothing about overdue runs", "write `skip` or `keep`")

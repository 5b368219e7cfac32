"""Dates, times and durations in the words of a reader: "Mon 5 Jan 2026", "2 days 12 hours"."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from sopbook.feel.values import Months
from sopbook.timing.spoken import counted, spoken_day

LATER = {"<": "before", "<=": "no later than", ">": "after", ">=": "no earlier than"}
"""What is said of days and times, where numbers are under or over."""


def is_moment(value: object) -> bool:
    """Whether it lies in time, so that others come before and after it; a duration has a size instead."""
    return isinstance(value, date | time)


def temporal_words(value: date | time | datetime | timedelta | Months) -> str:
    """What a reader calls it."""
    match value:
        case datetime():
            return f"{spoken_day(value)}, {value:%H:%M}{_zone(value)}"
        case date():
            return spoken_day(value)
        case time():
            return f"{value:%H:%M}{_zone(value)}"
        case Months(count=count):
            return _amounts(count < 0, zip(divmod(abs(count), 12), ("year", "month"), strict=True)) or "no months"
        case _:
            length = abs(value)
            hours, rest = divmod(length.seconds, 3600)
            minutes, seconds = divmod(rest, 60)
            units = ("day", "hour", "minute", "second")
            parts = zip((length.days, hours, minutes, seconds), units, strict=True)
            return _amounts(value < timedelta(), parts) or "no time"


def _zone(value: datetime | time) -> str:
    return f" {value.tzinfo}" if value.tzinfo else ""


def _amounts(is_back: bool, parts: Iterable[tuple[int, str]]) -> str:
    words = " ".join(counted(amount, unit) for amount, unit in parts if amount)
    return f"minus {words}" if is_back else words

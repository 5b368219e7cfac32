"""Days and moments as sentences name them: English, whatever the machine's locale, and never without the weekday."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def spoken_day(day: date) -> str:
    """`Mon 5 Jan 2026`."""
    return f"{WEEKDAYS[day.weekday()][:3].title()} {day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def spoken_moment(moment: datetime, zone: ZoneInfo) -> str:
    """`Mon 5 Jan 2026, 09:00`, with the offset behind it in an hour that comes twice."""
    local = moment.astimezone(zone)
    twice = local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()
    return f"{spoken_day(local)}, {local:%H:%M}{_offset(local) if twice else ''}"


def _offset(local: datetime) -> str:
    return f" {timezone(local.utcoffset() or timedelta())}"


def spoken_list(words: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


def counted(amount: int, word: str) -> str:
    """`1 day`, `2 days`."""
    return f"{amount} {word}" if amount == 1 else f"{amount} {word}s"

"""Dates, times, moments and durations as they are written: `date("2026-01-31")`, or shorter `@"2026-01-31"`.

They are written as ISO 8601 has them, of which DMN allows one form each, here with one liberty: seconds may be left
out. Only a literal text can stand in the parentheses; there are no functions.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import TypeAlias
from zoneinfo import ZoneInfo

from sopbook.feel.problem import FeelError
from sopbook.feel.values import Months

Temporal: TypeAlias = date | time | datetime | timedelta | Months

_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CLOCK = r"[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?"
_OFFSET = r"Z|[+-][0-9]{2}:[0-9]{2}(?::[0-9]{2})?"
_DATE = re.compile(_DAY)
_TIME = re.compile(rf"(?P<face>{_CLOCK})(?:(?P<offset>{_OFFSET})|@(?P<zone>.*))?")
_MOMENT = re.compile(rf"(?P<face>{_DAY}T{_CLOCK})(?:(?P<offset>{_OFFSET})|@(?P<zone>.*))?")
_MONTHS = re.compile(r"(?P<sign>-?)P(?=[0-9])(?:(?P<years>[0-9]+)Y)?(?:(?P<months>[0-9]+)M)?")
_LENGTH = re.compile(
    r"(?P<sign>-?)P(?=.)(?:(?P<days>[0-9]+)D)?"
    r"(?:T(?=.)(?:(?P<hours>[0-9]+)H)?(?:(?P<minutes>[0-9]+)M)?(?:(?P<seconds>[0-9]+(?:\.[0-9]{1,6})?)S)?)?"
)


def read_temporal(word: str, text: str, offset: int) -> Temporal:
    """The value of `word("text")`, the text standing at `offset`; the word `@` leaves open what it is."""
    word = _meant(text) if word == "@" else word
    try:
        value = READERS[word](text)
    except _UnknownZoneError as unknown:
        hint = "write it as in `Europe/Lisbon`, or the distance to UTC, as in `+01:00`"
        raise FeelError(offset, offset + len(text), f"there is no time zone `{unknown}`", hint) from None
    except (ValueError, OverflowError):
        value = None
    if value is None:
        what, hint = FORMS[word]
        raise FeelError(offset, offset + len(text), f"`{text}` is not {what}", hint)
    return value


def temporal_text(value: Temporal) -> str:
    """A value as it is written in an expression, and in every tool that reads DMN."""
    match value:
        case datetime():
            return f'date and time("{_moment_text(value)}")'
        case date():
            return f'date("{value.isoformat()}")'
        case time():
            return f'time("{value.replace(tzinfo=None).isoformat()}{_zone_text(value.tzinfo, value.utcoffset())}")'
        case Months(count=count):
            return f'duration("{_months_text(count)}")'
        case _:
            return f'duration("{_length_text(value)}")'


class _UnknownZoneError(Exception):
    """The text names a zone that nobody knows."""


def _meant(text: str) -> str:
    if text.lstrip("-")[:1] == "P":
        return "duration"
    if "T" in text.partition("@")[0]:
        return "date and time"
    return "time" if ":" in text else "date"


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if _DATE.fullmatch(text) else None


def _time(text: str) -> time | None:
    found = _TIME.fullmatch(text)
    if found is None or found["zone"] is not None:  # only on a given day has a zone a distance to UTC
        return None
    return time.fromisoformat(found["face"]).replace(tzinfo=_distance(found["offset"]))


def _moment(text: str) -> datetime | None:
    if day := _date(text):
        return datetime.combine(day, time())
    found = _MOMENT.fullmatch(text)
    if found is None:
        return None
    zone = _zone(found["zone"]) if found["zone"] is not None else _distance(found["offset"])
    return datetime.fromisoformat(found["face"]).replace(tzinfo=zone)


def _distance(text: str | None) -> tzinfo | None:
    if text is None:
        return None
    return UTC if text == "Z" else time.fromisoformat(f"00:00{text}").tzinfo


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # no such key, a key that is a path, a key that is a folder
        raise _UnknownZoneError(name) from None


def _duration(text: str) -> timedelta | Months | None:
    if found := _MONTHS.fullmatch(text):
        count = int(found["years"] or 0) * 12 + int(found["months"] or 0)
        return Months(-count if found["sign"] else count)
    if found := _LENGTH.fullmatch(text):
        seconds, _, fraction = (found["seconds"] or "0").partition(".")
        length = timedelta(
            days=int(found["days"] or 0),
            hours=int(found["hours"] or 0),
            minutes=int(found["minutes"] or 0),
            seconds=int(seconds),
            microseconds=int(fraction.ljust(6, "0")),
        )
        return -length if found["sign"] else length
    return None


READERS: Mapping[str, Callable[[str], Temporal | None]] = {
    "date": _date,
    "time": _time,
    "date and time": _moment,
    "duration": _duration,
}

FORMS: Mapping[str, tuple[str, str]] = {
    "date": ("a day", 'write year, month and day, as in `date("2026-01-31")`'),
    "time": ("a time of day", 'write hours and minutes, as in `time("14:30")` or `time("14:30:00+01:00")`'),
    "date and time": ("a day and time", 'write it as in `date and time("2026-01-31T14:30:00")`'),
    "duration": (
        "a duration",
        'write days and hours, as in `duration("P2DT12H")`, or months, as in `duration("P1Y6M")`',
    ),
}
"""What a text should have been, and how to write it."""


def _moment_text(value: datetime) -> str:
    return f"{value.replace(tzinfo=None).isoformat()}{_zone_text(value.tzinfo, value.utcoffset())}"


def _zone_text(zone: tzinfo | None, distance: timedelta | None) -> str:
    if isinstance(zone, ZoneInfo):
        return f"@{zone.key}"
    if distance is None:
        return ""
    return time(tzinfo=timezone(distance)).isoformat()[len("00:00:00") :] if distance else "Z"


def _months_text(count: int) -> str:
    years, months = divmod(abs(count), 12)
    parts = (f"{years}Y" if years else "") + (f"{months}M" if months else "")
    return ("-" if count < 0 else "") + "P" + (parts or "0M")


def _length_text(value: timedelta) -> str:
    length = abs(value)
    hours, rest = divmod(length.seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    exact = f"{seconds}.{length.microseconds:06}".rstrip("0") if length.microseconds else str(seconds)
    clock = "".join(
        f"{amount}{unit}" for amount, unit in ((str(hours), "H"), (str(minutes), "M"), (exact, "S")) if amount != "0"
    )
    parts = (f"{length.days}D" if length.days else "") + (f"T{clock}" if clock else "")
    return ("-" if value < timedelta() else "") + "P" + (parts or "0D")

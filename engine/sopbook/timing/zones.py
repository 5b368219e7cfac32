"""Between the clock on the wall and the one moment it means.

Where clocks go forward, times of the wall are missing; one of them means the first moment that exists after the gap.
(The other custom, moving it by the gap's length, would put 02:30 behind 03:00, and a later time must never mean an
earlier moment.) Where clocks go back, times come twice, and the first is meant. Where a country crosses the date line a
whole day is missing, as 30 December 2011 on Samoa; it means the day after.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from difflib import get_close_matches
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from sopbook.timing.spoken import spoken_day

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Placed:
    """The moment, in UTC, that a clock on the wall means; `remark` says what had to be decided, if anything."""

    at: datetime
    remark: str = ""


def find_zone(name: str) -> ZoneInfo | None:
    """The zone of that name in the world's table of zones, if there is one."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # no such key, a key that is a path, a key that is a folder
        return None


def zone_hint(name: str) -> str:
    """What to write instead of a zone that nobody knows."""
    by_lower = _zones_by_lower_name()
    places = {known.rpartition("/")[2]: full for known, full in by_lower.items()}
    wanted = name.strip().lower().replace(" ", "_")
    for table in (by_lower, places):
        if found := get_close_matches(wanted, sorted(table), n=1, cutoff=0.8):
            return f"did you mean `{table[found[0]]}`?"
    return "write a place from the table of time zones, as in `Europe/Lisbon`, or `UTC`"


@cache
def _zones_by_lower_name() -> dict[str, str]:
    return {known.lower(): known for known in sorted(available_timezones(), reverse=True)}


def day_exists(day: date, zone: ZoneInfo) -> bool:
    """Whether that day was, or will be, lived through in the zone at all."""
    return _face(_first_reading(day, time(), zone), zone).date() == day


def place(day: date, clock: time, zone: ZoneInfo) -> Placed:
    """The moment at which the wall shows this day and this time."""
    face = datetime.combine(day, clock)
    at = _first_reading(day, clock, zone)
    if _face(at, zone) != face:
        return _after_the_gap(face, zone) if day_exists(day, zone) else _on_the_day_after(day, clock, zone)
    if face.replace(tzinfo=zone).utcoffset() != face.replace(tzinfo=zone, fold=1).utcoffset():
        return Placed(at, f"{clock:%H:%M} comes twice on {spoken_day(day)}: the clocks go back; the first is meant")
    return Placed(at)


def _first_reading(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)


def _face(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone).replace(tzinfo=None)


def _on_the_day_after(day: date, clock: time, zone: ZoneInfo) -> Placed:
    following = place(day + ONE_DAY, clock, zone)
    return Placed(following.at, f"{spoken_day(day)} does not exist in {zone.key}; the day after is meant")


def _after_the_gap(face: datetime, zone: ZoneInfo) -> Placed:
    """Finds the change of clocks by halving: just before it the old offset holds, from it on the new one."""
    early = face.replace(tzinfo=zone, fold=1).astimezone(UTC)
    late = face.replace(tzinfo=zone).astimezone(UTC)
    new_offset = late.astimezone(zone).utcoffset()
    while late - early > timedelta(seconds=1):
        middle = early + timedelta(seconds=(late - early) // timedelta(seconds=2))
        early, late = (early, middle) if middle.astimezone(zone).utcoffset() == new_offset else (middle, late)
    return Placed(
        late,
        f"{face:%H:%M} does not exist on {spoken_day(face)}: the clocks go forward; moved to {_face(late, zone):%H:%M}",
    )

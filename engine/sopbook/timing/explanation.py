"""Why a moment is the one it is: told in a sentence, and kept as data for the record."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sopbook.timing.calendar import DayOff, Off
from sopbook.timing.spoken import counted, spoken_day, spoken_list, spoken_moment

NAMED_AT_MOST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """How a moment came about.

    `offset` and `anchor` are its rule in words (`2 working days after`, `start`); a schedule's rule has no anchor.
    `counted_from` is the moment or the day that the anchor stood for. `skipped` are the days that did not count, and
    `remarks` what else had to be decided: clocks that change, months that are too short.
    """

    at: datetime
    zone: ZoneInfo
    offset: str = ""
    anchor: str = ""
    counted_from: datetime | date | None = None
    skipped: tuple[DayOff, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def rule(self) -> str:
        return " ".join(part for part in (self.offset, self.anchor) if part)

    @property
    def sentence(self) -> str:
        """`Mon 5 Jan 2026, 17:00 (UTC): 1 working day after start (Fri 2 Jan 2026). Skipped: 2 weekend days.`"""
        head = f"{spoken_moment(self.at, self.zone)} ({self.zone.key}): {self.rule}{self._from()}."
        skipped = [f"Skipped: {_spoken_days_off(self.skipped)}."] if self.skipped else []
        return " ".join((head, *skipped, *(f"{remark[:1].upper()}{remark[1:]}." for remark in self.remarks)))

    def as_data(self) -> dict[str, Any]:
        """The same for a record: texts alone, moments in UTC."""
        return {
            "at": _text(self.at),
            "zone": self.zone.key,
            "offset": self.offset,
            "anchor": self.anchor,
            "counted_from": None if self.counted_from is None else _text(self.counted_from),
            "skipped": [{"day": off.day.isoformat(), "why": str(off.why), "name": off.name} for off in self.skipped],
            "remarks": list(self.remarks),
        }

    def _from(self) -> str:
        match self.counted_from:
            case None:
                return ""
            case datetime() as moment:
                return f" ({spoken_moment(moment, self.zone)})"
            case day:
                return f" ({spoken_day(day)})"


def _text(when: datetime | date) -> str:
    match when:
        case datetime():
            return when.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case _:
            return when.isoformat()


def _spoken_days_off(days: tuple[DayOff, ...]) -> str:
    """Holidays by name, weekends by number."""
    weekend = [day for day in days if day.why is Off.WEEKEND]
    named = [str(day) for day in days if day.why is not Off.WEEKEND]
    shown = named[:NAMED_AT_MOST]
    if len(named) > len(shown):
        shown.append(f"{len(named) - len(shown)} more")
    weekends = [counted(len(weekend), "weekend day")] if weekend else []
    return spoken_list([*weekends, *shown])

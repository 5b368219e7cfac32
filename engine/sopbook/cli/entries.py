"""What is entered after it happened: the time that was typed, in the company's zone."""

import re
from datetime import datetime, time

from sopbook.errors import Refused
from sopbook.runs.stamp import AT_ONCE, Entry
from sopbook.timing.calendar import Calendar
from sopbook.timing.zones import place

CLOCK = re.compile(r"[0-9]{1,2}:[0-9]{2}")


class NoTime(Refused):
    """What was typed names no moment."""

    def __init__(self, text: str) -> None:
        super().__init__(f"`{text}` is no time. Write it as 09:30 for today, or as 2026-11-23 09:30.")


def entry_of(at: str | None, late: str, now: datetime, calendar: Calendar) -> Entry:
    """How something is entered: at once, or at the time that was typed."""
    if not at and not late:
        return AT_ONCE
    return Entry(at=moment_of(at, now, calendar) if at else None, reason=late)


def moment_of(text: str, now: datetime, calendar: Calendar) -> datetime:
    """`09:30` of today, or `2026-11-23 09:30`; by the clocks of the company unless an offset is written."""
    typed = text.strip()
    try:
        if CLOCK.fullmatch(typed):
            return place(calendar.day_of(now), time.fromisoformat(typed.zfill(5)), calendar.zone).at
        moment = datetime.fromisoformat(typed)
    except ValueError:
        raise NoTime(text) from None
    if moment.tzinfo is not None:
        return moment
    return place(moment.date(), moment.time(), calendar.zone).at

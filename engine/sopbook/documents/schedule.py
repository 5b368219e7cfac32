"""When something begins by itself, again and again, as its author wrote it; `timing` works out the days."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sopbook.source.position import Pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """`day` are weekdays, days of the month, or words such as `first working day`; `zone` empty is the calendar's."""

    every: str
    day: tuple[str | Decimal, ...] = ()
    at: str = ""
    zone: str = ""
    from_: date | None = None
    until: date | None = None
    overdue: str = "skip"
    path: Pointer = field(compare=False, default=())

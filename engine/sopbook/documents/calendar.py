"""The calendar register: when we work."""

from dataclasses import dataclass, field
from datetime import date

from sopbook.documents.document import Document
from sopbook.source.position import Pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """A day off with its name."""

    day: date
    name: str
    path: Pointer = field(compare=False, default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar(Document):
    """One of each handbook; `working_hours` is written `09:00-18:00`."""

    zone: str
    working_days: tuple[str, ...]
    working_hours: str
    holidays: tuple[Holiday, ...] = ()

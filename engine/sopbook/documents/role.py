"""A role: what somebody is answerable for, whoever it is at the moment."""

from dataclasses import dataclass, field

from sopbook.documents.document import Document
from sopbook.documents.ids import RoleId
from sopbook.source.position import Pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeBudget:
    """The hours there are for routines, per working day, week and month; empty where there is no bound."""

    daily: str = ""
    weekly: str = ""
    monthly: str = ""
    path: Pointer = field(compare=False, default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Role(Document):
    """A place in the company that people of the team register hold; `backup` is how many should be able to fill it."""

    level: str = ""
    reports_to: RoleId | None = None
    responsibilities: tuple[str, ...] = ()
    backup: int = 0
    time: TimeBudget | None = None

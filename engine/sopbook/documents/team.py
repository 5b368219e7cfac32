"""The team register: who is here and which roles each holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sopbook.documents.document import Document
from sopbook.documents.ids import PersonId, RoleId
from sopbook.source.position import Pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """From one day up to another, both included."""

    from_: date
    until: date
    path: Pointer = field(compare=False, default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody of the team; `git` holds the addresses by which their commits are known."""

    id: PersonId
    name: str
    roles: tuple[RoleId, ...] = ()
    git: tuple[str, ...] = ()
    deputy: PersonId | None = None
    away: tuple[Away, ...] = ()
    zone: str = ""
    joined: date | None = None
    path: Pointer = field(compare=False, default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Team(Document):
    """One of each handbook; the newest counts, it is not versioned. `channels` name environment variables."""

    people: tuple[Person, ...]
    channels: Mapping[str, str] = field(default_factory=dict)

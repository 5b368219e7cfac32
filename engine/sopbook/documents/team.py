"""The team register: who is here and which roles each holds."""

from dataclasses import dataclass, field

from sopbook.documents.document import Document
from sopbook.documents.ids import PersonId, RoleId
from sopbook.source.position import Pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody of the team; `git` holds the addresses by which their commits are known."""

    id: PersonId
    name: str
    roles: tuple[RoleId, ...] = ()
    git: tuple[str, ...] = ()
    path: Pointer = field(compare=False, default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Team(Document):
    """One of each handbook; the newest counts, it is not versioned."""

    people: tuple[Person, ...]

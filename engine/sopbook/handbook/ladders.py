"""Escalation ladders whose last level calls nobody."""

from dataclasses import dataclass

from sopbook.documents.escalation import Escalation, Level
from sopbook.documents.ids import RoleId
from sopbook.documents.role import Role
from sopbook.documents.team import Team
from sopbook.handbook.book import Handbook


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadEnd:
    """The last level of a ladder, none of whose roles is held."""

    escalation: Escalation
    level: Level

    @property
    def roles(self) -> tuple[RoleId, ...]:
        """The roles that the level would call."""
        return self.level.notify


def dead_ends(book: Handbook) -> tuple[DeadEnd, ...]:
    """Every live ladder that ends with nobody. Roles that do not exist are another fault, as is having no register."""
    if not has_team(book):
        return ()
    ladders = (document for document in book.live() if isinstance(document, Escalation))
    ends = (DeadEnd(escalation=ladder, level=ladder.levels[-1]) for ladder in ladders)
    return tuple(end for end in ends if all(is_unheld(book, role) for role in end.roles))


def is_unheld(book: Handbook, role: str) -> bool:
    """Whether it is a role, and nobody holds it."""
    return isinstance(book.get(role), Role) and not book.holders(role)


def has_team(book: Handbook) -> bool:
    """Whether there is a register that could say who holds what."""
    return any(isinstance(document, Team) for document in book.all)

"""A standing duty: what must, must not, should, should not or may be done, and why."""

from dataclasses import dataclass, field

from sopbook.documents.ids import RoleId
from sopbook.source.position import Pointer

FORCES = ("must", "must_not", "should", "should_not", "may")
"""How strongly a rule binds, strongest first; every rule has exactly one of these keys."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One duty; the text stands under the key that says how strongly it binds."""

    id: str
    must: str = ""
    must_not: str = ""
    should: str = ""
    should_not: str = ""
    may: str = ""
    why: str = ""
    how: str = ""
    by: tuple[RoleId, ...] = ()
    good: str = ""
    bad: str = ""
    path: Pointer = field(compare=False, default=())

    @property
    def force(self) -> str:
        """Which of the five keys the rule uses."""
        return next(force for force in FORCES if getattr(self, force))

    @property
    def text(self) -> str:
        """What is to be done or left."""
        return str(getattr(self, self.force))

"""An escalation: who is called when something goes wrong, and who next when nobody answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sopbook.documents.document import Document
from sopbook.documents.fields import Field
from sopbook.documents.ids import RoleId
from sopbook.source.position import Pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One rung of the ladder: these roles are called, and unanswered after `wait` the next level is."""

    id: str
    notify: tuple[RoleId, ...]
    wait: str
    path: Pointer = field(compare=False, default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation(Document):
    """A ladder of levels that starts when its trigger happens."""

    trigger: str
    levels: tuple[Level, ...]
    inputs: Mapping[str, Field] = field(default_factory=dict)

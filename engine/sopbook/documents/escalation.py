"""An escalation: who is called when something goes wrong, and who next when nobody answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sopbook.documents.document import Document
from sopbook.documents.fields import Field
from sopbook.documents.ids import DocumentId, RoleId
from sopbook.source.position import Pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One rung of the ladder: these roles are called, and unanswered after `wait` the next level is.

    With `next` "person" the holders are called one after the other; `repeat` is how often the level comes again.
    """

    id: str
    notify: tuple[RoleId, ...]
    wait: str
    via: tuple[str, ...] = ()
    next: str = "all"
    when: str = ""
    repeat: int = 0
    path: Pointer = field(compare=False, default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class SeverityLevel:
    """How bad it is, and how fast that has to be answered and resolved."""

    id: str
    means: str
    when: str = ""
    answer: str = ""
    resolve: str = ""
    path: Pointer = field(compare=False, default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation(Document):
    """A ladder of levels that starts when its trigger happens."""

    trigger: str
    levels: tuple[Level, ...]
    severities: tuple[SeverityLevel, ...] = ()
    inputs: Mapping[str, Field] = field(default_factory=dict)
    respond: DocumentId | None = None
    remind: str = ""
    close_with: Mapping[str, Field] = field(default_factory=dict)

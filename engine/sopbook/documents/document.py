"""What every document has, whatever its kind, and where each part of it stands in its file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from sopbook.documents.fingerprint import document_fingerprint
from sopbook.documents.ids import NO_ROLE, DocumentId, RoleId
from sopbook.source.marks import Marks
from sopbook.source.position import Pointer, Position


class Status(Enum):
    """Where a document stands in its life."""

    DRAFT = "draft"
    EFFECTIVE = "effective"
    OBSOLETE = "obsolete"


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Another document worth reading, with the fingerprint it had when this one was last reviewed against it."""

    id: DocumentId
    seen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The author's word that a change matters less than it was computed to."""

    class_: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The file a document was read from: its text, its content as plain values, and the place of each."""

    file: str
    lines: tuple[str, ...] = field(repr=False)
    marks: Marks = field(repr=False)
    value: Mapping[str, object] = field(repr=False)

    @property
    def stem(self) -> str:
        """The file's name without folder and ending: what the id must equal."""
        return self.file.rsplit("/", 1)[-1].rsplit(".", 1)[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The keys that all kinds share. `owner` and `version` are empty only where the kind's schema lets them be."""

    kind: str
    id: DocumentId
    title: str
    summary: str = ""
    purpose: str = ""
    scope: str = ""
    background: str = ""
    owner: RoleId = NO_ROLE
    version: str = ""
    status: Status = Status.EFFECTIVE
    effective: date | None = None
    review: str = ""
    audience: tuple[RoleId, ...] = ()
    acknowledge: bool = False
    tags: tuple[str, ...] = ()
    satisfies: tuple[str, ...] = ()
    superseded_by: DocumentId | None = None
    related: tuple[DocumentId | Related, ...] = ()
    change: Change | None = None
    open_runs: str = ""
    origin: Origin = field(compare=False, repr=False)

    @property
    def is_live(self) -> bool:
        """Whether people are to follow it: neither a draft nor obsolete."""
        return self.status is Status.EFFECTIVE

    @property
    def fingerprint(self) -> str:
        """What this document says, as one digest. Made when somebody asks: a check of the handbook never does."""
        return document_fingerprint(self.origin.value)

    def where(self, *pointer: str | int) -> Position:
        """The place of a value, or of the nearest thing around it that stands in the file."""
        return self.origin.marks.value(pointer)

    def where_key(self, *pointer: str | int) -> Position:
        """The place of a key."""
        return self.origin.marks.key(pointer)

    def inside(self, pointer: Pointer, offset: int) -> Position:
        """The place of a character of a text."""
        return self.origin.marks.inside(pointer, offset)

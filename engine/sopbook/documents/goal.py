"""A goal: what is to be reached by when, in figures."""

from dataclasses import dataclass, field
from datetime import date

from sopbook.documents.document import Document
from sopbook.documents.ids import DocumentId
from sopbook.source.position import Pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One metric and the unary test that it is to fulfil."""

    metric: DocumentId
    reach: str
    path: Pointer = field(compare=False, default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal(Document):
    """`horizon` is short, medium or long."""

    horizon: str
    until: date
    targets: tuple[Target, ...]

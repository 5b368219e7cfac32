"""A standard: what good work is, as criteria that steps verify."""

from dataclasses import dataclass, field

from sopbook.documents.document import Document
from sopbook.source.position import Pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One requirement; `accept` is a unary test on what `measure` counts."""

    id: str
    requires: str
    why: str = ""
    how: str = ""
    measure: str = ""
    accept: str = ""
    path: Pointer = field(compare=False, default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard(Document):
    """Steps verify its criteria with `meets`."""

    criteria: tuple[Criterion, ...]

"""What comes out of a file of another program: decisions, and everything in it that could not be taken."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sopbook.decisions.table import Row
from sopbook.documents.decision import HitPolicy
from sopbook.documents.fields import Field, Scalar


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something that was not taken, where it stands, and why; `place` says it in the words of the file."""

    message: str
    place: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        where = ", ".join(part for part in (f"line {self.line}" if self.line else "", self.place) if part)
        return f"{where}: {self.message}" if where else self.message


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedDecision:
    """One table, whole: a decision of which a part could not be taken does not come at all.

    `names` leads from the names of the file to ours, inputs and outputs alike.
    """

    id: str
    title: str
    question: str
    background: str = ""
    hit_policy: HitPolicy = HitPolicy.UNIQUE
    inputs: Mapping[str, Field]
    outputs: Mapping[str, Field]
    rules: tuple[Row, ...]
    otherwise: Mapping[str, Scalar] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """The decisions of a file in its order, and the remarks by place."""

    decisions: tuple[ImportedDecision, ...] = ()
    remarks: tuple[Remark, ...] = ()

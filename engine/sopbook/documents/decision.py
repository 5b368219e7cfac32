"""A decision: a question answered by a table of rules over declared inputs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from sopbook.documents.document import Document
from sopbook.documents.fields import Field, Scalar
from sopbook.documents.ids import NO_ROLE, RoleId
from sopbook.source.position import Pointer


class HitPolicy(Enum):
    """What it means when several rules of a table fit, after DMN 1.3, 8.2.10."""

    UNIQUE = "unique"
    FIRST = "first"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRule:
    """One row: unary tests on inputs, and the outputs it gives; an input without a cell may have any value."""

    id: str
    then: Mapping[str, Scalar]
    when: Mapping[str, Scalar] = field(default_factory=dict)
    why: str = ""
    path: Pointer = field(compare=False, default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Document):
    """A decision table. The order of an output's options is their priority."""

    question: str
    inputs: Mapping[str, Field]
    outputs: Mapping[str, Field]
    rules: tuple[TableRule, ...]
    hit_policy: HitPolicy = HitPolicy.UNIQUE
    decided_by: RoleId = NO_ROLE
    consult: tuple[RoleId, ...] = ()

"""A decision: a question answered by a table of rules over declared inputs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum

from sopbook.documents.document import Document
from sopbook.documents.fields import Field, Scalar
from sopbook.documents.ids import NO_ROLE, RoleId
from sopbook.source.position import Pointer


class HitPolicy(Enum):
    """What it means when several rules of a table fit, after DMN 1.3, 8.2.10."""

    UNIQUE = "unique"
    FIRST = "first"
    COLLECT = "collect"
    COLLECT_SUM = "collect sum"
    COLLECT_MIN = "collect min"
    COLLECT_MAX = "collect max"
    COLLECT_COUNT = "collect count"
    ANY = "any"
    PRIORITY = "priority"
    RULE_ORDER = "rule order"
    OUTPUT_ORDER = "output order"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRule:
    """One row: unary tests on inputs, and the outputs it gives; an input without a cell may have any value."""

    id: str
    then: Mapping[str, Scalar]
    when: Mapping[str, Scalar] = field(default_factory=dict)
    why: str = ""
    path: Pointer = field(compare=False, default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One case and its answer: checked, and shown on the page."""

    given: Mapping[str, Scalar | tuple[Scalar, ...] | None]
    then: Mapping[str, Scalar | tuple[Scalar, ...]]
    path: Pointer = field(compare=False, default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """One thing that is weighed; `scale` is its lowest and highest mark."""

    id: str
    label: str
    weight: Decimal
    scale: tuple[Decimal, ...]
    help: str = ""
    path: Pointer = field(compare=False, default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One answer of a weighing; `when` is a unary test on the weighted mean."""

    id: str
    when: Scalar
    label: str
    path: Pointer = field(compare=False, default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Document):
    """Either a table (`inputs`, `outputs`, `rules`) or a weighing (`factors`, `outcomes`).

    The order of an output's options is their priority.
    """

    question: str
    inputs: Mapping[str, Field] = field(default_factory=dict)
    outputs: Mapping[str, Field] = field(default_factory=dict)
    rules: tuple[TableRule, ...] = ()
    hit_policy: HitPolicy = HitPolicy.UNIQUE
    otherwise: Mapping[str, Scalar] = field(default_factory=dict)
    factors: tuple[Factor, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    examples: tuple[Example, ...] = ()
    precedents: tuple[str, ...] = ()
    decided_by: RoleId = NO_ROLE
    consult: tuple[RoleId, ...] = ()

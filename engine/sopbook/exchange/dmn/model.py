"""A DMN file as it is, before anybody asks what of it our documents can hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Stands at this line and column of the file."""

    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Placed):
    """The text of an expression or of unary tests; `language` is named where it is not FEEL."""

    text: str
    language: str = ""
    type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemType(Placed):
    """An item definition or one component of it."""

    name: str
    base: str = ""
    allowed: str = ""
    collection: bool = False
    components: Mapping[str, "ItemType"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause(Placed):
    """One column, input or output; `ours` are the attributes that only our own export writes."""

    name: str = ""
    label: str = ""
    help: str = ""
    type: str = ""
    values: str = ""
    expression: Entry | None = None
    default: Entry | None = None
    ours: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow(Placed):
    """One row; `number` counts from 1, `label` is the id that our own export writes."""

    number: int
    label: str = ""
    inputs: tuple[Entry, ...]
    outputs: tuple[Entry, ...]
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionTable(Placed):
    """A decision table with its texts as written."""

    policy: str
    aggregation: str = ""
    inputs: tuple[Clause, ...]
    outputs: tuple[Clause, ...]
    rules: tuple[RuleRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Other(Placed):
    """Something that is named and not read: a context, an invocation, a knowledge model."""

    element: str
    name: str = ""


Logic: TypeAlias = DecisionTable | Entry | Other
"""An `Entry` is a literal expression."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node(Placed):
    """An input, which has no logic, or a decision; both have a name that expressions use."""

    id: str
    name: str
    type: str = ""
    description: str = ""
    question: str = ""
    logic: Logic | None = None
    requires: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The whole file; `repeated` holds the elements whose id another one has already."""

    items: Mapping[str, ItemType] = field(default_factory=dict)
    inputs: tuple[Node, ...] = ()
    decisions: tuple[Node, ...] = ()
    others: tuple[Other, ...] = ()
    repeated: tuple[Other, ...] = ()

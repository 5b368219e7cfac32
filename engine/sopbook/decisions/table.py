"""A decision as a table: what a run pins when it starts, and what is published with its record.

Cells are text as the author wrote it, outputs are values. The cells are parsed once for each table, when the first
question is asked; whoever makes a table has checked its decision before, so a cell that cannot be parsed is a bug of
the caller's and raises `FeelError`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

from sopbook.documents.decision import Decision, HitPolicy, TableRule
from sopbook.documents.fields import Field, FieldType, Scalar
from sopbook.documents.ids import NO_ROLE, DocumentId, RoleId
from sopbook.feel.cells import parse_cell
from sopbook.feel.syntax import Cell
from sopbook.feel.types import Choice

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One rule; an input without a cell may have any value."""

    id: str
    when: Mapping[str, str] = field(default_factory=dict)
    then: Mapping[str, Scalar]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Tests:
    """The parsed cells of one row, by the name of their input; cells that always fit are left out."""

    rule: str
    cells: tuple[tuple[str, Cell], ...]


@dataclass(frozen=True, kw_only=True)  # no slots: what is found out about it is kept beside the fields
class Table:
    """A decision table, free of its file; `otherwise` is what it answers when no rule fits, where it has one."""

    id: DocumentId
    title: str
    question: str
    version: str
    fingerprint: str
    decided_by: RoleId = NO_ROLE
    hit_policy: HitPolicy = HitPolicy.UNIQUE
    inputs: Mapping[str, Field]
    outputs: Mapping[str, Field]
    rules: tuple[Row, ...]
    otherwise: Mapping[str, Scalar] = field(default_factory=dict)

    @cached_property
    def tests(self) -> tuple[Tests, ...]:
        """The rows with their cells parsed, in the order of the table."""
        columns = {name: column_type(declared) for name, declared in self.inputs.items()}
        return tuple(_tests(row, columns) for row in self.rules)

    @cached_property
    def row(self) -> Mapping[str, Row]:
        """The rules by their ids."""
        return {row.id: row for row in self.rules}

    @cached_property
    def _found(self) -> dict[object, object]:
        return {}

    def once(self, work: Callable[["Table"], T]) -> T:
        """What `work` finds out about the table, worked out at the first call only."""
        if work not in self._found:
            self._found[work] = work(self)
        return self._found[work]  # type: ignore[return-value]


def table_of(decision: Decision) -> Table:
    """The table that a decision document holds."""
    return Table(
        id=decision.id,
        title=decision.title,
        question=decision.question,
        version=decision.version,
        fingerprint=decision.fingerprint,
        decided_by=decision.decided_by,
        hit_policy=decision.hit_policy,
        inputs=decision.inputs,
        outputs=decision.outputs,
        rules=tuple(_row(rule) for rule in decision.rules),
        otherwise=decision.otherwise,
    )


def cell_text(written: Scalar) -> str:
    """A cell as the text of a test, whatever YAML took it for: `true`, `12.50`, `>= 5`."""
    match written:
        case bool():
            return "true" if written else "false"
        case Decimal():
            return format(written, "f")
        case _:
            return str(written)


def column_type(declared: Field) -> Choice | None:
    """What parsing a cell needs to know of its input: only of a choice may the options stand without quotes."""
    return Choice(declared.options) if declared.type is FieldType.CHOICE else None


def _row(rule: TableRule) -> Row:
    return Row(
        id=rule.id,
        when={name: cell_text(cell) for name, cell in rule.when.items()},
        then=rule.then,
        why=rule.why,
    )


def _tests(row: Row, columns: Mapping[str, Choice | None]) -> Tests:
    cells = ((name, parse_cell(text, columns[name], tuple(columns))) for name, text in row.when.items())
    return Tests(row.id, tuple((name, cell) for name, cell in cells if cell.tests))

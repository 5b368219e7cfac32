"""The columns of a sheet: one for the id of each rule, one per input and output, and one for the reason.

The first row names them in the words of the format, `when plan` and `then level`, so that people see what is asked and
what is answered, and reading finds them wherever they were moved to.
"""

from dataclasses import dataclass
from enum import Enum

from sopbook.documents.decision import Decision
from sopbook.documents.fields import Field
from sopbook.errors import Refused

OTHERWISE = "(otherwise)"
"""Stands where other rows have the id of their rule; with parentheses it is nobody's id."""

REMARK = "#"
"""A row that begins with this is for people: labels, units, notes."""


class NoTable(Refused):
    """A weighing has no rules to be the rows of a sheet."""

    def __init__(self, decision: str) -> None:
        super().__init__(f"`{decision}` weighs factors; only a table of rules can be a sheet.")


class Role(Enum):
    """What a column holds."""

    ID = "id"
    WHEN = "when"
    THEN = "then"
    WHY = "why"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column; those of inputs and outputs have a name and a field."""

    role: Role
    name: str = ""
    field: Field | None = None

    @property
    def heading(self) -> str:
        """What the first row calls it."""
        return f"{self.role.value} {self.name}".rstrip()

    @property
    def label(self) -> str:
        """What it is called for people, with its unit."""
        if self.field is None:
            return ""
        return f"{self.field.label or self.name} ({self.field.unit})" if self.field.unit else self.field.label


def columns_of(decision: Decision) -> tuple[Column, ...]:
    """The columns of a decision's sheet, from left to right."""
    if not decision.rules:
        raise NoTable(decision.id)
    return (
        Column(role=Role.ID),
        *(Column(role=Role.WHEN, name=name, field=field) for name, field in decision.inputs.items()),
        *(Column(role=Role.THEN, name=name, field=field) for name, field in decision.outputs.items()),
        Column(role=Role.WHY),
    )


def place(row: int, column: int) -> str:
    """Where a cell is in the words of a spreadsheet, as in `B7`; both count from 1."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row}"

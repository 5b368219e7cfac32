"""A value that somebody enters: when a run starts, at a step, or into a decision."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum

from sopbook.source.position import Pointer

Scalar = str | Decimal | bool
"""A value as an author may write it in YAML."""


class FieldType(Enum):
    """What kind of value a field takes."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"
    LINK = "link"
    EMAIL = "email"
    PERSON = "person"
    FILE = "file"
    LIST = "list"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One value to enter. `min` and `max` bound what can be entered; `accept` is a unary test that judges what was."""

    type: FieldType
    label: str = ""
    help: str = ""
    options: tuple[str, ...] = ()
    of: FieldType | None = None
    unit: str = ""
    min: Decimal | None = None
    max: Decimal | None = None
    integer: bool = False
    optional: bool = False
    default: Scalar | tuple[str, ...] | None = None
    accept: str = ""
    path: Pointer = field(compare=False, default=())

"""A sheet as it was read: rows of cells, each a text or a value that the spreadsheet typed."""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from sopbook.exchange.imported import Remark

RULES = "Rules"
"""What the sheet with the rules is called in a workbook of several."""

MOST_ROWS = 20_000
MOST_COLUMNS = 500
MOST_CELLS = 500_000
TOO_LARGE = (
    f"the sheet has more than {MOST_ROWS:,} rows, {MOST_COLUMNS} columns or {MOST_CELLS:,} cells up to here; "
    "remove what is not needed"
)


@dataclass(frozen=True, slots=True)
class Percent:
    """A number that the spreadsheet shows as a percentage: 15 % is stored as 0.15."""

    number: Decimal


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell that holds no value that could be taken, and why."""

    why: str


Given = str | bool | Decimal | Percent | datetime | date | time | Unreadable


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The rows from the first on, empty ones too, so that their numbers are those of the spreadsheet.

    `remarks` say why a file could not be read, or not to its end. `has_decimal_commas`: cells are parted by `;`, as
    spreadsheets do it where a comma stands in numbers.
    """

    rows: tuple[tuple[Given, ...], ...] = ()
    remarks: tuple[Remark, ...] = ()
    has_decimal_commas: bool = False

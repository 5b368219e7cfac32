"""XLSX: the table for people who live in spreadsheets.

Every cell is typed as text and stays text when it is edited, so nothing that is written into it is ever run. There are
no formulas, macros or links. Columns of choices offer their options.
"""

import io
from collections.abc import Iterator
from typing import Any

from sopbook.documents.decision import Decision
from sopbook.documents.fields import FieldType
from sopbook.errors import Refused
from sopbook.exchange.sheets.archive import without_moments
from sopbook.exchange.sheets.columns import Column, Role, columns_of, place
from sopbook.exchange.sheets.inert import guarded
from sopbook.exchange.sheets.rows import heading_rows, notes, rule_rows
from sopbook.exchange.sheets.sheet import RULES

NOTES = "About"
LONGEST = 32_767
"""Characters that a cell takes; a library that is given more cuts them off."""

_SPARE_ROWS = 500
_WIDEST = 60
_LONGEST_LIST = 250


class CellTooLong(Refused):
    """A text of the decision does not fit into a cell."""

    def __init__(self, at: str) -> None:
        super().__init__(f"The text for {at} is longer than {LONGEST:,} characters, which no cell takes. Use CSV.")


def write(decision: Decision) -> bytes:
    """The table as a workbook: the rules on one sheet, what else is to be known on another."""
    from openpyxl import Workbook

    book = Workbook()
    book.properties.creator = "sopbook"
    rules: Any = book.active
    rules.title = RULES
    rows = [*heading_rows(decision), *rule_rows(decision)]
    _fill(rules, rows, bold=2)
    rules.freeze_panes = "B3"
    _offer_options(rules, decision, rows)
    _fill(book.create_sheet(NOTES), list(notes(decision)), bold=0)
    out = io.BytesIO()
    book.save(out)
    return without_moments(out.getvalue())


def _fill(sheet: Any, rows: list[tuple[str, ...]], *, bold: int) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    wrapped = Alignment(wrap_text=True, vertical="top")
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            if text:
                cell = sheet.cell(number, column)
                _put(cell, guarded(text))
                cell.alignment = wrapped
                if number <= bold:
                    cell.font = Font(bold=number == 1, italic=number > 1)
    for column in range(1, len(rows[0]) + 1):
        longest = max(len(row[column - 1]) for row in rows if len(row) >= column)
        dimension = sheet.column_dimensions[get_column_letter(column)]
        dimension.width = min(max(longest + 2, 10), _WIDEST)
        dimension.number_format = "@"  # what is added here is text as well


def _put(cell: Any, text: str) -> None:
    if len(text) > LONGEST:
        raise CellTooLong(cell.coordinate)
    cell.value = text
    cell.data_type = "s"  # else a text that begins with `=` becomes a formula
    cell.number_format = "@"
    cell.quotePrefix = True


def _offer_options(sheet: Any, decision: Decision, rows: list[tuple[str, ...]]) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    for number, column in enumerate(columns_of(decision), start=1):
        options = ",".join(_options(column, {row[number - 1] for row in rows[2:]}))
        if options and len(options) <= _LONGEST_LIST:
            offer = DataValidation(type="list", formula1=f'"{options}"', allow_blank=True)
            offer.showErrorMessage = column.role is Role.THEN  # a test may be more than an option
            offer.add(f"{place(3, number)}:{place(len(rows) + _SPARE_ROWS, number)}")
            sheet.add_data_validation(offer)


def _options(column: Column, used: set[str]) -> Iterator[str]:
    """The options of a choice, as long as nothing else stands in its cells; for an input also `-`."""
    if column.field is None or column.field.type is not FieldType.CHOICE:
        return
    offered = (*column.field.options, *(("-",) if column.role is Role.WHEN else ()))
    if used <= {"", *offered} and not any(mark in option for option in offered for mark in ',"'):
        yield from offered

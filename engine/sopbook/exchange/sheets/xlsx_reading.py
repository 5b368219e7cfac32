"""XLSX, as spreadsheets write it: the cells of its first sheet, or of the one called `Rules`."""

import io
import warnings
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sopbook.exchange.imported import Remark
from sopbook.exchange.sheets.archive import fault
from sopbook.exchange.sheets.columns import place
from sopbook.exchange.sheets.sheet import MOST_COLUMNS, MOST_ROWS, RULES, Given, Percent, Sheet, Unreadable

_DIGITS = 15
"""Significant digits of a number in a spreadsheet; more are noise of its binary form."""


def read(data: bytes) -> Sheet:
    """The sheet in `data`, each cell as it was typed."""
    why = fault(data)
    if why:
        return Sheet(remarks=(Remark(message=why),))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about formats and extensions that are of no interest here
            return _read(data)
    except Exception:  # whatever the library stumbles over: it checks little of what it reads
        return Sheet(remarks=(Remark(message="the file is damaged, or no XLSX file"),))


def _read(data: bytes) -> Sheet:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    try:
        chosen: Any = next((one for one in book.worksheets if one.title == RULES), book.worksheets[0])
        chosen.reset_dimensions()
        rows: list[tuple[Given, ...]] = []
        for number, cells in enumerate(chosen.iter_rows(), start=1):
            if number > MOST_ROWS or len(cells) > MOST_COLUMNS:
                why = f"there are cells behind row {MOST_ROWS:,} or column {MOST_COLUMNS}; remove what is not needed"
                return Sheet(remarks=(Remark(message=why, place=place(number, max(len(cells), 1))),))
            rows.append(tuple(_given(cell) for cell in cells))
        return Sheet(rows=tuple(rows))
    finally:
        book.close()


def _given(cell: Any) -> Given:
    if cell.value is None:
        return ""
    match cell.data_type:
        case "f":
            return Unreadable("this is a formula; copy it and paste its value in its place")
        case "e":
            return Unreadable(f"this is the error {cell.value}")
        case _:
            return _value(cell.value, str(cell.number_format))


def _value(value: object, shown_as: str) -> Given:
    match value:
        case str() | bool() | datetime() | date() | time():
            return value
        case int() | float():
            number = _number(value)
            if not number.is_finite():
                return Unreadable("this number is too large")
            return Percent(number) if "%" in shown_as else number
        case _:
            return Unreadable("a length of time cannot be taken; write it as text")


def _number(value: float) -> Decimal:
    """What the spreadsheet shows: 0.1 + 0.2 is 0.3."""
    return Decimal(value if isinstance(value, int) else f"{value:.{_DIGITS}g}")

"""XLSX, as spreadsheets write it: the cells of its first sheet, or of the one called `Rules`."""

import io
import warnings
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sopbook.exchange.imported import Remark
from sopbook.exchange.sheets.archive import fault
from sopbook.exchange.sheets.columns import place
from sopbook.exchange.sheets.sheet import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    RULES,
    TOO_LARGE,
    Given,
    Percent,
    Sheet,
    Unreadable,
)

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
        return _sheet(_row(cells) for cells in chosen.iter_rows())
    finally:
        book.close()


def _sheet(all_rows: Iterable[tuple[Given, ...]]) -> Sheet:
    """Rows below the last that is read count although they are empty: a file may name one that is endlessly far."""
    rows: list[tuple[Given, ...]] = []
    cells = 0
    for row in all_rows:
        cells += len(row)
        if len(rows) == MOST_ROWS or len(row) > MOST_COLUMNS or cells > MOST_CELLS:
            return Sheet(remarks=(Remark(message=TOO_LARGE, place=place(len(rows) + 1, max(len(row), 1))),))
        rows.append(row)
    return Sheet(rows=tuple(rows))


def _row(cells: Sequence[Any]) -> tuple[Given, ...]:
    """The cells up to the last that is not empty."""
    width = max((at for at, cell in enumerate(cells, start=1) if cell.value is not None), default=0)
    return tuple(_given(cell) for cell in cells[:width])


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

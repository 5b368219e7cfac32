"""Which column of a sheet is which column of the table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sopbook.documents.decision import Decision
from sopbook.exchange.imported import Remark
from sopbook.exchange.sheets.columns import REMARK, Column, Role, columns_of, place
from sopbook.exchange.sheets.inert import meant
from sopbook.exchange.sheets.sheet import Given
from sopbook.source.nearest import nearest
from sopbook.source.problems import short

Row = tuple[int, tuple[Given, ...]]
"""A row with its number in the spreadsheet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The columns by their index in a row, the number of the row that names them, and what is wrong with it."""

    columns: Mapping[int, Column]
    row: int
    remarks: tuple[Remark, ...]


def is_written(given: Given) -> bool:
    """Whether there is anything in a cell."""
    return not isinstance(given, str) or bool(given.strip())


def rows_with_content(rows: Sequence[tuple[Given, ...]]) -> Iterator[Row]:
    """The rows that are neither empty nor notes for people."""
    for number, row in enumerate(rows, start=1):
        first = row[0] if row else ""
        is_note = isinstance(first, str) and first.lstrip().startswith(REMARK)
        if not is_note and any(map(is_written, row)):
            yield number, row


def header_of(first: Row, others: Sequence[Row], decision: Decision) -> Header:
    """The columns that the row `first` names; columns of the `others` must all be named, or be empty."""
    number, names = first
    wanted, used = columns_of(decision), {at for _, row in others for at, one in enumerate(row) if is_written(one)}
    columns: dict[int, Column] = {}
    remarks: list[Remark] = []
    for at in sorted(used | {at for at, name in enumerate(names) if is_written(name)}):
        name = meant(str(names[at])).strip() if at < len(names) else ""
        found = _meant_by(name, wanted)
        if isinstance(found, Column) and found not in columns.values():
            columns[at] = found
        else:
            why = f"`{found.heading}` is there twice" if isinstance(found, Column) else found
            remarks.append(Remark(message=why, place=place(number, at + 1)))
    remarks += _missing(wanted, columns, number) if not remarks else ()
    return Header(columns=columns, row=number, remarks=tuple(remarks))


def _meant_by(name: str, wanted: Sequence[Column]) -> Column | str:
    """The column of that name or, where no other is called so too, of that label; else why there is none."""
    key = " ".join(name.split()).casefold()
    for called in (_heading, _name, _label):
        found = [column for column in wanted if key and called(column).casefold() == key]
        if len(found) == 1:
            return found[0]
        if found:
            return f"`{name}` may be {' or '.join(f'`{one.heading}`' for one in found)}; write one of these"
    if not name:
        return "there are cells in this column, and its first row has no name"
    headings = [column.heading for column in wanted]
    likely = nearest(key, headings) or nearest(key, [column.name for column in wanted if column.name])
    hint = f"did you mean `{likely}`?" if likely else f"the columns are {', '.join(f'`{one}`' for one in headings)}"
    return f"the decision has no column `{short(name)}`; {hint}"


def _heading(column: Column) -> str:
    return column.heading


def _name(column: Column) -> str:
    return column.name


def _label(column: Column) -> str:
    return column.field.label if column.field else ""


def _missing(wanted: Sequence[Column], columns: Mapping[int, Column], row: int) -> Iterator[Remark]:
    for column in wanted:
        is_needed = column.role in (Role.ID, Role.WHEN) or (column.field is not None and not column.field.optional)
        if is_needed and column not in columns.values():
            yield Remark(message=f"there is no column `{column.heading}`", place=f"row {row}")

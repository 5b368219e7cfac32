"""CSV: written with commas for every program, read as spreadsheets write it."""

import codecs
import csv
import io
from collections.abc import Iterable

from sopbook.documents.decision import Decision
from sopbook.exchange.imported import Remark
from sopbook.exchange.sheets.columns import REMARK
from sopbook.exchange.sheets.inert import inert
from sopbook.exchange.sheets.rows import heading_rows, notes, rule_rows
from sopbook.exchange.sheets.sheet import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, TOO_LARGE, Sheet

MOST_BYTES = 5 * 2**20
SEPARATORS = ",;\t"
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def write(decision: Decision) -> bytes:
    """The table as CSV in UTF-8, with the mark that tells spreadsheets so, and the notes at its end."""
    out = io.StringIO()
    remarks = ((f"{REMARK} {name}: {words}",) for name, words in notes(decision))
    rows: Iterable[tuple[str, ...]] = (*heading_rows(decision), *rule_rows(decision), *remarks)
    csv.writer(out, lineterminator="\r\n").writerows(map(inert, row) for row in rows)
    return codecs.BOM_UTF8 + out.getvalue().encode()


def read(data: bytes) -> Sheet:
    """The sheet in `data`, whichever of comma, semicolon and tab parts its cells."""
    if len(data) > MOST_BYTES:
        return _refused(f"the file is larger than {MOST_BYTES // 2**20} MiB")
    if data.startswith(_WIDE) or b"\0" in data[:2]:
        return _refused("the file is UTF-16; save it as `CSV UTF-8`")
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError as failure:
        line = data.count(b"\n", 0, failure.start) + 1
        why = f"the byte 0x{data[failure.start]:02X} is not UTF-8; save the file as `CSV UTF-8`"
        return Sheet(remarks=(Remark(message=why, line=line),))
    return _parsed(text, _separator(text))


def _separator(text: str) -> str:
    """The one that is most often in the row of names."""
    lines = (line for line in text.splitlines() if line.strip(SEPARATORS + " ") and not line.startswith(REMARK))
    names = next(lines, "")
    return max(SEPARATORS, key=names.count)


def _parsed(text: str, separator: str) -> Sheet:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[tuple[str, ...]] = []
    cells = 0
    try:
        for row in reader:
            cells += len(row)
            if len(rows) == MOST_ROWS or len(row) > MOST_COLUMNS or cells > MOST_CELLS:
                return Sheet(remarks=(Remark(message=TOO_LARGE, line=reader.line_num),))
            rows.append(tuple(row))
    except csv.Error as error:
        why = f"this is not readable as CSV: {error}; is a quotation mark not closed, or not doubled?"
        return Sheet(remarks=(Remark(message=why, line=reader.line_num),))
    return Sheet(rows=tuple(rows), has_decimal_commas=separator == ";")


def _refused(why: str) -> Sheet:
    return Sheet(remarks=(Remark(message=why),))

"""Cells and values between FEEL as modelling tools write it and our S-FEEL.

FEEL reads `a-b` as a difference unless it is a declared name, writes `.5` and comments, and calls the value of the
column `?`. Ours knows `!= 5` as a test; DMN 1.3 has no such test, so it leaves as `not(5)` or `? != 5`.
"""

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache

from sopbook.documents.fields import Scalar
from sopbook.feel.cells import parse_cell
from sopbook.feel.format import cell_text
from sopbook.feel.lexer import LONGEST
from sopbook.feel.parser import parse_expression
from sopbook.feel.problem import FeelError
from sopbook.feel.syntax import Against, Cell, Endpoint, Interval, Literal, Name, UnaryTest
from sopbook.feel.types import Choice, Type
from sopbook.feel.values import Value

_PLAIN = re.compile(r"[^\W\d][\w ]*(?:-\w+)*")
_TEXT = r'"(?:[^"\\]|\\.)*"'
_KEPT = ("true", "false", "null", "not")


def our_spelling(text: str, names: Collection[str]) -> str:
    """The same FEEL with blanks around every minus, a digit before every point, and without comments and `?`."""
    if len(text) > LONGEST:
        return text
    return _spellings(tuple(name for name in names if "-" in name or name == "?")).sub(_spelled, text)


@lru_cache(maxsize=64)
def _spellings(names: tuple[str, ...]) -> re.Pattern[str]:
    """Matches what is spelled otherwise, and before it the texts and hyphenated names that stay as they are."""
    kept = [rf"(?<!\w){re.escape(name)}(?!\w)" for name in sorted(names, key=len, reverse=True) if name != "?"]
    asked = [] if "?" in names else [r"\?\s*(?=[<>=!])"]
    parts = (_TEXT, *kept, r"(?<=\w)-(?=\w)", r"(?<![\w.])\.(?=\d)", r"//[^\n]*", r"/\*.*?\*/", *asked)
    return re.compile("|".join(parts), re.DOTALL)


def _spelled(found: re.Match[str]) -> str:
    match found[0]:
        case "-":
            return " - "
        case ".":
            return "0."
        case words:
            return "" if words[0] in "?/" else words


def read_cell(text: str, names: Collection[str]) -> Cell:
    """The tree of a cell of a DMN table, with the names as they are there; `FeelError` where it is none."""
    return parse_cell(our_spelling(text, names), None, names)


class CellReader:
    """Reads the cells of one table, each text once: columns hold the same few tests in many rows."""

    def __init__(self, names: Collection[str]) -> None:
        self._names = tuple(names)
        self._read: dict[str, Cell | FeelError] = {}

    def read(self, text: str) -> Cell:
        """The tree of a cell; `FeelError` where it is none."""
        if text not in self._read:
            try:
                self._read[text] = read_cell(text, self._names)
            except FeelError as error:
                self._read[text] = error
        found = self._read[text]
        if isinstance(found, FeelError):
            raise found
        return found


def renamed(cell: Cell, names: Mapping[str, str]) -> Cell:
    """The same cell with other names."""
    tests = tuple(_renamed(test, names) for test in cell.tests)
    return Cell(tests, cell.negated, offset=cell.offset, end=cell.end)


def our_cell(cell: Cell, of: Type | None) -> str:
    """The cell as an author of ours writes it: plain options stand without quotes."""
    options = of.options if isinstance(of, Choice) else ()
    bare = [option for test in cell.tests if (option := _bare(test, options))]
    if not bare or len(bare) < len(cell.tests):
        return cell_text(cell)
    words = ", ".join(bare)
    return f"not({words})" if cell.negated else words


def their_cell(text: str, of: Choice | None, names: Collection[str]) -> str:
    """A cell of ours as DMN 1.3 knows it."""
    cell = parse_cell(text, of, names)
    if not cell.negated and len(cell.tests) == 1 and (against := _different(cell.tests[0])):
        return cell_text(Cell((against,), negated=True))
    tests = ", ".join(f"? {cell_text(Cell((test,)))}" if _different(test) else _test(test) for test in cell.tests)
    return (f"not({tests})" if cell.negated else tests) or "-"


def read_value(text: str) -> Value:
    """The value an output writes: a number, a text in quotes, a date; `FeelError` for anything that is computed."""
    expression = parse_expression(our_spelling(text, ()))
    if not isinstance(expression, Literal):
        raise FeelError(0, len(text), "this is worked out, and an output of ours is a plain value")
    return expression.value


def our_value(value: Value) -> Scalar | None:
    """The value as it stands in a document; nothing for what no document can hold."""
    match value:
        case str() | bool() | Decimal():
            return value
        case datetime() | date():
            return value.isoformat()
        case time() if value.second or value.microsecond or value.tzinfo:
            return value.isoformat()
        case time():
            return value.isoformat("minutes")
        case _:
            return None


def _renamed(test: UnaryTest, names: Mapping[str, str]) -> UnaryTest:
    match test:
        case Against(operator=operator, endpoint=endpoint):
            return Against(operator, _named(endpoint, names), offset=test.offset, end=test.end)
        case Interval(low=low, high=high, low_included=low_included, high_included=high_included):
            ends = (_named(low, names), _named(high, names))
            return Interval(*ends, low_included, high_included, offset=test.offset, end=test.end)


def _named(endpoint: Endpoint, names: Mapping[str, str]) -> Endpoint:
    if not isinstance(endpoint, Name):
        return endpoint
    return Name(names.get(endpoint.name, endpoint.name), offset=endpoint.offset, end=endpoint.end)


def _bare(test: UnaryTest, options: Collection[str]) -> str:
    """The option that a test asks for, where it needs no quotes."""
    match test:
        case Against(operator="=", endpoint=Literal(value=str() as value)) if value in options and value not in _KEPT:
            return value if _PLAIN.fullmatch(value) else ""
        case _:
            return ""


def _different(test: UnaryTest) -> Against | None:
    """For `!= x` the test `x`."""
    return Against("=", test.endpoint) if isinstance(test, Against) and test.operator == "!=" else None


def _test(test: UnaryTest) -> str:
    return cell_text(Cell((test,)))

"""The cells of a decision table, from text to tree.

    cell = "-" | "" | test { "," test } | "not" "(" test { "," test } ")"

In the cell of a choice a bare option is a text: `retainer` means `"retainer"`, also when the option holds blanks or
hyphens, as long as it is the whole test.
"""

import re
from collections.abc import Collection
from functools import lru_cache

from sopbook.feel.lexer import tokens
from sopbook.feel.problem import FeelError
from sopbook.feel.syntax import Cell
from sopbook.feel.types import Choice, Type
from sopbook.feel.unary import UnaryReader


def parse_cell(text: str, of: Type | None = None, names: Collection[str] = ()) -> Cell:
    """The tree of a cell in the column of an input of type `of`."""
    if text.strip() in ("", "-"):
        return Cell(offset=0, end=len(text))
    options = of.options if isinstance(of, Choice) else ()
    try:
        return _cell(UnaryReader(tokens(text, names, _bare(options)), names))
    except FeelError as error:
        if error.hint or not options:
            raise
        hint = f"the options are {', '.join(f'`{option}`' for option in options)}"
        raise FeelError(error.offset, error.problem.end, error.message, hint) from None


def _cell(reader: UnaryReader) -> Cell:
    first = reader.token
    if first.kind != "not":
        tests = reader.tests()
        reader.finish()
        return Cell(tests, offset=first.offset, end=reader.read_to)
    reader.take()
    opening = reader.token
    if opening.kind != "(":
        raise FeelError(first.offset, first.end, "`not` needs parentheses", "write `not(...)` around the whole cell")
    reader.take()
    tests = reader.tests()
    reader.close(opening)
    if reader.token.kind == ",":
        raise FeelError(first.offset, reader.read_to, "`not(...)` stands around the whole cell", "write `not(1, 2)`")
    reader.finish()
    return Cell(tests, negated=True, offset=first.offset, end=reader.read_to)


@lru_cache(maxsize=256)
def _bare(options: tuple[str, ...]) -> re.Pattern[str] | None:
    """Matches an option that is a whole test; `-` and `null` keep their own meaning."""
    bare = sorted((option for option in options if option not in ("", "-", "null")), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, bare))})(?=\s*(?:[,)]|\Z))") if bare else None

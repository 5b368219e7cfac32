"""The pieces of a column in words and in examples: a readable value of each, how many values it has, and the shortest
cell for a set of them.
"""

import re
from collections.abc import Iterator

from sopbook.decisions.columns import Column, Empty, One, Other, Span
from sopbook.decisions.scales import Cut, Scale
from sopbook.documents.fields import FieldType
from sopbook.feel.format import value_text
from sopbook.feel.values import Value

_BARE = re.compile(r"[a-z][a-z0-9]*(?:[ -][a-z0-9]+)*")
_WORDS = frozenset(("true", "false", "null", "not", "and", "or", "in", "between", "has", "date", "time", "duration"))
"""Options that need quotes, because they mean something else."""
_SECOND = 1_000_000


def sample(column: Column, piece: int) -> Value:
    """A value of the piece that a person would choose: round, short, and one that can be entered."""
    match column.pieces[piece]:
        case One(value=value):
            return value
        case Span(low=low, high=high):
            assert column.scale is not None, "only what has an order has stretches"
            return column.scale.value(column.scale.between(low, high))
        case Other():
            return _another(column)
        case Empty():
            return None


def size(column: Column, piece: int) -> int | None:
    """How many values a piece has, where they can be counted."""
    match column.pieces[piece]:
        case One() | Empty():
            return 1
        case Span(low=low, high=high) if column.scale is not None and column.scale.is_lattice and low and high:
            is_open = column.scale.is_endless and (low == column.scale.low or high == column.scale.high)
            return None if is_open else int(high.at - low.at)
        case _:
            return None


def mask_text(column: Column, mask: int) -> str:
    """A set of pieces as a cell: what is read most quickly of the tests and `not(...)` of the others."""
    assert mask, "no cell accepts nothing"
    if mask == column.everything:
        return "-"
    rest, values = column.everything & ~mask, column.everything & ~column.empty
    if mask == values:
        return "not(null)"
    if mask & column.empty:
        return _with_null(column, mask, rest)
    refused = f"not({', '.join(_tests(column, rest & values))})"
    if column.other is not None and mask >> column.other & 1:
        return refused
    fits = ", ".join(_tests(column, mask))
    return refused if column.other is None and len(refused) < len(fits) else fits


def is_cell(column: Column, mask: int) -> bool:
    """Whether one cell can say it: "null or any text but these" takes two when there are two of these."""
    rest = column.everything & ~mask
    return not (mask & column.empty and _has_other(column, mask) and rest.bit_count() > 1)


def _with_null(column: Column, mask: int, rest: int) -> str:
    fits = mask & ~column.empty
    if not fits:
        return "null"
    if not _has_other(column, mask):
        return ", ".join(("null", *_tests(column, fits)))
    refused = _tests(column, rest)
    return f"null, != {refused[0]}" if len(refused) == 1 else f"null, not({', '.join(refused)})"


def _has_other(column: Column, mask: int) -> bool:
    return column.other is not None and bool(mask >> column.other & 1)


def _tests(column: Column, mask: int) -> list[str]:
    """A test for each run of stretches and each named value; any other text has no test of its own."""
    if column.scale is not None:
        return [_stretch(column.scale, low, high) for low, high in _runs(column, mask)]
    pieces = (piece for index, piece in enumerate(column.pieces) if mask >> index & 1)
    return [_named(column, piece.value) for piece in pieces if isinstance(piece, One)]


def _runs(column: Column, mask: int) -> Iterator[tuple[Cut | None, Cut | None]]:
    """The ends of the stretches, neighbours joined; an end of what can be given is no end that needs saying."""
    ends = (None, *column.cuts, None)
    start: int | None = None
    for index in range(len(column.cuts) + 2):
        if index <= len(column.cuts) and mask >> index & 1:
            start = index if start is None else start
        elif start is not None:
            yield ends[start], ends[index]
            start = None


def _stretch(scale: Scale, low: Cut | None, high: Cut | None) -> str:
    if low is None:
        value, included = _upper(scale, high)
        return f"{'<=' if included else '<'} {value}"
    first, opening = _lower(scale, low)
    if high is None:
        return f"{'>=' if opening else '>'} {first}"
    last, closing = _upper(scale, high)
    if first == last:
        return first
    return f"{'[' if opening else '('}{first}..{last}{']' if closing else ')'}"


def _lower(scale: Scale, cut: Cut) -> tuple[str, bool]:
    """Where a stretch begins, and whether that belongs to it; `> 10:00` is nicer than from a microsecond after it."""
    if scale.is_lattice and len(scale.steps) > 1 and cut.at % _SECOND == 1:
        return _value(scale, Cut(cut.at - 1)), False
    return _value(scale, cut), not cut.after


def _upper(scale: Scale, cut: Cut | None) -> tuple[str, bool]:
    assert cut is not None, "a stretch without any end is the whole column"
    is_counted = scale.is_lattice and len(scale.steps) < 2
    if is_counted or (scale.is_lattice and cut.at % _SECOND == 1):
        return _value(scale, Cut(cut.at - 1)), True
    return _value(scale, cut), cut.after


def _value(scale: Scale, cut: Cut) -> str:
    return value_text(scale.value(cut.at))


def _named(column: Column, value: Value) -> str:
    is_bare = column.field.type is FieldType.CHOICE and isinstance(value, str) and _BARE.fullmatch(value)
    return str(value) if is_bare and value not in _WORDS else value_text(value)


def _another(column: Column) -> Value:
    """A text that no cell names; of what expressions only hand on, any text stands for it."""
    named = column.places
    return next(
        text for text in ("other", *(f"other {count}" for count in range(2, len(named) + 3))) if text not in named
    )

"""A column of a decision table, cut into pieces: no cell of the table tells two values of one piece apart.

The pieces of something with an order are the stretches between the cuts that its cells make; of a choice, the options;
of a text, the texts that cells name and "any other"; an optional input has one more for `null`. A set of pieces is a
bitmask, so a cell is a number, and cells are joined, cut and compared by bit operations. Bit 0 is the first piece.

A cell that reads another input is no set of pieces; `is_placed` says so, and `mask` then answers all of them.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TypeAlias

from sopbook.decisions.scales import Cut, Scale, scale_of
from sopbook.documents.fields import Field, FieldType
from sopbook.feel.syntax import Against, Cell, Interval, Literal, Name, UnaryTest
from sopbook.feel.values import Value


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of something with an order, from one cut to the next; without a cut it is open there."""

    low: Cut | None
    high: Cut | None


@dataclass(frozen=True, slots=True)
class One:
    """A single value that is named: an option, `true`, a text."""

    value: Value


@dataclass(frozen=True, slots=True)
class Other:
    """Any value that no cell names."""


@dataclass(frozen=True, slots=True)
class Empty:
    """No value: `null`."""


Piece: TypeAlias = Span | One | Other | Empty

KIND: Mapping[FieldType, type] = {FieldType.CHOICE: str, FieldType.YES_NO: bool} | dict.fromkeys(
    (FieldType.TEXT, FieldType.LONG_TEXT, FieldType.LINK, FieldType.EMAIL), str
)
"""What Python class the values have that are told apart by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """An input with its pieces, those with an order in order, `null` last; `places` has those that are named.

    `other` is the piece for any value that no cell names, if the input can have one.
    """

    name: str
    field: Field
    pieces: tuple[Piece, ...]
    cuts: tuple[Cut, ...]
    scale: Scale | None
    places: Mapping[Value, int]
    other: int | None = None

    @property
    def everything(self) -> int:
        """The mask of all pieces."""
        return (1 << len(self.pieces)) - 1

    @property
    def empty(self) -> int:
        """The mask of the piece for `null`; 0 where the input must have a value."""
        return 1 << (len(self.pieces) - 1) if self.field.optional else 0

    def at(self, value: Value) -> int | None:
        """The piece that holds a value; None when the input cannot have it, or not compare it with its cells."""
        if value is None:
            return len(self.pieces) - 1 if self.empty else None
        if self.scale is not None:
            number = self.scale.number(value)
            return None if number is None or not self.scale.holds(number) else bisect_right(self.cuts, (number, False))
        kind = KIND.get(self.field.type)
        if kind is None:
            return 0
        if not isinstance(value, kind):
            return None
        place = self.places.get(value)
        return self.other if place is None else place

    def mask(self, cell: Cell) -> int:
        """The pieces that a cell accepts; it must be one of those that the column was cut by."""
        if not cell.tests or not is_placed(cell):
            return self.everything
        true, unknown = 0, 0
        for test in cell.tests:
            fits, open_ = self._fits(test)
            true, unknown = true | fits, unknown | open_
        return self.everything & ~(true | unknown) if cell.negated else true

    def _fits(self, test: UnaryTest) -> tuple[int, int]:
        """Where a test is true, and where it is neither true nor false."""
        match test:
            case Against(operator=operator, endpoint=Literal(value=value)):
                return self._compared(operator, value)
            case Interval(low=Literal(value=low), high=Literal(value=high)):
                lower, blurred = self._compared(">=" if test.low_included else ">", low)
                upper, smeared = self._compared("<=" if test.high_included else "<", high)
                false = (self.everything & ~(lower | blurred)) | (self.everything & ~(upper | smeared))
                return lower & upper, (blurred | smeared) & ~false
            case _:
                raise AssertionError("a test that reads an input has no place in a column")

    def _compared(self, operator: str, value: Value) -> tuple[int, int]:
        if value is None:
            asked = {"=": self.empty, "!=": self.everything & ~self.empty}.get(operator)
            return (0, self.everything) if asked is None else (asked, 0)
        there = self._holding(operator, value)
        return (0, self.everything) if there is None else (there & ~self.empty, self.empty)

    def _holding(self, operator: str, value: Value) -> int | None:
        """The pieces whose values compare so with a value; None when they cannot be compared."""
        if self.scale is not None:
            number = self.scale.number(value)
            return None if number is None else self._ordered(operator, number, self.scale)
        if operator not in ("=", "!=") or not isinstance(value, KIND.get(self.field.type, ())):
            return None
        equal = 1 << self.places[value] if value in self.places else 0
        return equal if operator == "=" else self.everything & ~equal

    def _ordered(self, operator: str, number: Decimal, scale: Scale) -> int:
        below = self._below(scale.cut(number, after=False))
        upto = self._below(scale.cut(number, after=True))
        match operator:
            case "<":
                return below
            case "<=":
                return upto
            case ">":
                return self.everything & ~upto
            case ">=":
                return self.everything & ~below
            case "=":
                return upto & ~below
            case _:
                return self.everything & ~(upto & ~below)

    def _below(self, cut: Cut) -> int:
        """The stretches below a cut."""
        assert self.scale is not None, "only what has an order has cuts"
        if self.scale.low is not None and cut <= self.scale.low:
            return 0
        if self.scale.high is not None and cut >= self.scale.high:
            return (1 << len(self.cuts) + 1) - 1
        return (2 << bisect_left(self.cuts, cut)) - 1


def column_of(name: str, field: Field, cells: Iterable[Cell]) -> Column:
    """The column of an input, cut by these cells; what reads another input cuts nothing."""
    placed = [cell for cell in cells if is_placed(cell)]
    tests = [test for cell in placed for test in cell.tests]
    ends = [(value, after) for test in tests for value, after in _ends(test)]
    scale = scale_of(field, (value for value, _ in ends))
    cuts = () if scale is None else _cuts(scale, ends)
    pieces = tuple(_named(field, ends) if scale is None else _spans(scale, cuts))
    places = {piece.value: index for index, piece in enumerate(pieces) if isinstance(piece, One)}
    return Column(
        name=name,
        field=field,
        pieces=(*pieces, *((Empty(),) if field.optional else ())),
        cuts=cuts,
        scale=scale,
        places=places,
        other=pieces.index(Other()) if Other() in pieces else None,
    )


def is_placed(cell: Cell) -> bool:
    """Whether a cell asks about its own input alone."""
    return not any(_reads(test) for test in cell.tests)


def _reads(test: UnaryTest) -> bool:
    """Whether a test compares with another input; there are many cells, so this looks only where names can stand."""
    match test:
        case Against():
            return isinstance(test.endpoint, Name)
        case Interval():
            return isinstance(test.low, Name) or isinstance(test.high, Name)


def _ends(test: UnaryTest) -> Iterator[tuple[Value, bool]]:
    """The values that a test compares with, and whether it tells what is up to that value from what is above it."""
    match test:
        case Against(operator=operator, endpoint=Literal(value=value)):
            if operator not in ("<=", ">"):
                yield value, False
            if operator not in ("<", ">="):
                yield value, True
        case Interval(low=Literal(value=low), high=Literal(value=high)):
            yield low, not test.low_included
            yield high, test.high_included
        case _:
            pass


def _cuts(scale: Scale, ends: Iterable[tuple[Value, bool]]) -> tuple[Cut, ...]:
    numbers = ((scale.number(value), after) for value, after in ends)
    cuts = {scale.cut(number, after=after) for number, after in numbers if number is not None}
    low, high = scale.low, scale.high
    return tuple(sorted(cut for cut in cuts if (low is None or cut > low) and (high is None or cut < high)))


def _spans(scale: Scale, cuts: tuple[Cut, ...]) -> Iterator[Piece]:
    return (Span(low, high) for low, high in pairwise((scale.low, *cuts, scale.high)))


def _named(field: Field, ends: Iterable[tuple[Value, bool]]) -> Iterator[Piece]:
    match field.type:
        case FieldType.YES_NO:
            yield from (One(True), One(False))
        case FieldType.CHOICE:
            yield from map(One, dict.fromkeys(field.options))
        case _:
            if KIND.get(field.type) is str:
                yield from map(One, dict.fromkeys(value for value, _ in ends if isinstance(value, str)))
            yield Other()

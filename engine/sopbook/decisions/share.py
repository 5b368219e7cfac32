"""Which part of all inputs some boxes hold, exactly, where that can be said.

The values of some columns cannot be counted. A part is known all the same when it is the same whatever value such a
column has: of all colours one in three is answered otherwise, at any amount.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from sopbook.decisions.columns import Column
from sopbook.decisions.grid import Box
from sopbook.decisions.overlaps import each
from sopbook.decisions.pieces import size


def share(columns: Sequence[Column], boxes: Sequence[Box]) -> Fraction | None:
    """The part of everything that boxes hold, of which no two may overlap."""
    sizes = [_sizes(column) for column in columns]
    endless = [at for at, one in enumerate(sizes) if one is None]
    known: dict[tuple[int, tuple[int, ...]], Fraction | None] = {}

    def of(index: int, held: tuple[int, ...]) -> Fraction | None:
        """The part that these boxes hold, when the endless columns before this one have some value."""
        if index == len(endless):
            return sum((_counted(boxes[box], sizes) for box in held), Fraction(0))
        if (index, held) not in known:
            at = endless[index]
            pieces = range(len(columns[at].pieces))
            parts = dict.fromkeys(tuple(box for box in held if boxes[box][at] >> piece & 1) for piece in pieces)
            known[index, held] = _agreed(of(index + 1, part) for part in parts)
        return known[index, held]

    return of(0, tuple(range(len(boxes))))


def _agreed(shares: Iterable[Fraction | None]) -> Fraction | None:
    """The one share that all are; stops at the first that differs."""
    found: Fraction | None = None
    for one in shares:
        if one is None or (found is not None and one != found):
            return None
        found = one
    return found


def weight(columns: Sequence[Column], box: Box) -> Fraction:
    """How large a box seems where nothing can be counted: its part of the pieces of each column."""
    found = Fraction(1)
    for column, mask in zip(columns, box, strict=True):
        sizes = _sizes(column)
        found *= Fraction(mask.bit_count(), len(column.pieces)) if sizes is None else _part(mask, sizes)
    return found


def _counted(box: Box, sizes: Sequence[tuple[int, ...] | None]) -> Fraction:
    found = Fraction(1)
    for mask, one in zip(box, sizes, strict=True):
        found *= Fraction(1) if one is None else _part(mask, one)
    return found


def _part(mask: int, sizes: tuple[int, ...]) -> Fraction:
    return Fraction(sum(sizes[piece] for piece in each(mask)), sum(sizes))


def _sizes(column: Column) -> tuple[int, ...] | None:
    """How many values each piece has; None where one of them cannot be counted and there are others."""
    if len(column.pieces) == 1:
        return (1,)
    found = [size(column, piece) for piece in range(len(column.pieces))]
    return tuple(one for one in found if one is not None) if None not in found else None

"""A decision table as bitmasks: which pieces each rule accepts, and which rules accept each piece.

A rule is a box: one mask of pieces for each column. Turned around, each piece of a column has the mask of the rules
that accept it, so the rules that fit some values are one AND for each column, however many rules there are.

A rule with a cell that reads another input (`< limit`) is no box. Its box is then drawn too large, as if that cell
accepted everything, and `relational` names the inputs of such cells: `hits` may claim such a rule wrongly, but never
misses it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import xor
from typing import TypeAlias

from sopbook.decisions.columns import Column, column_of, is_placed
from sopbook.decisions.table import Table
from sopbook.documents.fields import Field
from sopbook.feel.syntax import Cell
from sopbook.feel.values import Value

Box: TypeAlias = tuple[int, ...]
"""A mask of pieces for each column."""

Cells: TypeAlias = Mapping[str, Cell]
"""The cells of one rule by their input; an input without one may have any value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The columns, the rules as boxes, and for each piece of each column the rules that accept it."""

    columns: tuple[Column, ...]
    rules: tuple[Box, ...]
    fits: tuple[tuple[int, ...], ...]
    relational: Mapping[int, tuple[str, ...]]

    @property
    def everything(self) -> Box:
        """The box of all that can be given."""
        return tuple(column.everything for column in self.columns)

    def at(self, values: Mapping[str, Value]) -> tuple[int, ...] | None:
        """The piece that each value lies in; None when one of the columns cannot have its value."""
        found = []
        for column in self.columns:
            piece = column.at(values.get(column.name))
            if piece is None:
                return None
            found.append(piece)
        return tuple(found)

    def hits(self, values: Mapping[str, Value]) -> int | None:
        """The mask of the rules that fit, bit 0 the first, and perhaps of some that read other inputs; None as `at`."""
        hits = (1 << len(self.rules)) - 1
        for column, fits in zip(self.columns, self.fits, strict=True):
            piece = column.at(values.get(column.name))
            if piece is None:
                return None
            hits &= fits[piece]
        return hits


def grid_of(table: Table) -> Grid:
    """The grid of a table, worked out when it is first asked for."""
    return table.once(_grid)


def columns_of(inputs: Mapping[str, Field], rows: Sequence[Cells]) -> tuple[Column, ...]:
    """A column for each input, cut by its cells in these rules."""
    return tuple(
        column_of(name, declared, (row[name] for row in rows if name in row)) for name, declared in inputs.items()
    )


def grid_over(columns: tuple[Column, ...], rows: Sequence[Cells]) -> Grid:
    """The grid of rules over columns that their cells have cut, perhaps with those of other rules."""
    masks = tuple(_column_masks(column, rows) for column in columns)
    return Grid(
        columns=columns,
        rules=tuple(zip(*masks, strict=True)) if masks else ((),) * len(rows),
        fits=tuple(_turned(column, mask) for column, mask in zip(columns, masks, strict=True)),
        relational={index: strange for index, row in enumerate(rows) if (strange := _unplaced(row))},
    )


def _grid(table: Table) -> Grid:
    rows = [dict(tests.cells) for tests in table.tests]
    return grid_over(columns_of(table.inputs, rows), rows)


def _column_masks(column: Column, rows: Sequence[Cells]) -> tuple[int, ...]:
    everything = column.everything
    return tuple(column.mask(row[column.name]) if column.name in row else everything for row in rows)


def _turned(column: Column, masks: tuple[int, ...]) -> tuple[int, ...]:
    """The rules for each piece, in one sweep: a rule enters where a run of its pieces starts and leaves behind it."""
    changes = [0] * (len(column.pieces) + 1)
    for rule, mask in enumerate(masks):
        edges = mask ^ (mask << 1)
        while edges:
            lowest = edges & -edges
            changes[lowest.bit_length() - 1] ^= 1 << rule
            edges ^= lowest
    return tuple(accumulate(changes[:-1], xor))


def _unplaced(row: Cells) -> tuple[str, ...]:
    return tuple(name for name, cell in row.items() if not is_placed(cell))

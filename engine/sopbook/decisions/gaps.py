"""The cases that no rule answers, as a few boxes as large and as plain as they can be.

From a point that is left out a box is grown: first every column is dropped that can be dropped whole, then the others
are widened as far as no rule is met. The next point is looked for outside of what was found. A box is grown twice: once
so that it meets no box before it, which keeps all of them disjoint and the search by volume exact, and from there once
more to its full size, which is what a person reads. Boxes of full size may overlap, but no two are the same.
"""

from collections.abc import Callable, Iterator, Sequence

from sopbook.decisions.columns import Column
from sopbook.decisions.grid import Box, Grid
from sopbook.decisions.pieces import is_cell
from sopbook.decisions.search import Effort, Limits, covered, limits, point_outside

Finder = Callable[[Sequence[Limits]], Box | None]
"""A box that rules leave out, or None when there is none."""


def boxes_outside(grid: Grid, rules: Sequence[Limits], effort: Effort, *, disjoint: bool) -> Iterator[tuple[Box, Box]]:
    """Each box that the rules leave out, with a point of it that no box before it holds; maximal, until none is left.

    `disjoint` says that no two rules meet, so the question is an easy one.
    """
    find = _by_volume(grid) if disjoint else _by_subtraction(grid, effort)
    taken, found = list(rules), set[Box]()
    while (left := find(taken)) is not None:
        point = tuple(mask & -mask for mask in left)
        inner = grown(grid, point, taken)
        taken.append(limits(inner, grid.everything))
        outer = grown(grid, inner, rules)
        if outer not in found:
            found.add(outer)
            yield outer, point


def grown(grid: Grid, seed: Box, rules: Sequence[Limits]) -> Box:
    """The largest box around a seed that no rule meets: what can be dropped whole is dropped first."""
    box, growing = list(seed), _Growing(seed, rules)
    for whole in (True, False):
        for at, column in enumerate(grid.columns):
            free = _as_a_cell(column, column.everything & ~growing.blocked(at), box[at])
            if free != box[at] and (free == column.everything or not whole):
                box[at] = free
                growing.widen(at, free)
    return tuple(box)


def _by_volume(grid: Grid) -> Finder:
    return lambda rules: point_outside(grid.everything, rules)


def _by_subtraction(grid: Grid, effort: Effort) -> Finder:
    return lambda rules: covered(grid.everything, enumerate(rules), effort).left_out


def _as_a_cell(column: Column, mask: int, now: int) -> int:
    """The part of a mask that one cell can say and that holds what is there now."""
    if is_cell(column, mask):
        return mask
    return now if now & column.empty else mask & ~column.empty


class _Growing:
    """In how many columns each rule is still off the box; one that is off in a single column blocks that column."""

    def __init__(self, box: Box, rules: Sequence[Limits]) -> None:
        self.off = [0] * len(rules)
        self.by_column: dict[int, list[tuple[int, int]]] = {}
        self.box = list(box)
        for index, rule in enumerate(rules):
            for at, mask in rule:
                self.by_column.setdefault(at, []).append((index, mask))
                self.off[index] += not box[at] & mask

    def blocked(self, at: int) -> int:
        found = 0
        for index, mask in self.by_column.get(at, ()):
            if self.off[index] == 1 and not mask & self.box[at]:
                found |= mask
        return found

    def widen(self, at: int, mask: int) -> None:
        for index, rule in self.by_column.get(at, ()):
            self.off[index] -= not rule & self.box[at] and bool(rule & mask)
        self.box[at] = mask

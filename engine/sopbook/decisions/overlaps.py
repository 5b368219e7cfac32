"""Which rules meet which: exactly, for all pairs at once.

Two rules have a point in common when they have one in every column. For a column, the rules that meet a cell are the OR
of `fits` over its pieces; a table of ORs over runs of 1, 2, 4, ... pieces answers that for any run with two look-ups.
"""

from collections.abc import Iterator

from sopbook.decisions.grid import Box, Grid


def meeting(grid: Grid) -> tuple[int, ...]:
    """For each rule the mask of the others that it meets; a rule that accepts nothing in some column meets none."""
    every = sum(1 << index for index, box in enumerate(grid.rules) if all(box))
    found = [every & ~(1 << index) for index in range(len(grid.rules))]
    for at, column in enumerate(grid.columns):
        runs, known = _Runs(grid.fits[at]), {column.everything: every}
        for index, rule in enumerate(grid.rules):
            mask = rule[at]
            if mask not in known:
                known[mask] = runs.over(mask)
            found[index] &= known[mask]
    return tuple(found)


def shared(one: Box, other: Box) -> Box:
    """What two boxes have in common."""
    return tuple(mine & theirs for mine, theirs in zip(one, other, strict=True))


def each(mask: int) -> Iterator[int]:
    """The indexes in a mask of rules, or of pieces, from the first on."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


class _Runs:
    """The OR over any run of pieces of one column."""

    def __init__(self, fits: tuple[int, ...]) -> None:
        self.levels = [fits]
        while len(self.levels[-1]) > 1 << len(self.levels) - 1:
            last, half = self.levels[-1], 1 << len(self.levels) - 1
            self.levels.append(tuple(last[at] | last[at + half] for at in range(len(last) - half)))

    def over(self, mask: int) -> int:
        found, starts, ends = 0, mask & ~(mask << 1), mask & ~(mask >> 1)
        for first, last in zip(each(starts), each(ends), strict=True):
            level = (last - first + 1).bit_length() - 1
            row = self.levels[level]
            found |= row[first] | row[last - (1 << level) + 1]
        return found

"""Whether boxes cover a space, and a point that they leave out.

Two ways, both over bitmasks alone.

*By volume.* The volume of a box is the product of its numbers of pieces. Boxes that do not overlap cover the space just
when their volumes add up to its volume. If they do not, a point that is left out is found column by column without ever
turning back: among the pieces of the column there is always one in which the volumes add up to less than the space
that is left, because they do over all pieces together. Exact, and polynomial in rules and pieces.

*By subtraction.* When boxes overlap the question is coNP-complete. A rule that meets the space cuts it into the part it
covers, which is dropped, and one smaller space for each column in which the space sticks out; the rule with the fewest
such columns goes first, so most steps only shrink the space and do not branch. The work is counted and ends with
`Spent` when the budget is: an honest "don't know" instead of a very long wait.

A box is written here by its `Limits`: only the columns that it limits at all, so a table of sixty inputs whose rules
look at three of them is no more work than one of three.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import prod
from typing import TypeAlias

from sopbook.decisions.grid import Box

Limits: TypeAlias = tuple[tuple[int, int], ...]
"""The columns of a box that hold less than everything, with what they hold."""

NODES = 200_000
"""How often a rule is compared with a space before a search gives up: about a second of work."""


class Spent(Exception):
    """The budget is used up before the answer was found."""


class Effort:
    """The work that may still be done; one for a whole proof, whatever it is made of."""

    def __init__(self, budget: int = NODES) -> None:
        self.left = budget

    def spend(self, nodes: int) -> None:
        self.left -= nodes
        if self.left < 0:
            raise Spent


@dataclass(frozen=True, slots=True)
class Cover:
    """What a search found: a box that no rule covers, or by which rules (their index) everything is covered."""

    left_out: Box | None = None
    by: frozenset[int] = frozenset()


def limits(box: Box, everything: Box) -> Limits:
    """The columns that a box limits."""
    return tuple((at, mask) for at, (mask, all_) in enumerate(zip(box, everything, strict=True)) if mask != all_)


def meets(space: Sequence[int], rule: Limits) -> bool:
    """Whether a rule and a space have a point in common."""
    return all(space[at] & mask for at, mask in rule)


def covered(space: Box, rules: Iterable[tuple[int, Limits]], effort: Effort) -> Cover:
    """By subtraction: whether the rules, given with their index, cover the space; they may overlap."""
    used = set[int]()
    waiting: list[tuple[Box, list[tuple[int, Limits]]]] = [(space, list(rules))]
    while waiting:
        box, candidates = waiting.pop()
        effort.spend(len(candidates) + 1)
        touching = [one for one in candidates if meets(box, one[1])]
        if not touching:
            return Cover(box)
        best = min(touching, key=lambda one: _sticking_out(box, one[1]))
        used.add(best[0])
        rest = [one for one in touching if one is not best]
        waiting.extend((part, rest) for part in _without(box, best[1]))
    return Cover(by=frozenset(used))


def point_outside(everything: Box, rules: Sequence[Limits]) -> Box | None:
    """By volume: a point that none of the rules holds, which must not overlap; None when they cover everything."""
    sizes = [mask.bit_count() for mask in everything]
    left = [dict(rule) for rule in rules]
    volumes = [prod(rule[at].bit_count() if at in rule else size for at, size in enumerate(sizes)) for rule in left]
    total = prod(sizes)
    if sum(volumes) == total:
        return None
    point = []
    for at, size in enumerate(sizes):
        total //= size
        everywhere, changes = 0, [0] * (size + 1)
        for index, rule in enumerate(left):
            volumes[index] //= rule[at].bit_count() if at in rule else size
            if at not in rule:
                everywhere += volumes[index]
                continue
            for edge, sign in _edges(rule[at]):
                changes[edge] += sign * volumes[index]
        piece = _emptiest(changes, size)
        point.append(1 << piece)
        kept = [index for index, rule in enumerate(left) if at not in rule or rule[at] >> piece & 1]
        left, volumes = [left[index] for index in kept], [volumes[index] for index in kept]
    return tuple(point)


def _sticking_out(box: Box, rule: Limits) -> int:
    return sum(1 for at, mask in rule if box[at] & ~mask)


def _without(box: Box, rule: Limits) -> Iterator[Box]:
    """What is left of a box without a rule, in parts that do not overlap."""
    inside = list(box)
    for at, mask in rule:
        if outside := inside[at] & ~mask:
            yield (*inside[:at], outside, *inside[at + 1 :])
            inside[at] &= mask


def _edges(mask: int) -> Iterator[tuple[int, int]]:
    """Where the runs of a mask start (1) and where they are over (-1)."""
    edges, sign = mask ^ (mask << 1), 1
    while edges:
        lowest = edges & -edges
        yield lowest.bit_length() - 1, sign
        edges, sign = edges ^ lowest, -sign


def _emptiest(changes: Sequence[int], size: int) -> int:
    """The piece with the least in it, the first of several."""
    filled, least, found = 0, None, 0
    for piece in range(size):
        filled += changes[piece]
        if least is None or filled < least:
            least, found = filled, piece
    return found

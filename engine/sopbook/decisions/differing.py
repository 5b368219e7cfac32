"""The regions of all inputs in which two tables answer the same, otherwise, or not certainly the one or the other.

The search starts with everything and cuts a region in two, along a side of a rule that fits in some of it, until both
answers are certain. Most of it is never cut: rules that both tables have fit both or neither, so where no other rule
reaches, both answer the same. What is cut is what lies around the rules that changed.
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import TypeAlias

from sopbook.decisions.grid import Box
from sopbook.decisions.policies import ranks
from sopbook.decisions.results import results
from sopbook.decisions.search import Effort, Spent
from sopbook.decisions.sides import Region, Side
from sopbook.documents.decision import HitPolicy

IN_ORDER = frozenset({HitPolicy.FIRST, HitPolicy.PRIORITY, HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER})
"""Policies under which the order of the rules can matter."""

RANKED = frozenset({HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER})
"""Policies that go by the order of the outputs' options."""

BY_ALL_OUTPUTS = RANKED | {HitPolicy.ANY}
"""Policies under which an output can matter that is not compared."""

Turn: TypeAlias = tuple[Hashable, Hashable]
"""From which answer to which other one."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Boxes that do not overlap and together hold everything; `blurred` depends on cells that read other inputs, and
    what is `left` was not looked at before the budget was spent."""

    same: list[Box] = field(default_factory=list)
    differing: dict[Turn, list[Box]] = field(default_factory=lambda: defaultdict(list))
    blurred: list[Box] = field(default_factory=list)
    left: list[Box] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Odd:
    """The rules that the other table does not have, and whether both give the same when none fits."""

    old: frozenset[int]
    new: frozenset[int]
    same_default: bool

    def cannot_differ(self, old: Region, new: Region) -> bool:
        if not (self.old.isdisjoint(old.live) and self.new.isdisjoint(new.live)):
            return False
        return self.same_default or len(old.partly) < len(old.live)


def parts(old: Side, new: Side, effort: Effort) -> Parts:
    """Everything, in parts."""
    found, odd = Parts(), _odd(old, new)
    waiting = [(old.grid.everything, tuple(range(len(old.rules))), tuple(range(len(new.rules))))]
    while waiting:
        box, olds, news = waiting[-1]
        try:
            effort.spend(len(olds) + len(news) + 1)
        except Spent:
            found.left.extend(one[0] for one in waiting)
            break
        waiting.pop()
        before, now = old.region(box, olds), new.region(box, news)
        if odd.cannot_differ(before, now):
            found.same.append(box)
            continue
        turn = old.certain(before), new.certain(now)
        if None not in turn:
            (found.same if turn[0] == turn[1] else found.differing[turn]).append(box)
        elif halves := _halves(box, _cut(old, before, odd.old, turn[0]), _cut(new, now, odd.new, turn[1])):
            waiting += ((half, before.live, now.live) for half in halves)
        else:
            found.blurred.append(box)
    return found


_Cutting: TypeAlias = tuple[bool, int, Sequence[tuple[int, int]]]
"""Whether the rule is one that the other table has too, its place, and its sides."""


def _cut(side: Side, region: Region, odd: frozenset[int], certain: Hashable | None) -> list[_Cutting]:
    """The rules that a region can be cut along."""
    return [] if certain is not None else [(rule not in odd, rule, side.rules[rule]) for rule in region.partly]


def _halves(box: Box, *rules: list[_Cutting]) -> tuple[Box, Box] | None:
    """The region cut along one side of a rule, an odd one if there is one; None when every cell that is left reads
    another input."""
    for _, _, limits in sorted((one for side in rules for one in side), key=lambda one: one[:2]):
        for at, mask in limits:
            if box[at] & ~mask:
                head, tail = box[:at], box[at + 1 :]
                return (*head, box[at] & ~mask, *tail), (*head, box[at] & mask, *tail)
    return None


def _odd(old: Side, new: Side) -> _Odd:
    same_default = old.certain(_NO_RULES) == new.certain(_NO_RULES)
    if not _are_comparable(old, new):
        return _Odd(old=frozenset(range(len(old.rules))), new=frozenset(range(len(new.rules))), same_default=False)
    olds, news = _marks(old), _marks(new)
    match = _matched_in_order if old.table.hit_policy in IN_ORDER else _matched
    pairs = match(olds, news)
    return _Odd(
        old=frozenset(range(len(olds))) - pairs.keys(),
        new=frozenset(range(len(news))).difference(pairs.values()),
        same_default=same_default,
    )


_NO_RULES = Region(live=(), partly=())


def _are_comparable(old: Side, new: Side) -> bool:
    """Whether the same rules that fit give the same answer in both tables."""
    policy = old.table.hit_policy
    if policy is not new.table.hit_policy:
        return False
    both = tuple(old.table.outputs), tuple(new.table.outputs)
    return policy not in BY_ALL_OUTPUTS or both == (old.reading.outputs, new.reading.outputs)


def _marks(side: Side) -> list[Hashable]:
    """What two rules share just when they are the same to an answer: their box, cells that are no box, and results."""
    order = side.table.once(ranks) if side.table.hit_policy in RANKED else ()
    gives = side.table.once(results)
    return [
        (rule, side.reading.of_rule(gives[at]), order[at] if order else (), side.beside(at))
        for at, rule in enumerate(side.rules)
    ]


def _matched(olds: list[Hashable], news: list[Hashable]) -> Mapping[int, int]:
    places = defaultdict[Hashable, list[int]](list)
    for place, mark in enumerate(news):
        places[mark].append(place)
    return {place: places[mark].pop() for place, mark in enumerate(olds) if places[mark]}


def _matched_in_order(olds: list[Hashable], news: list[Hashable]) -> Mapping[int, int]:
    blocks = SequenceMatcher(None, olds, news, autojunk=False).get_matching_blocks()
    return {block.a + at: block.b + at for block in blocks for at in range(block.size)}

"""One of two tables that are compared: what it answers in a region of all inputs, as soon as that is certain.

A region is a box. A rule fits everywhere in it, nowhere, or in some of it. What the table answers is certain when every
rule that counts fits everywhere; and sooner where the hit policy says so: behind a rule that fits everywhere no other
counts under `first`, and two of them are a problem under `unique`, whatever the others do.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from sopbook.decisions.columns import is_placed
from sopbook.decisions.evaluate import Answer
from sopbook.decisions.grid import Box, Grid
from sopbook.decisions.policies import POLICIES, ranks, without_rules
from sopbook.decisions.results import LISTS, Result, results
from sopbook.decisions.search import Limits, limits, meets
from sopbook.decisions.table import Table
from sopbook.decisions.values import MANY
from sopbook.documents.decision import HitPolicy
from sopbook.feel.syntax import Cell, Name, walk
from sopbook.feel.values import Value

ONE_RESULT = frozenset({HitPolicy.FIRST, HitPolicy.ANY, HitPolicy.PRIORITY})
"""Policies under which rules that all give the same give that."""


class Nothing(Enum):
    """Answers without a result."""

    NO_RULE = "no rule"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Reading:
    """What of an answer is compared: some outputs, by their names in this table; of what gathers, perhaps no order."""

    outputs: tuple[str, ...]
    ordered: bool

    def of(self, table: Table, answer: Answer) -> Hashable:
        """Something that two answers share just when they are the same."""
        return self.of_result(table, answer.result, answer.problem)

    def of_rule(self, result: Result) -> Hashable:
        """The same of what one rule gives."""
        return tuple(_told(result[name]) for name in self.outputs)

    def of_result(self, table: Table, result: Result | None, problem: str) -> Hashable:
        """The same of a result, or of why there is none."""
        if result is None:
            return Nothing.PROBLEM if problem else Nothing.NO_RULE
        told = {name: _told(result[name]) for name in self.outputs}
        if self.ordered or table.hit_policy not in LISTS:
            return tuple(told.values())
        rows = zip(*(told[name] for name in self.outputs if table.outputs[name].type not in MANY), strict=True)
        lists = (told[name] for name in self.outputs if table.outputs[name].type in MANY)
        return (_sorted(rows), *(_sorted(items) for items in lists))


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A part of all inputs, with the rules of one table that meet it."""

    live: tuple[int, ...]
    partly: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Side:
    """A table with its rules over the columns of both; `steady` are the inputs that the other has by the same name."""

    table: Table
    grid: Grid
    reading: Reading
    rules: tuple[Limits, ...]
    steady: frozenset[str]
    _known: dict[tuple[int, ...], Hashable] = field(default_factory=dict)

    @classmethod
    def of(cls, table: Table, grid: Grid, reading: Reading, steady: frozenset[str]) -> "Side":
        """The rules as far as they limit anything."""
        rules = tuple(limits(one, grid.everything) for one in grid.rules)
        return cls(table=table, grid=grid, reading=reading, rules=rules, steady=steady)

    def region(self, box: Box, among: Sequence[int]) -> Region:
        """The rules among these that meet a box and count in it."""
        live = [rule for rule in among if meets(box, self.rules[rule])]
        partly = [rule for rule in live if self.is_partial(box, rule)]
        if cut := CUT.get(self.table.hit_policy):
            live = cut(self.table, live, frozenset(partly))
            counting = frozenset(live)
            partly = [rule for rule in partly if rule in counting]
        return Region(live=tuple(live), partly=tuple(partly))

    def is_partial(self, box: Box, rule: int) -> bool:
        """Whether a rule that meets a box may fit in some of it only."""
        return rule in self.grid.relational or any(box[at] & ~mask for at, mask in self.rules[rule])

    def beside(self, rule: int) -> Hashable:
        """The cells of a rule that read other inputs; what they read may be another value in the other table."""
        cells = self._relating(rule)
        return (*cells, None if _names(cells) <= self.steady else id(self.table))

    def relates(self, name: str) -> bool:
        """Whether some cell compares this input with another one."""
        return any(name in _names(self._relating(rule)) for rule in self.grid.relational)

    def _relating(self, rule: int) -> tuple[tuple[str, Cell], ...]:
        return tuple((name, cell) for name, cell in self.table.tests[rule].cells if not is_placed(cell))

    def certain(self, region: Region) -> Hashable | None:
        """What is answered everywhere in the region, if that is one thing."""
        if not region.partly:
            return self._answer(region.live)
        sure = [rule for rule in region.live if rule not in region.partly]
        policy = self.table.hit_policy
        if policy is HitPolicy.UNIQUE:
            return Nothing.PROBLEM if len(sure) > 1 else None
        if policy not in ONE_RESULT or not sure:
            return None
        gives = self.table.once(results)
        if all(gives[rule] == gives[sure[0]] for rule in region.live):
            return self._answer((sure[0],))
        clash = policy is HitPolicy.ANY and any(gives[rule] != gives[sure[0]] for rule in sure)
        return Nothing.PROBLEM if clash else None

    def _answer(self, hits: tuple[int, ...]) -> Hashable:
        if hits not in self._known:
            given = POLICIES[self.table.hit_policy](self.table, hits) if hits else without_rules(self.table)
            self._known[hits] = self.reading.of_result(self.table, given.result, given.problem)
        return self._known[hits]


def _up_to_the_first(_table: Table, live: list[int], partly: frozenset[int]) -> list[int]:
    end = next((place for place, rule in enumerate(live) if rule not in partly), len(live))
    return live[: end + 1]


def _up_to_the_best(table: Table, live: list[int], partly: frozenset[int]) -> list[int]:
    order = table.once(ranks)
    best = min(((order[rule], rule) for rule in live if rule not in partly), default=None)
    return live if best is None else [rule for rule in live if (order[rule], rule) <= best]


CUT: Mapping[HitPolicy, Callable[[Table, list[int], frozenset[int]], list[int]]] = {
    HitPolicy.FIRST: _up_to_the_first,
    HitPolicy.PRIORITY: _up_to_the_best,
}
"""Which of the rules that meet a region can still count in it, where some of them fit in all of it."""


def _names(cells: Sequence[tuple[str, Cell]]) -> set[str]:
    """The inputs that cells are about and those that they read."""
    read = {node.name for _, cell in cells for node, _ in walk(cell) if isinstance(node, Name)}
    return read.union(name for name, _ in cells)


def _told(value: Value) -> Hashable:
    """Python takes `true` for 1; an answer does not."""
    return tuple(_told(item) for item in value) if isinstance(value, tuple) else (type(value), value)


def _sorted(items: object) -> Hashable:
    return tuple(sorted(items, key=repr))  # type: ignore[call-overload]

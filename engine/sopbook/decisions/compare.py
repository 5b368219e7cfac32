"""For which inputs two versions of a decision answer otherwise.

Compared is what is answered, not how: rules that were renamed, explained anew, split, joined or moved without effect
make no difference. Every difference that is told was found by both tables answering its example once more.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice

from sopbook.decisions.alignment import Axis, axes, changes, renamings
from sopbook.decisions.compare_weighings import compare_weighings
from sopbook.decisions.comparison import Comparison, Difference
from sopbook.decisions.differing import Parts, Turn, parts
from sopbook.decisions.evaluate import answer
from sopbook.decisions.gaps import boxes_outside
from sopbook.decisions.grid import Box, Cells, columns_of, grid_of, grid_over
from sopbook.decisions.joining import joined
from sopbook.decisions.nearby import nearby
from sopbook.decisions.pieces import mask_text, sample
from sopbook.decisions.search import NODES, Effort, limits
from sopbook.decisions.share import share, weight
from sopbook.decisions.sides import Reading, Side
from sopbook.decisions.table import Table
from sopbook.decisions.weighing import Framework, Weighing
from sopbook.documents.decision import HitPolicy
from sopbook.feel.values import Value

MOST_OF_ONE = 12
"""So many differences from one answer to the same other one are told."""

MOST = 60
"""So many differences are told."""

MOST_TO_GROW = 3_000
"""With more parts than this, a difference is told as it was found, and not as large as it could be."""

MOST_LEFT = 3
"""So many parts are named that were not compared."""

KINDS = {Table: "table", Weighing: "weighing"}


def compare(old: Framework, new: Framework, budget: int = NODES) -> Comparison:
    """Everything that the new version answers otherwise."""
    match old, new:
        case Table(), Table():
            return _Pair.of(old, new).compared(Effort(budget), budget)
        case Weighing(), Weighing():
            return compare_weighings(old, new, budget)
        case _:
            return Comparison(
                changes=(f"It was a {KINDS[type(old)]}, and is a {KINDS[type(new)]}.",), is_rewritten=True
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """Two tables over the same columns."""

    axes: tuple[Axis, ...]
    old: Side
    new: Side
    changes: tuple[str, ...]

    @classmethod
    def of(cls, old: Table, new: Table) -> "_Pair":
        inputs = renamings(old.inputs, new.inputs, lambda name: _cells(old, name), lambda name: _cells(new, name))
        outputs = renamings(old.outputs, new.outputs, lambda name: _gives(old, name), lambda name: _gives(new, name))
        every = axes(grid_of(old).columns, grid_of(new).columns, inputs)
        before = _rows(old, {axis.old: axis.name for axis in every})
        now = _rows(new, {axis.new: axis.name for axis in every})
        columns = columns_of({axis.name: axis.field for axis in every}, [*before, *now])
        both = [(name, outputs.get(name, name)) for name in old.outputs if outputs.get(name, name) in new.outputs]
        ordered = HitPolicy.COLLECT not in (old.hit_policy, new.hit_policy)
        steady = frozenset(axis.name for axis in every if axis.old == axis.new)
        read = [Reading(tuple(names), ordered) for names in zip(*both, strict=True)] or [Reading((), ordered)] * 2
        return cls(
            axes=every,
            old=Side.of(old, grid_over(columns, before), read[0], steady),
            new=Side.of(new, grid_over(columns, now), read[1], steady),
            changes=(
                *changes(old.inputs, new.inputs, inputs, "input"),
                *changes(old.outputs, new.outputs, outputs, "output"),
                *_policy(old, new),
            ),
        )

    def compared(self, effort: Effort, budget: int) -> Comparison:
        found = parts(self.old, self.new, effort)
        told, is_complete = self._told(found)
        boxes = joined(box for turn in found.differing.values() for box in turn)
        is_whole = not (found.left or found.blurred)
        in_part = tuple(self._in_part(joined(found.blurred)))
        return Comparison(
            changes=self.changes,
            differences=(*told, *in_part),
            share=share(self.new.grid.columns, boxes) if is_whole else None,
            is_rewritten=list(self.old.table.outputs) != list(self.new.table.outputs),
            is_complete=is_complete,
            reason=" ".join(self._reasons(found, budget)),
        )

    def _told(self, found: Parts) -> tuple[list[Difference], bool]:
        """Those of the largest group first, and in each group the largest first; and whether these are all."""
        told: list[Difference] = []
        is_complete = True
        groups = {turn: joined(boxes) for turn, boxes in found.differing.items()}
        rest = joined((*found.same, *found.blurred, *found.left))
        for turn in sorted(groups, key=lambda turn: self._size(groups[turn]), reverse=True):
            others = [box for other, boxes in groups.items() if other != turn for box in boxes]
            boxes = list(islice(self._largest(groups[turn], rest + others), MOST_OF_ONE + 1))
            is_complete = is_complete and len(boxes) <= MOST_OF_ONE
            largest = sorted(boxes[:MOST_OF_ONE], key=lambda one: self._size([one[0]]), reverse=True)
            told += (self._difference(box, point, turn) for box, point in largest)
        return told[:MOST], is_complete and len(told) <= MOST

    def _largest(self, boxes: list[Box], others: list[Box]) -> Iterator[tuple[Box, Box]]:
        """The boxes, grown as long as they meet none of the others, each with a point of its own."""
        grid = self.new.grid
        if len(others) > MOST_TO_GROW:
            return iter([(box, tuple(mask & -mask for mask in box)) for box in boxes])
        avoid = [limits(box, grid.everything) for box in others]
        return boxes_outside(grid, avoid, Effort(), disjoint=True)

    def _size(self, boxes: Sequence[Box]) -> Fraction:
        return sum((weight(self.new.grid.columns, box) for box in boxes), Fraction(0))

    def _difference(self, box: Box, point: Box, turn: Turn) -> Difference:
        given = {
            column.name: sample(column, mask.bit_length() - 1)
            for column, mask in zip(self.new.grid.columns, point, strict=True)
        }
        found = self._at(given, box)
        assert self._turn(found) == turn, f"the example {given} is answered otherwise than the search says"
        return found

    def _at(self, given: Mapping[str, Value], box: Box, *, in_part: bool = False) -> Difference:
        """What both answer for one input."""
        return Difference(
            when=self._when(box),
            given=given,
            old=answer(self.old.table, {axis.old: given[axis.name] for axis in self.axes if axis.old}),
            new=answer(self.new.table, {axis.new: given[axis.name] for axis in self.axes if axis.new}),
            share=None if in_part else share(self.new.grid.columns, [box]),
            in_part=in_part,
        )

    def _turn(self, found: Difference) -> Turn:
        return self.old.reading.of(self.old.table, found.old), self.new.reading.of(self.new.table, found.new)

    def _in_part(self, boxes: Sequence[Box]) -> Iterator[Difference]:
        """An example from each box that could only be searched by trying, where one was found."""
        varied = {axis.name for axis in self.axes if self.old.relates(axis.old) or self.new.relates(axis.new)}
        for box in boxes[:MOST_OF_ONE]:
            tried = (self._at(given, box, in_part=True) for given in nearby(self.new.grid.columns, box, varied))
            yield from islice((one for one in tried if len(set(self._turn(one))) > 1), 1)

    def _when(self, box: Box) -> Mapping[str, str]:
        columns = zip(self.new.grid.columns, box, strict=True)
        return {column.name: mask_text(column, mask) for column, mask in columns if mask != column.everything}

    def _reasons(self, found: Parts, budget: int) -> Iterator[str]:
        if found.blurred:
            rules = [f"`{side.table.rules[at].id}`" for side in (self.old, self.new) for at in side.grid.relational]
            names = " and ".join(dict.fromkeys(rules))
            yield f"Cells that read another input cannot be compared as a whole, only tried: see the rules {names}."
        if found.left:
            parts = joined(found.left)
            told = "; ".join(_spoken(self._when(box)) for box in parts[:MOST_LEFT])
            more = f"; and {len(parts) - MOST_LEFT} more parts" if len(parts) > MOST_LEFT else ""
            yield f"The search ended after {budget} steps. Not compared: {told}{more}."


def _spoken(when: Mapping[str, str]) -> str:
    return ", ".join(f"`{name}` {cell}" for name, cell in when.items()) or "everything"


def _rows(table: Table, names: Mapping[str, str]) -> list[Cells]:
    """The cells of each rule, by the names of the comparison."""
    return [{names[name]: cell for name, cell in tests.cells} for tests in table.tests]


def _cells(table: Table, name: str) -> object:
    return [cell for tests in table.tests for one, cell in tests.cells if one == name]


def _gives(table: Table, name: str) -> object:
    return [row.then.get(name) for row in table.rules]


def _policy(old: Table, new: Table) -> Iterator[str]:
    if old.hit_policy is not new.hit_policy:
        yield f"The hit policy was `{old.hit_policy.value}`, and is `{new.hit_policy.value}`."

"""For which marks two weighings have another outcome.

A weighing has no boxes: what counts is a sum over all factors. So the marks are gone through, whole ones only, factor
by factor; marks that lead to the same two sums are one case, which keeps that short. What is told are the means: the
one mean where the weights are the same in both, else the mean before and the mean now.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import TypeAlias

from sopbook.decisions.alignment import changes, renamings
from sopbook.decisions.columns import Column, column_of
from sopbook.decisions.comparison import Comparison, Difference
from sopbook.decisions.evaluate import Answer, answer
from sopbook.decisions.pieces import mask_text
from sopbook.decisions.weighing import MEAN, Weighing
from sopbook.documents.decision import Outcome
from sopbook.documents.fields import Field, FieldType
from sopbook.feel.values import Value

NUMBER = Field(type=FieldType.NUMBER)
BEFORE, NOW = f"{MEAN} before", f"{MEAN} now"

Marks: TypeAlias = dict[str, Value]
Sums: TypeAlias = tuple[Decimal, Decimal]
"""The weighted sums so far, of the old weighing and of the new one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Axis:
    """A factor of one or both, with its weight in each (0 where it is not asked), and its whole marks."""

    name: str
    old: str
    new: str
    weights: Sums
    marks: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class _Case:
    """How many marks lead to the same two sums, and some of them."""

    count: int
    marks: Marks


def compare_weighings(old: Weighing, new: Weighing, budget: int) -> Comparison:
    """Everything that the new version answers otherwise."""
    renamed = renamings(old.marks, new.marks, str, str)  # a factor has no cells: its label tells
    axes = tuple(_axes(old, new, renamed))
    told = (*changes(old.marks, new.marks, renamed, "factor"), *_weights(axes))
    cases = _cases(axes, budget)
    if cases is None:
        return Comparison(changes=told, reason=f"There are more than {budget} different sums of marks.")
    groups = _groups(old, new, axes, cases)
    total = sum(case.count for case in cases.values())
    means = _Means(old, new, is_one=all(axis.weights[0] == axis.weights[1] for axis in axes))
    ordered = sorted(groups.values(), key=lambda group: -group.count)
    differences = tuple(_difference(old, new, axes, group, means, total) for group in ordered)
    return Comparison(
        changes=told,
        differences=differences,
        share=sum((one.share or Fraction(0) for one in differences), Fraction(0)),
    )


def _axes(old: Weighing, new: Weighing, renamed: Mapping[str, str]) -> Iterator[_Axis]:
    """A factor whose scales have no mark in common is one that went and another that came."""
    before = {renamed.get(name, name): name for name in old.marks}
    for name, field in new.marks.items():
        was = before.pop(name, "")
        common = _whole(field, old.marks[was]) if was else ()
        weight = _weight(new, name)
        if common:
            yield _Axis(name=name, old=was, new=name, weights=(_weight(old, was), weight), marks=common)
            continue
        yield _Axis(name=name, old="", new=name, weights=(Decimal(0), weight), marks=_whole(field))
        if was:
            yield _gone(old, was, f"{was} (before)")
    yield from (_gone(old, was, was) for was in before.values())


def _gone(old: Weighing, was: str, name: str) -> _Axis:
    return _Axis(name=name, old=was, new="", weights=(_weight(old, was), Decimal(0)), marks=_whole(old.marks[was]))


def _whole(*fields: Field) -> tuple[Decimal, ...]:
    """The whole marks that all the scales have; of a single scale without any, its ends."""
    low = max(field.min or Decimal(0) for field in fields)
    high = min(field.max or Decimal(0) for field in fields)
    found = tuple(Decimal(mark) for mark in range(ceil(low), floor(high) + 1))
    return found or ((low, high) if len(fields) == 1 else ())


def _weight(weighing: Weighing, name: str) -> Decimal:
    return next(factor.weight for factor in weighing.factors if factor.id == name)


def _weights(axes: Sequence[_Axis]) -> Iterator[str]:
    for axis in axes:
        before, now = axis.weights
        if axis.old and axis.new and before != now:
            yield f"The weight of `{axis.name}` was {format(before, 'f')}, and is {format(now, 'f')}."


def _cases(axes: Sequence[_Axis], budget: int) -> Mapping[Sums, _Case] | None:
    """Every pair of sums that marks can have; None when there are too many."""
    cases: dict[Sums, _Case] = {(Decimal(0), Decimal(0)): _Case(1, {})}
    for axis in axes:
        more: dict[Sums, _Case] = {}
        for sums, case in cases.items():
            for mark in axis.marks:
                at = sums[0] + axis.weights[0] * mark, sums[1] + axis.weights[1] * mark
                known = more.get(at)
                marks = known.marks if known else {**case.marks, axis.name: mark}
                more[at] = _Case(case.count + (known.count if known else 0), marks)
            if len(more) > budget:
                return None
        cases = more
    return cases


def _groups(
    old: Weighing, new: Weighing, axes: Sequence[_Axis], cases: Mapping[Sums, _Case]
) -> dict[tuple[str, str], _Case]:
    """The cases with another outcome, by both outcomes."""
    groups: dict[tuple[str, str], _Case] = {}
    for case in cases.values():
        before, now = _answers(old, new, axes, case.marks)
        turn = _told(before), _told(now)
        if turn[0] != turn[1]:
            known = groups.get(turn)
            groups[turn] = _Case(case.count + (known.count if known else 0), known.marks if known else case.marks)
    return groups


def _answers(old: Weighing, new: Weighing, axes: Sequence[_Axis], marks: Marks) -> tuple[Answer, Answer]:
    before = answer(old, {axis.old: marks[axis.name] for axis in axes if axis.old})
    return before, answer(new, {axis.new: marks[axis.name] for axis in axes if axis.new})


def _told(found: Answer) -> str:
    """Outcomes are told by their ids, which start with a letter; two at once are one kind of fault."""
    return found.rules[0] if found.result is not None else "!" if found.problem else "?"


@dataclass(frozen=True)
class _Means:
    """Which means lead from one outcome to another; `is_one` says that the mean of any marks is the same in both."""

    old: Weighing
    new: Weighing
    is_one: bool

    def when(self, before: Answer, now: Answer) -> Mapping[str, str]:
        column = column_of(MEAN, NUMBER, (*self.old.cells, *self.new.cells))
        was, is_ = self._mask(column, self.old, before), self._mask(column, self.new, now)
        masks = {MEAN: was & is_} if self.is_one else {BEFORE: was, NOW: is_}
        return {name: mask_text(column, mask) for name, mask in masks.items() if mask != column.everything}

    def _mask(self, column: Column, weighing: Weighing, found: Answer) -> int:
        """Where this is the answer: no outcome, one, or more than one."""
        masks = [column.mask(cell) for cell in weighing.cells]
        once, often = 0, 0
        for mask in masks:
            once, often = once | mask, often | (once & mask)
        if found.result is None:
            return often if found.problem else column.everything & ~once
        return masks[_place(weighing.outcomes, found.rules[0])] & ~often


def _place(outcomes: Sequence[Outcome], wanted: str) -> int:
    return next(place for place, outcome in enumerate(outcomes) if outcome.id == wanted)


def _difference(
    old: Weighing, new: Weighing, axes: Sequence[_Axis], group: _Case, means: _Means, total: int
) -> Difference:
    before, now = _answers(old, new, axes, group.marks)
    return Difference(
        when=means.when(before, now),
        given=group.marks,
        old=before,
        new=now,
        share=Fraction(group.count, total),
    )

"""The rounds of a loop, and how their parts are called: `access[2]`, inside groups `board[2]`, nested `board[2][1]`.

A round keeps its number for ever: one that was removed leaves a gap, a new one gets the next number.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from sopbook.documents.ids import StepId

Numbers = tuple[int, ...]
"""The numbers of the rounds that something stands in, outermost first."""

_TYPED = re.compile(r"([^\s.\[\]]+)((?:\.[0-9]+|\[[0-9]+\])+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounds:
    """The rounds of one loop: `items` of all that there ever were, by number from 1; `latest` is when one was added."""

    items: tuple[str, ...] = ()
    removed: frozenset[int] = frozenset()
    latest: datetime | None = None

    @property
    def numbers(self) -> Iterator[int]:
        """The rounds that are to be done."""
        return (number for number in range(1, len(self.items) + 1) if number not in self.removed)

    @property
    def present(self) -> tuple[str, ...]:
        """The items of the rounds that are to be done."""
        return self.items if not self.removed else tuple(self.items[number - 1] for number in self.numbers)

    def added(self, items: Iterable[str], at: datetime) -> Self:
        """With one more round for each of the items, at the end."""
        return replace(self, items=(*self.items, *items), latest=at)

    def without(self, number: int) -> Self:
        """With one round less; its item stays known."""
        return replace(self, removed=self.removed | {number})


NO_ROUNDS = Rounds()


def numbered(step: StepId, numbers: Numbers) -> StepId:
    """What a part is called in these rounds."""
    return StepId(step + "".join(f"[{number}]" for number in numbers)) if numbers else step


def unnumbered(step: StepId) -> tuple[StepId, Numbers]:
    """A part as it is written, and the rounds that its id names."""
    if "[" not in step:
        return step, ()
    written, *numbers = step.replace("]", "").split("[")
    return StepId(written), tuple(int(number) for number in numbers if number.isascii() and number.isdecimal())


def typed_id(text: str) -> StepId:
    """An id as somebody typed it: brackets mean something to many shells, so `access.2` is `access[2]` too."""
    found = _TYPED.fullmatch(text.strip())
    if found is None:
        return StepId(text)
    return numbered(StepId(found[1]), tuple(int(number) for number in re.findall("[0-9]+", found[2])))

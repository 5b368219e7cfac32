"""Where the shapes of a diagram stand: the decision above, its inputs in a row below it, an edge from each."""

from collections.abc import Iterator
from dataclasses import dataclass

WIDTH, HEIGHT = 180, 80
INPUT_WIDTH, INPUT_HEIGHT = 125, 45
GAP = 25
LEFT, TOP, DOWN = 160, 100, 180


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A box: its left upper corner and its size."""

    x: int
    y: int
    width: int
    height: int

    @property
    def above(self) -> tuple[int, int]:
        """The middle of its upper side, where edges begin."""
        return self.x + self.width // 2, self.y

    @property
    def below(self) -> tuple[int, int]:
        """The middle of its lower side, where edges end."""
        return self.x + self.width // 2, self.y + self.height


def inputs_below(count: int) -> Iterator[Shape]:
    """The shapes of the inputs, from left to right."""
    for index in range(count):
        x = LEFT + index * (INPUT_WIDTH + GAP)
        yield Shape(x=x, y=TOP + HEIGHT + DOWN, width=INPUT_WIDTH, height=INPUT_HEIGHT)


def decision_over(count: int) -> Shape:
    """The shape of the decision, over the middle of so many inputs."""
    span = max(count * (INPUT_WIDTH + GAP) - GAP, WIDTH)
    return Shape(x=LEFT + (span - WIDTH) // 2, y=TOP, width=WIDTH, height=HEIGHT)

"""A drawing of boxes one below the other with the ways between them, as SVG that follows the colours of the page.

Each box has its lane at the right side: all ways that lead to it join there. So nothing has to be laid out by hand,
however many boxes there are, and the drawing stays as narrow as a telephone.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sopbook.pages.html import Html, html

BOX, LANES, STEP = 112, 264, 13
"""Widths: of a box, up to the first lane, from lane to lane."""

LINE, AIR = 30, 16
"""Heights: of a way that leaves or comes, between two boxes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A state; `is_end` when nothing leads out of it."""

    name: str
    is_end: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """A way from one box to another, and what is written on it."""

    source: str
    target: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed:
    """A box with its place: where it begins and ends, where ways come in, and where each of its own leaves."""

    box: Box
    top: int
    bottom: int
    comes_in: int
    leaves: tuple[tuple[int, Arrow], ...]


def drawn(boxes: Sequence[Box], arrows: Sequence[Arrow]) -> Html:
    """The drawing; for whoever does not see it, its ways are read out as a sentence each."""
    placed = tuple(_placed(boxes, arrows))
    lanes = {box.name: LANES + STEP * number for number, box in enumerate(_targets(boxes, arrows))}
    width, height = LANES + STEP * len(lanes), placed[-1].bottom + 2
    says = ". ".join(f"From {one.source} to {one.target}: {one.label}" for one in arrows)
    inner = Html("\n").join([*_lanes(placed, lanes), *(_box(one) for one in placed), *_ways(placed, lanes)])
    opening = '<svg class="sop-phases" viewBox="-1 -1 {} {}" role="img" aria-label="{}.">'
    return html('<div class="sop">\n' + opening + "\n{}\n</svg>\n</div>", width, height, says, inner)


def _targets(boxes: Iterable[Box], arrows: Iterable[Arrow]) -> list[Box]:
    reached = {arrow.target for arrow in arrows}
    return [box for box in boxes if box.name in reached]


def _placed(boxes: Iterable[Box], arrows: Sequence[Arrow]) -> Iterator[_Placed]:
    reached, top = {arrow.target for arrow in arrows}, 0
    for box in boxes:
        own = [arrow for arrow in arrows if arrow.source == box.name]
        first = top + LINE // 2 + (LINE if box.name in reached else 0)
        leaves = tuple((first + LINE * number, arrow) for number, arrow in enumerate(own))
        bottom = top + LINE * max(1, len(own) + (box.name in reached)) + LINE // 4
        yield _Placed(box=box, top=top, bottom=bottom, comes_in=top + LINE // 2, leaves=leaves)
        top = bottom + AIR


def _box(one: _Placed) -> Html:
    kind = "sop-phase sop-phase--end" if one.box.is_end else "sop-phase"
    shape = html('<rect x="0" y="{}" width="{}" height="{}" rx="6"/>', one.top, BOX, one.bottom - one.top)
    words = html('<text x="{}" y="{}">{}</text>', BOX // 2, (one.top + one.bottom) // 2 + 4, one.box.name)
    return html('<g class="{}">{}{}</g>', kind, shape, words)


def _lanes(placed: Iterable[_Placed], lanes: dict[str, int]) -> Iterator[Html]:
    """The lane of each box that is led to, from the furthest way that joins it, and its arrow into the box."""
    everything = tuple(placed)
    for one in everything:
        x = lanes.get(one.box.name)
        if x is None:
            continue
        joins = [y for other in everything for y, arrow in other.leaves if arrow.target == one.box.name]
        path = f"M{x} {min(*joins, one.comes_in)}V{max(*joins, one.comes_in)}M{x} {one.comes_in}H{BOX + 3}"
        head = f"M{BOX + 8} {one.comes_in - 4}L{BOX + 2} {one.comes_in}L{BOX + 8} {one.comes_in + 4}"
        yield html('<path class="sop-lane" d="{}"/><path class="sop-lane sop-arrow" d="{}"/>', path, head)


def _ways(placed: Iterable[_Placed], lanes: dict[str, int]) -> Iterator[Html]:
    """What leaves a box: its words, a line to the lane of where it leads, and a dot where it joins."""
    for one in placed:
        for y, arrow in one.leaves:
            x = lanes[arrow.target]
            line = html('<path class="sop-lane" d="M{} {}H{}"/>', BOX, y, x)
            dot = html('<circle class="sop-join" cx="{}" cy="{}" r="2.5"/>', x, y)
            yield line + dot + html('<text class="sop-way" x="{}" y="{}">{}</text>', BOX + 8, y - 5, arrow.label)

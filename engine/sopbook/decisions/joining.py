"""Boxes that do not overlap, joined into fewer: two that differ in a single column are one."""

from collections import defaultdict
from collections.abc import Iterable

from sopbook.decisions.grid import Box


def joined(boxes: Iterable[Box]) -> list[Box]:
    """The same points in as few boxes as joining finds."""
    found = list(boxes)
    before = len(found) + 1
    while len(found) < before:
        before = len(found)
        for column in range(len(found[0]) if found else 0):
            found = _along(column, found)
    return found


def _along(column: int, boxes: list[Box]) -> list[Box]:
    masks = defaultdict[Box, int](int)
    for box in boxes:
        masks[(*box[:column], *box[column + 1 :])] |= box[column]
    return [(*rest[:column], mask, *rest[column:]) for rest, mask in masks.items()]

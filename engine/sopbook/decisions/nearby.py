"""Inputs to try where two inputs are compared with each other: in what a column holds, and a step to either side."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice, product

from sopbook.decisions.columns import Column
from sopbook.decisions.grid import Box
from sopbook.decisions.overlaps import each
from sopbook.decisions.pieces import sample
from sopbook.feel.values import Value

MOST_TRIED = 500
MOST_PIECES = 3


def nearby(columns: Sequence[Column], box: Box, varied: Collection[str]) -> Iterator[Mapping[str, Value]]:
    """Some inputs of a box; only those that are compared with each other are varied."""
    values = [
        tuple(_values(column, mask)) if column.name in varied else (sample(column, next(each(mask))),)
        for column, mask in zip(columns, box, strict=True)
    ]
    names = [column.name for column in columns]
    return (dict(zip(names, one, strict=True)) for one in islice(product(*values), MOST_TRIED))


def _values(column: Column, mask: int) -> Iterator[Value]:
    for piece in islice(each(mask), MOST_PIECES):
        value = sample(column, piece)
        yield value
        yield from (near for near in _beside(column, value) if column.at(near) == piece)


def _beside(column: Column, value: Value) -> Iterator[Value]:
    scale = column.scale
    number = None if scale is None else scale.number(value)
    if scale is not None and number is not None:
        step = scale.steps[0] if scale.steps else 1
        yield from (scale.value(near) for near in (number + step, number - step) if scale.holds(near))

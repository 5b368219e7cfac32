"""Conditions as boxes: where the first that holds of several decides, what they leave out and what is never reached.

A condition is true, false, or neither (null); so every part of it becomes two lists of boxes, where it is true and
where it is false, and `and`, `or` and `not` work on both: `and` is true where all parts are and false where any is.
What compares a name with a value, in any of its spellings, is a cell of that name's column. What compares two names, or
calculates, has no place in boxes, and neither has a condition that falls into very many of them: both are `Unplaced`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import TypeAlias

from sopbook.decisions.columns import Column, column_of
from sopbook.decisions.grid import Box
from sopbook.decisions.overlaps import shared
from sopbook.decisions.pieces import mask_text, sample
from sopbook.decisions.search import Effort, covered, limits
from sopbook.documents.fields import Field
from sopbook.feel.names import names_read
from sopbook.feel.syntax import (
    Against,
    And,
    Between,
    Cell,
    Comparison,
    Expression,
    In,
    Interval,
    Literal,
    Name,
    Not,
    Or,
    UnaryTest,
    walk,
)
from sopbook.feel.values import Value

MOST_BOXES = 400
"""A condition of more boxes is nothing that a person keeps in mind either."""

Boxes: TypeAlias = tuple[Box, ...]
Sides: TypeAlias = tuple[Boxes, Boxes]
"""Where a condition is true, and where it is false; elsewhere it is null."""

_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


class Unplaced(Exception):
    """A condition is no set of boxes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """The columns of the names that some conditions read."""

    columns: tuple[Column, ...]

    @property
    def everything(self) -> Box:
        return tuple(column.everything for column in self.columns)

    def where(self, condition: Expression) -> Boxes:
        """The boxes in which a condition is true; they may overlap."""
        return self._sides(condition)[0]

    def left_out(self, spaces: Boxes, taken: Boxes, effort: Effort) -> Box | None:
        """A box of the spaces that none of the taken boxes holds."""
        rules = [(index, limits(box, self.everything)) for index, box in enumerate(taken)]
        found = (covered(space, rules, effort).left_out for space in spaces)
        return next((box for box in found if box is not None), None)

    def case(self, box: Box) -> Mapping[str, Value]:
        """One case of a box."""
        columns = zip(self.columns, box, strict=True)
        return {column.name: sample(column, (mask & -mask).bit_length() - 1) for column, mask in columns}

    def text(self, box: Box) -> Mapping[str, str]:
        """The cells of a box, for the names it limits."""
        columns = zip(self.columns, box, strict=True)
        return {column.name: mask_text(column, mask) for column, mask in columns if mask != column.everything}

    def _sides(self, node: Expression) -> Sides:
        match node:
            case Literal(value=bool() as value):
                every: Boxes = (self.everything,)
                return (every, ()) if value else ((), every)
            case Not(operand=operand):
                true, false = self._sides(operand)
                return false, true
            case And(parts=parts):
                sides = [self._sides(part) for part in parts]
                return _all(true for true, _ in sides), _any(false for _, false in sides)
            case Or(parts=parts):
                sides = [self._sides(part) for part in parts]
                return _any(true for true, _ in sides), _all(false for _, false in sides)
            case _:
                return self._atom(*_asked(node))

    def _atom(self, name: str, cell: Cell) -> Sides:
        at = next(index for index, column in enumerate(self.columns) if column.name == name)
        fits = self.columns[at].mask(cell)
        fails = self.columns[at].mask(Cell(cell.tests, negated=True))
        return self._slab(at, fits), self._slab(at, fails)

    def _slab(self, at: int, mask: int) -> Boxes:
        every = self.everything
        return ((*every[:at], mask, *every[at + 1 :]),) if mask else ()


def space_of(conditions: Sequence[Expression], fields: Mapping[str, Field]) -> Space:
    """The space of what some conditions read; raises `Unplaced` where one of them is no set of boxes."""
    cells: dict[str, list[Cell]] = {}
    for condition in conditions:
        for name in names_read(condition):
            if name not in fields:
                raise Unplaced
            cells.setdefault(name, [])
        for atom in _atoms(condition):
            name, cell = _asked(atom)
            cells[name].append(cell)
    return Space(columns=tuple(column_of(name, fields[name], asked) for name, asked in cells.items()))


def _atoms(node: Expression) -> Iterable[Expression]:
    match node:
        case Literal(value=bool()):
            return
        case Not(operand=operand):
            yield from _atoms(operand)
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                yield from _atoms(part)
        case _:
            yield node


def _asked(node: Expression) -> tuple[str, Cell]:
    """What a comparison asks about which name, as a cell."""
    match node:
        case Name(name=name):
            return name, _cell(Against("=", Literal(True)))
        case Comparison(operator=operator, left=Name(name=name), right=Literal() as value):
            return name, _cell(Against(operator, value))
        case Comparison(operator=operator, left=Literal() as value, right=Name(name=name)):
            return name, _cell(Against(_MIRRORED[operator], value))
        case Between(subject=Name(name=name), low=Literal() as low, high=Literal() as high):
            return name, _cell(Interval(low, high))
        case In(subject=Name(name=name), tests=tests) if not _reads_names(tests):
            return name, _cell(*tests)
        case _:
            raise Unplaced


def _cell(*tests: UnaryTest) -> Cell:
    return Cell(tests)


def _reads_names(tests: tuple[UnaryTest, ...]) -> bool:
    return any(isinstance(node, Name) for test in tests for node, _ in walk(test))


def _any(parts: Iterable[Boxes]) -> Boxes:
    return _few(tuple(dict.fromkeys(box for boxes in parts for box in boxes)))


def _all(parts: Iterable[Boxes]) -> Boxes:
    return reduce(_both, parts)


def _both(some: Boxes, others: Boxes) -> Boxes:
    meets = (shared(one, other) for one in some for other in others)
    return _few(tuple(dict.fromkeys(box for box in meets if all(box))))


def _few(boxes: Boxes) -> Boxes:
    if len(boxes) > MOST_BOXES:
        raise Unplaced
    return boxes

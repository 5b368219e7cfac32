"""Parts of a procedure that no run can come to.

Two things keep a run from a part: the procedure has ended before (every option of a choice ends it), or a condition on
the way cannot be true together with those around it. What is reported here is certain, and not everything is found. A
part that nothing leads to is reported once, and nothing behind or inside it.
"""

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum

from sopbook.documents.document import Document
from sopbook.documents.procedure import Procedure
from sopbook.documents.steps import AnyPart, Choose, Group, Option, Order
from sopbook.feel.syntax import Cell, Expression
from sopbook.feel.types import Type
from sopbook.handbook.book import Handbook
from sopbook.handbook.expressions import Understood, by_pointer
from sopbook.handbook.layout import Loops
from sopbook.handbook.names import Scope, scopes_of
from sopbook.handbook.possible import can_be
from sopbook.source.position import Pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreachable:
    """A part or option that is never reached: where the cause or the part stands, and why."""

    pointer: Pointer
    why: str
    hint: str


class _Way(Enum):
    """How a run leaves a part: behind it lies more, or the end, or the end of which the author was told already."""

    GOES_ON = 1
    ENDS = 2
    TOLD = 3


_Walk = Generator[Unreachable, None, _Way]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Here:
    """What is true around a place: the conditions one has passed, and the options one has taken."""

    scopes: Mapping[Loops, Scope]
    written: Mapping[Pointer, Understood]
    loops: Loops = ()
    passed: tuple[Expression, ...] = ()
    chosen: tuple[tuple[str, str], ...] = ()

    @property
    def types(self) -> Mapping[str, Type]:
        """The types of the names that can be read there."""
        return self.scopes[self.loops].types

    def condition(self, pointer: Pointer) -> Expression | None:
        """The condition at a pointer, if there is one that can be worked out."""
        one = self.written.get((*pointer, "when"))
        return one.tree if one is not None and one.is_sound and not isinstance(one.tree, Cell | None) else None


def unreachable(document: Document, book: Handbook) -> Iterator[Unreachable]:
    """Every part of a procedure that cannot be reached, for the first reason only."""
    if isinstance(document, Procedure):
        written = book.once(by_pointer, document)
        here = _Here(scopes=book.once(scopes_of, document), written=written)
        yield from _along(document.parts, document.order, here)


def _along(parts: tuple[AnyPart, ...], order: Order, here: _Here) -> _Walk:
    way = _Way.GOES_ON
    for part in parts:
        if way is not _Way.GOES_ON and order is Order.FIXED:
            if way is _Way.ENDS:
                why = f"`{part.id}` is never reached: every option before it ends the procedure"
                yield Unreachable(pointer=part.path, why=why, hint="drop what follows, or let one option go on")
            return _Way.TOLD
        then = yield from _at(part, here)
        way = then if way is _Way.GOES_ON else way
    return way


def _at(part: AnyPart, here: _Here) -> _Walk:
    item = replace(here, loops=(*here.loops, part.path)) if part.for_each else here
    inside = yield from _passing(part, item)
    if inside is None:
        return _Way.GOES_ON
    way = _Way.GOES_ON
    if not isinstance(part, Group):
        yield from _along(part.undo, Order.FIXED, inside)
    match part:
        case Group(steps=steps, order=order):
            way = yield from _along(steps, order, inside)
        case Choose(options=options):
            way = yield from _choosing(part, options, inside)
        case _:
            pass
    return _Way.GOES_ON if part.when or part.only_if or part.optional or part.for_each else way


def _choosing(choice: Choose, options: tuple[Option, ...], here: _Here) -> _Walk:
    ways: list[bool] = []
    for option in options:
        taken = replace(here, chosen=(*here.chosen, (f"{choice.id}.chosen", option.id)))
        offered = yield from _passing(option, here)
        if offered is not None:
            way = yield from _along(option.steps, Order.FIXED, replace(taken, passed=offered.passed))
            ways.append(option.end or way is not _Way.GOES_ON)
    return _Way.ENDS if ways and all(ways) else _Way.GOES_ON


def _passing(part: AnyPart | Option, here: _Here) -> Generator[Unreachable, None, _Here | None]:
    """What is true behind a part's own condition; None, and a finding, where it never is."""
    condition = here.condition(part.path)
    if condition is None:
        return here
    passed = replace(here, passed=(*here.passed, condition))
    if can_be(passed.passed, dict(here.chosen), here.types):
        return passed
    alone = not can_be((condition,), {}, here.types)
    why = "this condition is never true" if alone else "this condition is never true here, inside what is around it"
    hint = f"mend it, or drop `{part.id}`"
    yield Unreachable(pointer=(*part.path, "when"), why=why, hint=hint)
    return None

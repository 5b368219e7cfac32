"""Parts of a procedure that no run can come to.

Two things keep a run from a part: the procedure has ended before (every option of a choice ends it), or a condition on
the way cannot be true together with those around it. Conditions are tried with every combination of the choices and
yes-or-no values they read; a value without a finite number of possibilities counts as unknown, so what is reported here
is certain, and not everything is found. A part that nothing leads to is reported once, and nothing behind or inside it.
"""

from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from itertools import product
from math import prod

from sopbook.documents.document import Document
from sopbook.documents.procedure import Procedure
from sopbook.documents.steps import AnyPart, Choose, Group, Option, Order
from sopbook.feel.evaluate import MissingValue, evaluate
from sopbook.feel.names import names_read
from sopbook.feel.syntax import Cell, Expression
from sopbook.feel.types import Choice, Type, YesNo
from sopbook.handbook.book import Handbook
from sopbook.handbook.expressions import Understood, by_pointer
from sopbook.handbook.names import scope_of
from sopbook.source.position import Pointer

MOST_COMBINATIONS = 4096


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

    types: Mapping[str, Type]
    written: Mapping[Pointer, Understood]
    passed: tuple[Expression, ...] = ()
    chosen: tuple[tuple[str, str], ...] = ()

    def condition(self, pointer: Pointer) -> Expression | None:
        """The condition at a pointer, if there is one that can be worked out."""
        one = self.written.get((*pointer, "when"))
        return one.tree if one is not None and one.is_sound and not isinstance(one.tree, Cell | None) else None


def unreachable(document: Document, book: Handbook) -> Iterator[Unreachable]:
    """Every part of a procedure that cannot be reached, for the first reason only."""
    if isinstance(document, Procedure):
        written = book.once(by_pointer, document)
        here = _Here(types=book.once(scope_of, document).types, written=written)
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
    inside = yield from _passing(part, here)
    if inside is None:
        return _Way.GOES_ON
    way = _Way.GOES_ON
    match part:
        case Group(steps=steps, order=order):
            way = yield from _along(steps, order, inside)
        case Choose(options=options):
            way = yield from _choosing(part, options, inside)
        case _:
            pass
    return _Way.GOES_ON if part.when or part.only_if or part.optional else way


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
    if _can_be(passed.passed, dict(here.chosen), here.types):
        return passed
    alone = not _can_be((condition,), {}, here.types)
    why = "this condition is never true" if alone else "this condition is never true here, inside what is around it"
    hint = f"mend it, or drop `{part.id}`"
    yield Unreachable(pointer=(*part.path, "when"), why=why, hint=hint)
    return None


def _can_be(conditions: tuple[Expression, ...], chosen: Mapping[str, str], types: Mapping[str, Type]) -> bool:
    """Whether all conditions can be true at once, as far as finite values can tell."""
    names = dict.fromkeys(name for condition in conditions for name in names_read(condition))
    values = {name: (chosen[name],) if name in chosen else _values(types[name]) for name in names}
    finite = {name: some for name, some in values.items() if some}
    if prod(len(some) for some in finite.values()) > MOST_COMBINATIONS:
        return True
    combinations = (dict(zip(finite, some, strict=True)) for some in product(*finite.values()))
    return any(_all_may_hold(conditions, one) for one in combinations)


def _all_may_hold(conditions: Iterable[Expression], values: Mapping[str, object]) -> bool:
    return all(_may_hold(condition, values) for condition in conditions)


def _may_hold(condition: Expression, values: Mapping[str, object]) -> bool:
    try:
        return evaluate(condition, values) is True
    except MissingValue:
        return True


def _values(of: Type) -> tuple[object, ...]:
    """All values of a type, or none where they are too many to try."""
    match of:
        case YesNo():
            some: tuple[object, ...] = (True, False)
        case Choice(options=options):
            some = options
        case _:
            return ()
    return (*some, None) if of.nullable else some

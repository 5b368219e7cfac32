"""Whether conditions can be true, tried with every combination of the choices and yes-or-no values they read.

A value without a finite number of possibilities counts as unknown, so a no is certain and a yes may be mistaken.
"""

from collections.abc import Iterable, Mapping
from itertools import product
from math import prod

from sopbook.feel.evaluate import MissingValue, evaluate
from sopbook.feel.names import names_read
from sopbook.feel.syntax import Expression
from sopbook.feel.types import Choice, Type, YesNo

MOST_COMBINATIONS = 4096


def can_be(conditions: tuple[Expression, ...], chosen: Mapping[str, str], types: Mapping[str, Type]) -> bool:
    """Whether all conditions can be true at once, when these names have these values."""
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

"""Which entries of a list say again what one before them said, in time that grows with the list and not its square."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any


def repeated(items: Sequence[Any]) -> Iterator[int]:
    """The index of the second of each value that is there several times."""
    times: dict[Hashable, int] = {}
    for index, item in enumerate(items):
        value = _hashable(item)
        times[value] = times.get(value, 0) + 1
        if times[value] == 2:
            yield index


def _hashable(value: Any) -> Hashable:
    """Equal exactly for what JSON calls equal: `1` and `1.0` are, `1` and `true` are not."""
    match value:
        case bool():
            return ("truth", value)
        case list():
            return ("list", *map(_hashable, value))
        case Mapping():
            return frozenset((key, _hashable(item)) for key, item in value.items())
        case _:
            return value  # type: ignore[no-any-return]

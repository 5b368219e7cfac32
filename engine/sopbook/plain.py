"""Frozen dataclasses from and to plain values: the shapes that YAML and JSON have.

One pair of functions reads documents, published checklists and stored events, driven by the classes' own annotations,
so a class states its shape once. Rules that are not obvious from an annotation:

- where a tuple is annotated, a single value stands for a tuple of one (`by: owner` is `by: [owner]`);
- of several dataclasses in a union, the first whose required fields are all present is meant;
- a field whose name ends in `_` stands for the key without it (`class_` for `class`);
- a field called `path` receives the pointer at which the object stood, and is never written out;
- what already is of the class is taken as it is;
- what JSON has no type for is written with its name: `{"number": "12.50"}`, `{"date": "2026-01-31"}`; a plain number
  (as YAML gives it) is read as well. Small whole numbers of our own (`int`) stay JSON numbers,
  and are read from YAML's `2.0` too.

Data is trusted here: shapes are checked by a JSON Schema or by a digest before. What does not fit raises `TypeError`.
"""

import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, TypeVar

Plain = Any
"""str, int, Decimal, bool, None, and lists and string-keyed dicts of these."""

Reader = Callable[[Plain, tuple[str | int, ...]], Any]
T = TypeVar("T")


def from_plain(shape: type[T], value: Plain, at: tuple[str | int, ...] = ()) -> T:
    """Build a value of `shape` (a class or any annotation) from plain values that stood at the pointer `at`."""
    return typing.cast(T, reader_of(typing.cast(Any, shape))(value, at))


def to_plain(value: Any) -> Plain:
    """The plain form of a value; everything `from_plain` builds comes back equal, but for `path`."""
    match value:
        case None | bool() | str():
            return value
        case Enum():
            return value.value
        case int():
            return value
        case Decimal():
            return {"number": format(value, "f")}
        case datetime():
            return {"datetime": written(value)}
        case date():
            return {"date": value.isoformat()}
        case time():
            return {"time": value.isoformat()}
        case tuple() | list():
            return [to_plain(item) for item in value]
        case frozenset():
            return sorted(to_plain(item) for item in value)
        case Mapping():
            return {str(key): to_plain(item) for key, item in value.items()}
    if not is_dataclass(value):
        raise TypeError(f"{type(value).__name__} has no plain form")
    return {
        key: to_plain(getattr(value, name))
        for key, name in _names(typing.cast(Any, type(value))).items()
        if name != "path"
    }


def written(moment: datetime) -> str:
    """A moment as RFC 3339 text in UTC with microseconds, or without an offset when it has no zone."""
    if moment.tzinfo is None:
        return moment.isoformat(timespec="microseconds")
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


TAGGED: Mapping[str, Callable[[str], Any]] = {
    "number": Decimal,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "datetime": datetime.fromisoformat,
}
_TAG_OF: Mapping[type, str] = {Decimal: "number", date: "date", time: "time", datetime: "datetime"}


@cache
def reader_of(shape: Any) -> Reader:
    """The function that reads this annotation; made once for each."""
    origin, arguments = typing.get_origin(shape), typing.get_args(shape)
    if shape is Any:
        return _as_it_is
    if origin is typing.Literal or shape in (str, bool, type(None)):
        return _as_it_is
    if shape is int:
        return _whole
    if isinstance(shape, typing.NewType):
        return reader_of(shape.__supertype__)
    if origin in (typing.Union, types.UnionType):
        return _union(arguments)
    if origin is tuple:
        return _tuple(reader_of(arguments[0]))
    if origin is frozenset:
        many = _tuple(reader_of(arguments[0]))
        return lambda value, at: frozenset(many(value, at))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        one = reader_of(arguments[1])
        return lambda value, at: {key: one(item, (*at, key)) for key, item in value.items()}
    if isinstance(shape, type) and issubclass(shape, Enum):
        return _member(shape)
    if shape in _TAG_OF:
        return _tagged(shape)
    if is_dataclass(shape):
        return _dataclass(typing.cast(type, shape))
    raise TypeError(f"{shape!r} is no shape of plain values")


def _as_it_is(value: Plain, _at: tuple[str | int, ...]) -> Any:
    return value


def _whole(value: Plain, _at: tuple[str | int, ...]) -> Any:
    return int(value) if isinstance(value, Decimal) else value


def _member(shape: type[Enum]) -> Reader:
    return lambda value, _at: shape(value)


def _tuple(one: Reader) -> Reader:
    def read(value: Plain, at: tuple[str | int, ...]) -> tuple[Any, ...]:
        if not isinstance(value, list):
            return (one(value, at),)
        return tuple(one(item, (*at, index)) for index, item in enumerate(value))

    return read


def _tagged(shape: type) -> Reader:
    tag = _TAG_OF[shape]
    make = TAGGED[tag]

    def read(value: Plain, _at: tuple[str | int, ...]) -> Any:
        if type(value) is shape:
            return value
        return make(value[tag] if isinstance(value, dict) else str(value))

    return read


def _union(alternatives: tuple[Any, ...]) -> Reader:
    classes: list[Any] = [one for one in alternatives if is_dataclass(one)]
    known = [(_required(one), one) for one in classes]
    many = next((one for one in alternatives if typing.get_origin(one) is tuple), None)
    from_text = [
        reader_of(one) for one in alternatives if isinstance(one, type) and (one in _TAG_OF or issubclass(one, Enum))
    ]

    def read(value: Plain, at: tuple[str | int, ...]) -> Any:
        if isinstance(value, dict):
            if len(value) == 1 and next(iter(value)) in TAGGED:
                tag = next(iter(value))
                return TAGGED[tag](value[tag])
            for required, one in known:
                if required <= value.keys():
                    return reader_of(one)(value, at)
            return reader_of(_mapping_of(alternatives))(value, at)
        if many is not None and isinstance(value, list):
            return reader_of(many)(value, at)
        if isinstance(value, str) and str not in alternatives:
            return next((one(value, at) for one in from_text), value)
        if isinstance(value, int) and not isinstance(value, bool) and int not in alternatives:
            return Decimal(value)
        return value

    return read


def _mapping_of(alternatives: tuple[Any, ...]) -> Any:
    for one in alternatives:
        origin = typing.get_origin(one)
        if isinstance(origin, type) and issubclass(origin, Mapping):
            return one
    raise TypeError(f"an object fits none of {alternatives!r}")


@cache
def _required(shape: type) -> frozenset[str]:
    return frozenset(
        field.name.rstrip("_")
        for field in fields(shape)
        if field.default is MISSING and field.default_factory is MISSING and field.name != "path"
    )


def _dataclass(shape: type) -> Reader:
    plan: dict[str, tuple[str, Reader]] = {}
    has_path = "path" in _names(shape)

    def read(value: Plain, at: tuple[str | int, ...]) -> Any:
        if isinstance(value, shape):
            return value
        if not plan:  # made late, because a class may mention itself
            plan.update(_plan(shape))
        given: dict[str, Any] = {"path": at} if has_path else {}
        for key, item in value.items():
            if key in plan:
                name, one = plan[key]
                given[name] = item if one is _as_it_is else one(item, (*at, key))  # most are texts: no pointer is made
        return shape(**given)

    return read


def _plan(shape: type) -> dict[str, tuple[str, Reader]]:
    hints = typing.get_type_hints(shape)
    return {key: (name, reader_of(hints[name])) for key, name in _names(shape).items() if name != "path"}


@cache
def _names(shape: type) -> Mapping[str, str]:
    return {field.name.rstrip("_"): field.name for field in fields(shape)}

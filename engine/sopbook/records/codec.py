"""Events to their stored form and back.

An event is any frozen dataclass with `by`, `name`, `role`, `at` and `recorded_at`. Who, in which role and when go into
the envelope; everything else, the person's name included, is the payload. Which classes there are is a table handed
in, so this room knows none of them.

What is stored stays readable. A field that was added with a default may be missing in what was stored before. When
fields change otherwise, the version of the class goes up and an upcaster is added that turns the payload of one version
into that of the next. Upcasters work on plain values, so that old shapes need no classes.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from datetime import datetime
from typing import Any, Protocol

from sopbook import plain
from sopbook.records.chain import Entry, Stored, canonical, moment_of
from sopbook.records.errors import UnreadableEvent


class Event(Protocol):
    """What every event says beside what is its own."""

    @property
    def by(self) -> str:
        """The id of the person (or `engine`)."""

    @property
    def name(self) -> str:
        """The person's name at that time."""

    @property
    def role(self) -> str | None: ...
    @property
    def at(self) -> datetime:
        """When it happened."""

    @property
    def recorded_at(self) -> datetime: ...


Upcaster = Callable[[dict[str, Any]], dict[str, Any]]
Table = Mapping[str, tuple[type[Any], int]]

_IN_ENVELOPE = frozenset({"by", "role", "at", "recorded_at"})


class Codec:
    """Writes events of the classes in `table` (type name -> class and version) and reads all their versions."""

    def __init__(self, table: Table, upcasters: Mapping[tuple[str, int], Upcaster] | None = None) -> None:
        self._table = dict(table)
        self._upcasters = dict(upcasters or {})
        self._types = {cls: (type_, version) for type_, (cls, version) in self._table.items()}
        self._keys = {type_: _payload_keys(cls) for type_, (cls, _) in self._table.items()}
        assert len(self._types) == len(self._table), "one class, one type"

    def encode(self, event: Event) -> Entry:
        """The stored form; an event of a class that is not in the table is a bug of ours and crashes."""
        type_, version = self._types[type(event)]
        values = plain.to_plain(event)
        return Entry(
            type=type_,
            version=version,
            at=event.at,
            recorded_at=event.recorded_at,
            by=event.by,
            role=event.role,
            payload=canonical({key: value for key, value in values.items() if key not in _IN_ENVELOPE}),
        )

    def decode(self, stored: Stored) -> Any:
        """The event again, of the class as it is today; raises `UnreadableEvent`."""
        envelope = stored.envelope
        if envelope.type not in self._table:
            raise _unreadable(stored, "no such type of event is known")
        values = self._current(stored)
        needed, known = self._keys[envelope.type]
        if not needed <= values.keys() <= known:
            odd = ", ".join(f"`{key}`" for key in sorted((values.keys() - known) | (needed - values.keys())))
            raise _unreadable(stored, f"it has other fields than expected: {odd}")
        values |= {"by": envelope.by, "role": envelope.role}
        try:
            values |= {"at": moment_of(envelope.at), "recorded_at": moment_of(envelope.recorded_at)}
            return plain.from_plain(self._table[envelope.type][0], values)
        except (TypeError, ValueError, LookupError, ArithmeticError, AttributeError) as error:
            raise _unreadable(stored, f"a value does not fit ({error})") from error

    def _current(self, stored: Stored) -> dict[str, Any]:
        """The payload's values, brought up to the version that the class has today."""
        type_, version = stored.envelope.type, stored.envelope.version
        newest = self._table[type_][1]
        values = _values(stored)
        if version > newest:
            raise _unreadable(stored, f"only versions up to {newest} are known")
        for step in range(version, newest):
            upcast = self._upcasters.get((type_, step))
            if upcast is None:
                raise _unreadable(stored, f"nothing leads from version {step} to {step + 1}")
            values = upcast(values)
        return values


def _payload_keys(cls: type[Any]) -> tuple[frozenset[str], frozenset[str]]:
    """What a payload has to hold, and what it may hold."""
    names = {field.name for field in fields(cls)}
    assert _IN_ENVELOPE | {"name"} <= names, f"{cls.__name__} lacks the fields that every event has"
    assert "path" not in names, f"{cls.__name__}: a field called `path` is never written out"
    optional = {one.name for one in fields(cls) if one.default is not MISSING or one.default_factory is not MISSING}
    known = names - _IN_ENVELOPE
    return _as_keys(known - optional), _as_keys(known)


def _as_keys(names: set[str]) -> frozenset[str]:
    return frozenset(name.rstrip("_") for name in names)


def _values(stored: Stored) -> dict[str, Any]:
    try:
        values = json.loads(stored.payload.decode())  # of bytes it would first ask for their encoding
    except (ValueError, RecursionError) as error:
        raise _unreadable(stored, "its payload is not JSON") from error
    if not isinstance(values, dict):
        raise _unreadable(stored, "its payload is not an object")
    return values


def _unreadable(stored: Stored, why: str) -> UnreadableEvent:
    envelope = stored.envelope
    return UnreadableEvent(
        stream=envelope.stream, number=envelope.number, type=envelope.type, version=envelope.version, why=why
    )

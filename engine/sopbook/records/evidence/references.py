"""Which files the events name: the table `evidence`, made from the payloads in the transaction of the append.

A payload names a file by an object of exactly its name, its size and its SHA-256; nothing that people enter has that
shape, because numbers of theirs are never written as JSON numbers. So the table follows from the stored bytes alone,
without any class of events: `verify` holds it against them, and rebuilding or importing writes it with the same call.
A ledger from before there was evidence gets the table with the first file that is named.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, inspect, select

from sopbook.records.evidence.store import DIGEST
from sopbook.records.tables import evidence, payloads

_MARK = b'"sha256"'
_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Named:
    """A file that event `number` of a stream names; its name is data and never a path."""

    stream: str
    number: int
    sha256: str
    name: str
    size: int


def named_in(stream: str, number: int, payload: bytes) -> tuple[Named, ...]:
    """The files that one event names, each once; none in what cannot be read."""
    if _MARK not in payload:
        return ()
    try:
        files = set(_files(json.loads(payload)))
    except (ValueError, RecursionError):
        return ()
    return tuple(
        sorted(Named(stream=stream, number=number, sha256=sha256, name=name, size=size) for sha256, name, size in files)
    )


def note(connection: Connection, files: Iterable[Named]) -> None:
    """Write down which files events name, inside the transaction that brings these events."""
    if rows := [asdict(one) for one in files]:
        evidence.create(connection, checkfirst=True)
        connection.execute(insert(evidence), rows)


def forget(connection: Connection, stream: str) -> None:
    """No longer know what a stream names: its payloads go, or are noted anew."""
    if is_there(connection):
        connection.execute(delete(evidence).where(evidence.c.stream == stream))


def renew(connection: Connection, stream: str) -> None:
    """Note anew what a stream names, from the payloads that it has."""
    forget(connection, stream)
    rows = connection.execute(select(payloads.c.number, payloads.c.payload).where(payloads.c.stream == stream)).all()
    note(connection, (one for number, payload in rows for one in named_in(stream, number, payload)))


def forget_lost(connection: Connection) -> int:
    """Forget what events name that have no payload; how many files that were."""
    if not is_there(connection):
        return 0
    there = select(payloads.c.number).where(
        payloads.c.stream == evidence.c.stream, payloads.c.number == evidence.c.number
    )
    return connection.execute(delete(evidence).where(~there.exists())).rowcount


def named_by(connection: Connection, stream: str) -> tuple[Named, ...]:
    """The files that a stream names, in the order of its events."""
    if not is_there(connection):
        return ()
    query = select(evidence).where(evidence.c.stream == stream).order_by(evidence.c.number, evidence.c.name)
    return tuple(Named(**row._mapping) for row in connection.execute(query))


def all_by_file(connection: Connection) -> Iterator[Named]:
    """The files that any stream names; whoever names the same one stands together."""
    if is_there(connection):
        order = (evidence.c.sha256, evidence.c.size, evidence.c.stream, evidence.c.number)
        rows = connection.execution_options(yield_per=_AT_ONCE).execute(select(evidence).order_by(*order))
        yield from (Named(**row._mapping) for row in rows)


def is_named(connection: Connection, digest: str) -> bool:
    """Whether any event names the file; one that none names may be deleted."""
    if not is_there(connection):
        return False
    return connection.execute(select(evidence.c.sha256).where(evidence.c.sha256 == digest).limit(1)).first() is not None


def is_there(connection: Connection) -> bool:
    """An older ledger has no such table."""
    return inspect(connection).has_table(evidence.name)


def _files(value: Any) -> Iterator[tuple[str, str, int]]:
    """Digest, name and size of each file in a payload's values, wherever it stands."""
    match value:
        case {"sha256": str(sha256), "name": str(name), "size": int(size), **others} if not others:
            if DIGEST.fullmatch(sha256):
                yield sha256, name, size
        case dict():
            for one in value.values():
                yield from _files(one)
        case list():
            for one in value:
                yield from _files(one)

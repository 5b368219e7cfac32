"""The ledger's chain.

An event is kept as an *envelope* and a *payload*. The payload holds values, reasons and names, and may one day have to
be deleted; its digest is SHA-256 over a random salt and its bytes, so that once both are gone nobody can test a guess.
The envelope is small, names a person by id only, and never changes. It holds the payload's digest and the digest of
the envelope before it, so changing, dropping or reordering an old event no longer fits what follows:

    envelope 1 <---- previous ---- envelope 2 <---- previous ---- envelope 3
        | payload                      | payload                      | payload
        v                              v                              v
    SHA-256(salt + bytes)          SHA-256(salt + bytes)          SHA-256(salt + bytes)

What is stored is exactly the bytes that were hashed (RFC 8785 JSON), and checking hashes bytes and never writes them
anew, so a later program cannot disagree about spelling. The ledger's id, the stream and the number stand inside the
envelope: an event copied to another place does not fit there.

Two things cannot be seen from inside one stream: that its tail was cut off, and that somebody who owns the database
wrote it all again from some event on. For the first there are the tables beside it (`verify`); for both, heads kept
outside the database.

Nothing here reads a clock, a disk or a random number; the salt is handed in.
"""

import hashlib
import json
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

import rfc8785

from sopbook.plain import written
from sopbook.records.errors import Unrecordable

SALT_BYTES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An event in its stored form that has no place in a stream yet."""

    type: str
    version: int
    at: datetime
    recorded_at: datetime
    by: str
    role: str | None
    payload: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What is said about an event for ever; `payload` and `previous` are digests, times are RFC 3339 text in UTC."""

    ledger: str
    stream: str
    number: int
    type: str
    version: int
    at: str
    recorded_at: str
    by: str
    role: str | None
    key: str
    payload: str
    previous: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One event as the database holds it, sound or not."""

    number: int
    envelope: bytes
    digest: str
    salt: bytes | None
    payload: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """One event that was read and held."""

    envelope: Envelope
    digest: str
    payload: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that does not hold; without a stream it is about the ledger as a whole."""

    stream: str | None = None
    number: int | None = None
    what: str

    def __str__(self) -> str:
        where = ", ".join(
            [*([self.stream] if self.stream else []), *([f"event {self.number}"] if self.number is not None else [])]
        )
        return f"{where}: {self.what}" if where else self.what


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What the next event of a stream has to fit to.

    `digests` are those the next envelope may name: two when this one and its digest disagree, so that the next is not
    blamed for it; None when nothing is known.
    """

    number: int = 0
    digests: tuple[str | None, ...] | None = (None,)
    recorded_at: str = ""


def seal(entry: Entry, *, ledger: str, stream: str, number: int, key: str, previous: str | None, salt: bytes) -> Row:
    """Give an event its place: after the envelope whose digest is `previous`."""
    assert len(salt) == SALT_BYTES
    envelope = canonical(
        {
            "ledger": ledger,
            "stream": stream,
            "number": number,
            "type": entry.type,
            "version": entry.version,
            "at": moment_text(entry.at),
            "recorded_at": moment_text(entry.recorded_at),
            "by": entry.by,
            "role": entry.role,
            "key": key,
            "payload": digest_of(salt + entry.payload),
            "previous": previous,
        }
    )
    return Row(number=number, envelope=envelope, digest=digest_of(envelope), salt=salt, payload=entry.payload)


def check(rows: Iterable[Row], *, ledger: str, stream: str) -> Iterator[Finding]:
    """Recompute a stream from its first event on and say what does not hold, at most one thing per event."""
    link = Link()
    for row in rows:
        examined, link = examine(row, ledger=ledger, stream=stream, after=link)
        if isinstance(examined, Finding):
            yield examined


def examine(
    row: Row, *, ledger: str, stream: str, after: Link, origins: Container[str] = ()
) -> tuple[Stored | Finding, Link]:
    """Look at one event in its place, and say what the one behind it has to fit to.

    It was written in `ledger`, or in one of the `origins` and imported from there.
    """
    held, link = placed(row, ledger=ledger, stream=stream, after=after, origins=origins)
    if isinstance(held, Finding):
        return held, link
    assert row.payload is not None
    assert link.digests is not None
    return Stored(envelope=held, digest=str(link.digests[0]), payload=row.payload), link


def placed(
    row: Row, *, ledger: str, stream: str, after: Link, origins: Container[str] = (), expired: bool = False
) -> tuple[Envelope | Finding, Link]:
    """The same for who needs no payload; when it has `expired`, salt and payload may be gone together."""
    place = after.number + 1
    if not _is_well_typed(row):
        link = Link(number=place, digests=None, recorded_at=after.recorded_at)
        return Finding(stream=stream, number=place, what="what is stored is not an event"), link
    computed = digest_of(row.envelope)
    held = _envelope_or_problem(row, computed, stream, after, expired)
    if isinstance(held, Envelope) and held.ledger != ledger and held.ledger not in origins:
        held = "the envelope was written for another ledger"
    if isinstance(held, Envelope):
        return held, Link(number=place, digests=(computed,), recorded_at=held.recorded_at)
    link = Link(number=row.number, digests=(computed, row.digest), recorded_at=after.recorded_at)
    return Finding(stream=stream, number=min(place, row.number), what=held), link


def read_envelope(data: bytes) -> Envelope:
    """The envelope in these bytes; `ValueError` when they hold anything else."""
    try:
        found = json.loads(data.decode())
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(found, dict) or tuple(found) != _KEYS:
        raise ValueError("not an envelope")
    if tuple(map(type, found.values())) not in _TYPES:
        raise ValueError("an envelope with a value of the wrong type")
    return Envelope(**found)


def canonical(value: Any) -> bytes:
    """RFC 8785 bytes of a JSON-shaped value; the same everywhere and for ever."""
    try:
        return rfc8785.dumps(value)
    except rfc8785.IntegerDomainError as error:
        raise Unrecordable("a whole number is too large") from error
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as error:
        raise Unrecordable("a text holds characters that are not valid Unicode") from error


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def moment_text(moment: datetime) -> str:
    """A moment as RFC 3339 text in UTC, always with microseconds, so that texts sort as times do."""
    assert moment.tzinfo is not None, "a moment without a time zone is nobody's time"
    return written(moment)


def moment_of(text: str) -> datetime:
    """The other way round; `ValueError` when the text is anything else."""
    if len(text) != len("2026-01-31T10:00:00.000000Z") or text[-1] != "Z":
        raise ValueError(f"not a moment in UTC: {text!r}")
    return datetime.fromisoformat(text)


_KEYS = tuple(sorted(field.name for field in fields(Envelope)))
_TYPES = frozenset(
    tuple({"number": int, "version": int, "role": role, "previous": previous}.get(key, str) for key in _KEYS)
    for role in (str, type(None))
    for previous in (str, type(None))
)


def _envelope_or_problem(row: Row, computed: str, stream: str, after: Link, expired: bool) -> Envelope | str:
    """The envelope, when all of the event holds in its place; else the first thing that does not."""
    if row.number > after.number + 1:
        return f"the event is missing; the next one there is is {row.number}"
    if row.number <= after.number:
        return "the event stands twice, or after a later one"
    if computed != row.digest:
        return "the envelope and the digest beside it do not match, so one of them is not what was recorded"
    try:
        envelope = read_envelope(row.envelope)
    except ValueError:
        return "the envelope cannot be read"
    return _misfit(envelope, row, stream, after, expired) or envelope


def _misfit(envelope: Envelope, row: Row, stream: str, after: Link, expired: bool) -> str | None:
    if envelope.stream != stream or envelope.number != row.number:
        return f"the envelope is that of event {envelope.number} of {envelope.stream}"
    if after.digests is not None and envelope.previous not in after.digests:
        return "it does not follow the event before it, so that one is not what was recorded"
    if envelope.recorded_at < after.recorded_at:
        return "it says it was recorded before the event before it"
    if expired and row.payload is None and row.salt is None:
        return None
    if row.payload is None or row.salt is None:
        return "the payload is missing"
    if digest_of(row.salt + row.payload) != envelope.payload:
        return "the payload is not what was recorded"
    return None


def _is_well_typed(row: Any) -> bool:
    """A damaged database hands out any type in any column, whatever its schema says."""
    return (
        type(row.number) is int
        and type(row.envelope) is bytes
        and type(row.digest) is str
        and type(row.salt) in _BYTES_OR_NONE
        and type(row.payload) in _BYTES_OR_NONE
    )


_BYTES_OR_NONE = (bytes, type(None))

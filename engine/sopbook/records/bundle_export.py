"""Streams of a ledger written as a bundle, in constant memory and as of one moment.

What is read is checked against its chain before it is written, so a bundle never holds what a ledger would not show.
Which streams are wanted is handed in, and asked of each by its name.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, func, inspect, select

from sopbook.records import bundle
from sopbook.records.bundle import texts_named, written
from sopbook.records.chain import Finding, Link, digest_of, placed
from sopbook.records.errors import LedgerDamaged
from sopbook.records.events import PREFIX
from sopbook.records.evidence.references import named_in
from sopbook.records.ledger import Ledger, row_of
from sopbook.records.origins import origins
from sopbook.records.outbox import State
from sopbook.records.tables import envelopes, outbox, payloads, requests, texts

Wanted = Callable[[str], bool]
Write = Callable[[bytes], object]

_AT_ONCE = 500


@dataclass(slots=True, kw_only=True)
class _Writing:
    """What was written so far."""

    write: Write
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)
    texts: set[str] = field(default_factory=set)
    streams: int = 0
    requests: int = 0
    events: int = 0

    def line(self, line: bundle.Line) -> None:
        data = written(line)
        self.digest.update(data)
        self.write(data)

    def footer(self) -> bundle.Footer:
        return bundle.Footer(
            streams=self.streams,
            requests=self.requests,
            events=self.events,
            texts=len(self.texts),
            digest=self.digest.hexdigest(),
        )


def export(
    ledger: Ledger, *, wanted: Wanted, write: Write, by: str, at: str, seals: Iterable[bundle.Seal] = ()
) -> bundle.Footer:
    """Write every wanted stream, and say what was written; raises `LedgerDamaged` at the first event that is not sound.

    `at` is the moment as text.
    """
    writing = _Writing(write=write)
    with ledger.reading() as connection:
        known = sorted(origins(connection, ledger.id))
        header = bundle.Header(
            format=bundle.FORMAT, ledger=ledger.id, handbook=ledger.handbook, origins=known, exported_at=at, by=by
        )
        writing.line(header)
        waits = inspect(connection).has_table(outbox.name)
        for stream, events in _streams(connection):
            if wanted(stream):
                _stream(connection, ledger, known, bundle.Stream(stream=stream, events=events), writing)
                if waits and not stream.startswith(PREFIX):  # what the ledger has to do itself is nobody else's work
                    _outgoing(connection, stream, writing)
    for seal in seals:
        writing.line(seal)
    footer = writing.footer()
    write(written(footer))
    return footer


def _streams(connection: Connection) -> Iterator[tuple[str, int]]:
    """All streams by their names, each with the number of its last event."""
    after = ""
    while found := connection.execute(_STREAMS, {"after": after}).all():
        yield from ((str(row.stream), row.last) for row in found)
        after = found[-1].stream


def _stream(connection: Connection, ledger: Ledger, known: list[str], line: bundle.Stream, writing: _Writing) -> None:
    writing.line(line)
    writing.streams += 1
    with connection.execute(_EVENTS, {"of": line.stream}) as found:
        files = _events(connection, ledger, known, line.stream, found, writing)
    for sha256 in files:
        writing.line(bundle.Evidence(sha256=sha256))


def _events(
    connection: Connection, ledger: Ledger, known: list[str], stream: str, found: Iterable[Any], writing: _Writing
) -> Iterable[str]:
    """The events of a stream; which files they name."""
    link, files = Link(), dict[str, None]()
    for number, envelope, digest, salt, payload, *asked in found:
        row = row_of(number, envelope, digest, salt, payload)
        held, link = placed(row, ledger=ledger.id, stream=stream, after=link, origins=known, expired=True)
        if isinstance(held, Finding):
            raise LedgerDamaged(ledger.place, str(held), stream=stream, number=held.number)
        if asked[0] is not None:
            _request(number, asked, writing)
        for named in texts_named(payload or b""):
            _text(connection, ledger, named, writing)
        files |= {one.sha256: None for one in named_in(stream, number, payload or b"")}
        writing.line(
            bundle.Event(
                number=number,
                digest=digest,
                envelope=envelope.decode(),
                salt=None if salt is None else salt.hex(),
                payload=None if payload is None else payload.decode(),
            )
        )
        writing.events += 1
    return files


def _request(number: int, asked: list[Any], writing: _Writing) -> None:
    by, key, last, content = asked
    writing.line(bundle.Request(by=by, key=key, first=number, last=last, content=content))
    writing.requests += 1


def _text(connection: Connection, ledger: Ledger, digest: str, writing: _Writing) -> None:
    """A text once, before the first event that names it."""
    if digest in writing.texts:
        return
    content: Any = connection.execute(_TEXT, {"named": digest}).scalar()
    if type(content) is not bytes or digest_of(content) != digest:
        raise LedgerDamaged(ledger.place, f"text {digest}: it is missing or not what was recorded")
    writing.line(bundle.Text(digest=digest, content=content.decode()))
    writing.texts.add(digest)


def _outgoing(connection: Connection, stream: str, writing: _Writing) -> None:
    for row in connection.execute(_WAITING, {"of": stream}):
        writing.line(bundle.Outgoing(number=row.number, kind=row.kind, target=row.target, created_at=row.created_at))


_STREAMS = (
    select(envelopes.c.stream, func.max(envelopes.c.number).label("last"))
    .where(envelopes.c.stream > bindparam("after"))
    .group_by(envelopes.c.stream)
    .order_by(envelopes.c.stream)
    .limit(_AT_ONCE)
)
_EVENTS = (
    select(
        envelopes.c.number,
        envelopes.c.envelope,
        envelopes.c.digest,
        payloads.c.salt,
        payloads.c.payload,
        requests.c.by,
        requests.c.key,
        requests.c.last,
        requests.c.content,
    )
    .select_from(
        envelopes.outerjoin(payloads).outerjoin(
            requests, (requests.c.stream == envelopes.c.stream) & (requests.c.first == envelopes.c.number)
        )
    )
    .where(envelopes.c.stream == bindparam("of"))
    .order_by(envelopes.c.number)
    .execution_options(yield_per=_AT_ONCE)
)
_TEXT = select(texts.c.content).where(texts.c.digest == bindparam("named"))
_WAITING = (
    select(outbox.c.number, outbox.c.kind, outbox.c.target, outbox.c.created_at)
    .where(outbox.c.source == bindparam("of"), outbox.c.state == State.PENDING.value)
    .order_by(outbox.c.number, outbox.c.kind)
)

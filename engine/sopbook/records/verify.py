"""Does everything in a ledger still hold?

Every chain is computed anew from its first event, every payload and text is hashed, and the tables beside the events
(answers to requests, the list of runs, the outbox) are held against them: these show a tail that was cut off. The
triggers must be there and the database's own check must pass. Rows are read as a stream, so memory does not grow
with the ledger.

What a changed byte can show. In an envelope, its digest, a salt or a payload it is found and named by stream and event;
in a text, by the text's digest. In the structure around the rows it is found as damage of the file, sometimes of a part
so central that the ledger cannot be opened, which is then a `SopbookError` from here. Not seen are bytes that nobody
reads (free pages, the unused rest of a page, some fields of the file's header), and a few that are no records: the
words of the list of runs, which can be made anew from the events, what became of a row of the outbox, and who asked for
what beside the events that answered it. Somebody who owns the file and writes the end of a stream anew, with everything
beside it, is not seen from inside the database either: for that there are the seals. What they say of the streams is
handed in (`claims`), and each stream is held against it while it is read.

A payload may be missing only where an event of the ledger's own says that it has expired.

The files that events name lie outside the database; with their store handed in, each of them is read and hashed too.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, bindparam, func, inspect, select

from sopbook.records import lists
from sopbook.records.chain import Finding, Link, digest_of, placed
from sopbook.records.claims import RECEIPT, Claims, Held
from sopbook.records.databases import database_of
from sopbook.records.errors import LedgerDamaged, NotALedger
from sopbook.records.evidence.checking import in_store, in_table
from sopbook.records.evidence.store import Store
from sopbook.records.expired import last_expired
from sopbook.records.heads import Head
from sopbook.records.ledger import Ledger, row_of
from sopbook.records.origins import origins
from sopbook.records.tables import envelopes, outbox, payloads, requests, runs, texts

AT_MOST = 1000
"""Findings that are kept; more are counted only, so that a ruined ledger is told about in constant memory too."""


_AT_ONCE = 500
"""Rows that are in memory together."""


@dataclass(frozen=True, slots=True)
class Lacking:
    """How many events no seal stands for yet, and in how many streams."""

    streams: int = 0
    events: int = 0

    def plus(self, events: int) -> "Lacking":
        return Lacking(self.streams + 1, self.events + events) if events > 0 else self


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What was looked at and what did not hold; `unlisted` findings came after the first thousand.

    `files` were read; None when their store was not handed in.
    """

    streams: int
    events: int
    findings: tuple[Finding, ...]
    files: int | None = None
    unlisted: int = 0
    unsealed: Lacking = Lacking()
    unwitnessed: Lacking = Lacking()

    @property
    def holds(self) -> bool:
        return not self.findings


@dataclass(slots=True)
class _Tally:
    """What a verification has seen so far."""

    streams: int = 0
    events: int = 0
    findings: list[Finding] = field(default_factory=list)
    unlisted: int = 0
    claims: Claims = field(default_factory=Claims)
    unsealed: Lacking = Lacking()
    unwitnessed: Lacking = Lacking()
    only: Sequence[str] | None = None
    evidence: Store | None = None
    files: int = 0
    seen: Callable[[int], None] | None = None

    def count_file(self) -> None:
        self.files += 1

    def count(self) -> None:
        self.events += 1
        if self.seen is not None and self.events % _AT_ONCE == 0:
            self.seen(self.events)

    def add(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            if len(self.findings) < AT_MOST:
                self.findings.append(finding)
            else:
                self.unlisted += 1


def verify(
    target: str | Ledger,
    *,
    timeout: float = 5.0,
    claims: Claims | None = None,
    only: Collection[str] | None = None,
    evidence: Store | None = None,
    seen: Callable[[int], None] | None = None,
) -> Verification:
    """Recompute everything, and hold it against what seals claim; `seen` is told now and then how many events were.

    With `only`, no other streams are recomputed; what stands beside the events is looked at as always. `evidence` is
    where the files are that events name.

    A ledger that cannot be opened or is locked raises a `SopbookError` that says why.
    """
    if isinstance(target, str):
        with Ledger.open(target, handbook=None, timeout=timeout) as ledger:
            return verify(ledger, claims=claims, only=only, evidence=evidence, seen=seen)
    some = None if only is None else sorted(only)
    tally = _Tally(claims=claims or Claims(), only=some, evidence=evidence, seen=seen)
    for what, check in _CHECKS:
        _run(what, check, target, tally)
    return Verification(
        streams=tally.streams,
        events=tally.events,
        findings=tuple(tally.findings),
        files=None if evidence is None else tally.files,
        unlisted=tally.unlisted,
        unsealed=tally.unsealed,
        unwitnessed=tally.unwitnessed,
    )


def verify_stream(ledger: Ledger, head: Head) -> Verification:
    """Recompute one stream, and hold it against what somebody was given of it."""
    tally = _Tally(claims=Claims([head], seal=RECEIPT), only=[head.stream])
    _run("the events", _chains, ledger, tally)
    return Verification(streams=tally.streams, events=tally.events, findings=tuple(tally.findings))


_Check = Callable[[Connection, Ledger, _Tally], Iterator[Finding]]


def _run(what: str, check: _Check, ledger: Ledger, tally: _Tally) -> None:
    """Let a check look as far as the database can be read, and record what stopped it."""
    try:
        with ledger.reading() as connection:
            tally.add(check(connection, ledger, tally))
    except (LedgerDamaged, NotALedger) as error:
        why = error.why if isinstance(error, LedgerDamaged) else str(error)
        tally.add([Finding(what=f"{what} cannot be read any further: {why}")])


def _structure(connection: Connection, _ledger: Ledger, _tally: _Tally) -> Iterator[Finding]:
    for line in database_of(connection.engine.url).damage(connection):
        yield Finding(what=f"the database file is damaged: {line}")


def _triggers(connection: Connection, _ledger: Ledger, _tally: _Tally) -> Iterator[Finding]:
    database = database_of(connection.engine.url)
    there = database.triggers(connection)
    for name, statement in database.TRIGGERS.items():
        if there.get(name) != statement:
            yield Finding(what=f"the trigger `{name}`, which guards the records, is missing or was changed")
    for name in there.keys() - database.TRIGGERS.keys():
        yield Finding(what=f"the trigger `{name}` is none of ours")


def _chains(connection: Connection, ledger: Ledger, tally: _Tally) -> Iterator[Finding]:
    missed, imported = set(tally.claims), origins(connection, ledger.id)
    expired = last_expired(connection)
    if tally.only is not None:
        missed &= set(tally.only)
    for stream, group in groupby(_rows(connection, tally.only), key=itemgetter(0)):
        tally.streams += 1
        missed.discard(stream)
        yield from _chain(group, ledger.id, imported, str(stream), expired.get(stream, 0), tally)
    for stream in sorted(missed):
        yield from Held(stream, tally.claims.of(stream)).at_the_end(0)


def _rows(connection: Connection, only: Sequence[str] | None) -> Iterator[Any]:
    """The events of all streams, or of some, one stream behind the other."""
    reading = connection.execution_options(yield_per=_AT_ONCE)
    if only is None:
        yield from chain.from_iterable(reading.execute(_ALL_EVENTS).partitions())
        return
    some = _ALL_EVENTS.where(envelopes.c.stream.in_(bindparam("streams", expanding=True)))
    for start in range(0, len(only), _AT_ONCE):
        streams = only[start : start + _AT_ONCE]
        yield from chain.from_iterable(reading.execute(some, {"streams": streams}).partitions())


def _chain(
    rows: Iterable[Any], ledger: str, imported: frozenset[str], stream: str, expired: int, tally: _Tally
) -> Iterator[Finding]:
    """One stream; each event also belongs to exactly one request, which names the first and the last of its own.

    Of events up to `expired` the payload may have been deleted.
    """
    link, last, key = Link(), 0, None
    held = Held(stream, tally.claims.of(stream))
    for _, *columns, started, ends in rows:
        tally.count()
        row, may_be_gone = row_of(*columns), link.number < expired
        envelope, link = placed(row, ledger=ledger, stream=stream, after=link, origins=imported, expired=may_be_gone)
        if started is not None:
            key, last = started, ends
        if isinstance(envelope, Finding):
            yield envelope
        elif type(last) is not int or link.number > last:
            yield Finding(stream=stream, number=link.number, what="the request that it answers is missing")
        elif envelope.key != key:
            yield Finding(stream=stream, number=link.number, what="the request that it answers is another one")
        if link.number >= held.awaited:
            yield from held.against(link.number, link.digests[0] if link.digests else None)
    if type(last) is int and last > link.number:
        what = f"the event is missing; a request was answered with events up to {last}"
        yield Finding(stream=stream, number=link.number + 1, what=what)
    yield from held.at_the_end(link.number)
    tally.unsealed = tally.unsealed.plus(link.number - held.sealed)
    tally.unwitnessed = tally.unwitnessed.plus(link.number - held.up_to(tally.claims.witnessed))


def _requests(connection: Connection, _ledger: Ledger, _tally: _Tally) -> Iterator[Finding]:
    for row in connection.execution_options(yield_per=_AT_ONCE).execute(_LOST_REQUESTS):
        what = "the event is missing, but a request was answered with it"
        yield Finding(stream=str(row.stream), number=row.first, what=what)


def _texts(connection: Connection, _ledger: Ledger, _tally: _Tally) -> Iterator[Finding]:
    for row in connection.execution_options(yield_per=20).execute(select(texts.c.digest, texts.c.content)):
        content: Any = row.content
        if type(content) is not bytes or digest_of(content) != row.digest:
            yield Finding(what=f"text {row.digest}: it is not what was recorded")


def _listed_runs(connection: Connection, _ledger: Ledger, _tally: _Tally) -> Iterator[Finding]:
    expired = last_expired(connection)
    for row in connection.execution_options(yield_per=_AT_ONCE).execute(_LISTED):
        if row.number != row.latest:
            what = f"the list of runs was made from event {row.number}, the stream ends with {row.latest or 'nothing'}"
            yield Finding(stream=str(row.stream), what=what)
        if row.text is None and row.stream not in expired:
            yield Finding(stream=str(row.stream), what=f"its checklist, text {row.checklist}, is missing")
    yield from lists.findings(connection)


def _outbox(connection: Connection, _ledger: Ledger, _tally: _Tally) -> Iterator[Finding]:
    """An older ledger has none."""
    if not inspect(connection).has_table(outbox.name):
        return
    for row in connection.execution_options(yield_per=_AT_ONCE).execute(_LOST_OUTGOING):
        what = f"the event is missing, but the outbox tells of it (`{row.kind}`)"
        yield Finding(stream=str(row.source), number=row.number, what=what)


def _evidence(connection: Connection, _ledger: Ledger, tally: _Tally) -> Iterator[Finding]:
    yield from in_table(connection, tally.only)
    if tally.evidence is not None:
        yield from in_store(connection, tally.evidence, tally.count_file)


_CHECKS: tuple[tuple[str, _Check], ...] = (
    ("the structure of the file", _structure),
    ("the triggers", _triggers),
    ("the events", _chains),
    ("the requests", _requests),
    ("the texts", _texts),
    ("the list of runs", _listed_runs),
    ("the outbox", _outbox),
    ("the evidence", _evidence),
)

_ALL_EVENTS = (
    select(
        envelopes.c.stream,
        envelopes.c.number,
        envelopes.c.envelope,
        envelopes.c.digest,
        payloads.c.salt,
        payloads.c.payload,
        requests.c.key,
        requests.c.last,
    )
    .select_from(
        envelopes.outerjoin(payloads).outerjoin(
            requests, (requests.c.stream == envelopes.c.stream) & (requests.c.first == envelopes.c.number)
        )
    )
    .order_by(envelopes.c.stream, envelopes.c.number)
)
_LOST_REQUESTS = (
    select(requests.c.stream, requests.c.first)
    .select_from(
        requests.outerjoin(
            envelopes, (envelopes.c.stream == requests.c.stream) & (envelopes.c.number == requests.c.first)
        )
    )
    .where(envelopes.c.number.is_(None))
)
_LOST_OUTGOING = (
    select(outbox.c.source, outbox.c.number, outbox.c.kind)
    .select_from(
        outbox.outerjoin(envelopes, (envelopes.c.stream == outbox.c.source) & (envelopes.c.number == outbox.c.number))
    )
    .where(envelopes.c.number.is_(None))
)
_LISTED = select(
    runs.c.stream,
    runs.c.number,
    runs.c.checklist,
    texts.c.digest.label("text"),
    select(func.max(envelopes.c.number)).where(envelopes.c.stream == runs.c.stream).scalar_subquery().label("latest"),
).select_from(runs.outerjoin(texts, texts.c.digest == runs.c.checklist))

"""The streams of a bundle brought into a ledger, each in one transaction.

The whole bundle is looked at before anything is written. A stream that is not here comes; one that is here as it is
stays; one whose beginning is here is carried on, since its chain proves that nothing was changed before; one that goes
on further here stays, too. A stream that went another way in both is refused and named, and the others come: of two
ways nobody can say which is the right one.

That a bundle is imported is recorded with the first stream that comes, in its transaction: so at no moment anything is
here of which nothing tells where it is from. When it is stopped in the middle, the next import brings the rest.

What else stands beside an imported stream (the list of runs) follows from its events, and is the caller's business.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from itertools import groupby
from tempfile import TemporaryFile
from typing import IO, Any

from sqlalchemy import Connection, bindparam, func, insert, select

from sopbook.errors import SopbookError
from sopbook.records import bundle
from sopbook.records.bundle import texts_named
from sopbook.records.bundle_check import BundleVerification, Placed, examined, verify_file
from sopbook.records.bundle_errors import BundleChanged, BundleFalse, BundleOfAnother
from sopbook.records.chain import Entry, Finding
from sopbook.records.events import PREFIX
from sopbook.records.evidence.references import named_in, note
from sopbook.records.ledger import Ledger
from sopbook.records.outbox import State, key_of
from sopbook.records.tables import envelopes, outbox, payloads, requests, texts
from sopbook.records.telling import tell

Project = Callable[[Connection, str], None]
"""Writes what stands beside a stream that came; refuses it all with a `SopbookError`."""

Telling = Callable[[BundleVerification], Entry]
"""The event that says that this bundle is imported."""

_AT_ONCE = 500
MOST_NAMED = 1000
"""Refused streams that are named."""


class Outcome(Enum):
    """What became of a stream."""

    NEW = "new"
    LONGER = "carried on"
    EQUAL = "here already"
    SHORTER = "further here"


@dataclass(slots=True, kw_only=True)
class Imported:
    """What came of an import; `refused` are streams with the reason, `unnamed` so many more."""

    verification: BundleVerification
    outcomes: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))
    events: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)
    unnamed: int = 0

    def refuse(self, stream: str, why: str) -> None:
        """A stream that did not come."""
        if len(self.refused) < MOST_NAMED:
            self.refused.append((stream, why))
        else:
            self.unnamed += 1


class _NotThis(Exception):
    """The stream cannot come; nothing of it was written."""


class _OnlyLooked(Exception):
    """All of it could be written, and none of it is."""


def import_bundle(
    ledger: Ledger,
    file: IO[bytes],
    place: str,
    *,
    telling: Telling,
    project: Project,
    kinds: Collection[str] = (),
    any_handbook: bool = False,
    dry_run: bool = False,
) -> Imported:
    """Bring what is not here yet; with `dry_run` only say what would come. A bundle that does not hold is refused.

    `kinds` are what the outbox of this ledger may hold.
    """
    verification = verify_file(file, place)
    if verification.findings:
        more = len(verification.findings) - 1 + verification.unlisted
        raise BundleFalse(place, str(verification.findings[0]), more)
    if verification.header.handbook != ledger.handbook and not any_handbook:
        raise BundleOfAnother(place, theirs=verification.header.handbook, ours=ledger.handbook)
    imported = Imported(verification=verification)
    with TemporaryFile() as spool:
        coming = _Coming(
            ledger=ledger,
            spool=_Spool(spool),
            project=project,
            kinds=kinds,
            entry=telling(verification),
            digest=verification.footer.digest,
            dry_run=dry_run,
        )
        for stream, placed in groupby(_lines(file, place, coming.spool, verification), key=lambda one: one.stream):
            if stream is not None:
                _bring(stream, placed, coming, imported)
    return imported


def _lines(file: IO[bytes], place: str, spool: "_Spool", verification: BundleVerification) -> Iterator[Placed]:
    """The bundle once more, its texts kept; it must not be another one meanwhile."""

    def found(_finding: Finding) -> None:
        raise BundleChanged(place)

    for placed in examined(file, place, found):
        if isinstance(placed.line, bundle.Footer) and placed.line != verification.footer:
            raise BundleChanged(place)
        if isinstance(placed.line, bundle.Text):
            spool.keep(placed.line)
        yield placed


def _bring(stream: str, placed: Iterable[Placed], coming: "_Coming", imported: Imported) -> None:
    """One stream, whole or not at all."""
    with suppress(_OnlyLooked):
        try:
            with coming.ledger.writing() as connection:
                outcome, events = coming.stream(connection, stream, placed)
                imported.outcomes[outcome] += 1
                imported.events += events
                if coming.dry_run:
                    raise _OnlyLooked
        except _NotThis as reason:
            imported.refuse(stream, str(reason))


class _Spool:
    """Texts of the bundle, which a later stream may name when the one before them did not come."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._places: dict[str, tuple[int, int]] = {}

    def keep(self, line: bundle.Text) -> None:
        content = line.content.encode()
        self._places[line.digest] = (self._file.seek(0, 2), len(content))
        self._file.write(content)

    def text(self, digest: str) -> bytes:
        start, length = self._places[digest]
        self._file.seek(start)
        return self._file.read(length)


@dataclass(slots=True, kw_only=True)
class _Coming:
    """An import that goes on."""

    ledger: Ledger
    spool: _Spool
    project: Project
    kinds: Collection[str]
    entry: Entry
    digest: str
    dry_run: bool
    told: bool = False
    waiting: list[tuple[dict[str, Any], dict[str, Any] | None]] = field(default_factory=list)

    def stream(self, connection: Connection, stream: str, placed: Iterable[Placed]) -> tuple[Outcome, int]:
        """Write what is new of a stream; what became of it, and how many events came."""
        here: int = connection.execute(_LAST, {"of": stream}).scalar() or 0
        with connection.execute(_DIGESTS, {"of": stream}) as ours:
            last = self._take(connection, stream, placed, here, ours.scalars())
        if last <= here:
            return (Outcome.EQUAL if last == here else Outcome.SHORTER), 0
        self._write(connection)
        self._beside(connection, stream)
        return (Outcome.LONGER if here else Outcome.NEW), last - here

    def _take(
        self, connection: Connection, stream: str, placed: Iterable[Placed], here: int, ours: Iterator[str]
    ) -> int:
        """Hold what is `here` against `ours`, and write the rest but for the last events; how many events there are."""
        last, self.waiting = 0, []
        for one in placed:
            match one.line:
                case bundle.Event() as line:
                    last = line.number
                    if last > here:
                        self._event(connection, stream, line)
                    elif next(ours) != line.digest:
                        raise _NotThis(f"from event {last} on it is another one here")
                case bundle.Request() as line if line.last > here:
                    _request(connection, stream, line, here)
                case bundle.Outgoing() as line if line.number > here:
                    self._write(connection)
                    self._outgoing(connection, stream, line)
        return last

    def _event(self, connection: Connection, stream: str, line: bundle.Event) -> None:
        at = {"stream": stream, "number": line.number}
        envelope = {**at, "envelope": line.envelope.encode(), "digest": line.digest}
        self.waiting.append((envelope, self._payload(connection, line, at)))
        if len(self.waiting) == _AT_ONCE:
            self._write(connection)

    def _payload(self, connection: Connection, line: bundle.Event, at: dict[str, Any]) -> dict[str, Any] | None:
        """The row of its payload, its texts being there; none when it has expired."""
        if line.salt is None or line.payload is None:
            return None
        payload = line.payload.encode()
        for digest in texts_named(payload):
            if connection.execute(_TEXT_THERE, {"named": digest}).first() is None:
                connection.execute(insert(texts), {"digest": digest, "content": self.spool.text(digest)})
        return {**at, "salt": bytes.fromhex(line.salt), "payload": payload}

    def _write(self, connection: Connection) -> None:
        """Write the events that wait, with the files that they name."""
        rows = [payload for _, payload in self.waiting if payload is not None]
        if self.waiting:
            connection.execute(insert(envelopes), [envelope for envelope, _ in self.waiting])
        if rows:
            connection.execute(insert(payloads), rows)
            note(connection, (one for row in rows for one in named_in(row["stream"], row["number"], row["payload"])))
        self.waiting = []

    def _outgoing(self, connection: Connection, stream: str, line: bundle.Outgoing) -> None:
        if line.kind not in self.kinds:
            raise _NotThis(f"event {line.number} asks for something that is not known here (`{line.kind}`)")
        outbox.create(connection, checkfirst=True)
        values = {"kind": line.kind, "target": line.target, "source": stream, "number": line.number}
        waits = {"state": State.PENDING.value, "attempts": 0, "words": "", "created_at": line.created_at}
        connection.execute(insert(outbox), {"key": key_of(stream, line.number, line.kind), **values, **waits})

    def _beside(self, connection: Connection, stream: str) -> None:
        """What follows from the events; and with the first stream that comes, that this bundle is imported."""
        if stream == PREFIX + self.ledger.id:
            raise _NotThis("what happened to these records themselves is never brought from elsewhere")
        if self.dry_run or not self.told:
            tell(connection, self.ledger.id, self.entry, key=f"import {self.digest}")
        try:
            self.project(connection, stream)
        except SopbookError as refusal:
            raise _NotThis(str(refusal)) from refusal
        self.told = True


def _request(connection: Connection, stream: str, line: bundle.Request, here: int) -> None:
    if line.first <= here:
        raise _NotThis(f"it ends here in the middle of what was recorded together, behind event {here}")
    if (other := connection.execute(_KEY, {"of": line.by, "named": line.key}).scalar()) is not None:
        raise _NotThis(f"the key `{line.key}` of `{line.by}` already stands for something in {other} here")
    values: Mapping[str, Any] = {"by": line.by, "key": line.key, "stream": stream, "content": line.content}
    connection.execute(insert(requests), {**values, "first": line.first, "last": line.last})


_LAST = select(func.max(envelopes.c.number)).where(envelopes.c.stream == bindparam("of"))
_DIGESTS = (
    select(envelopes.c.digest)
    .where(envelopes.c.stream == bindparam("of"))
    .order_by(envelopes.c.number)
    .execution_options(yield_per=500)
)
_KEY = select(requests.c.stream).where(requests.c.by == bindparam("of"), requests.c.key == bindparam("named"))
_TEXT_THERE = select(texts.c.digest).where(texts.c.digest == bindparam("named"))

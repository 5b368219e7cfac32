"""The ledger: streams of numbered events in a database, append-only.

The ledger knows nothing of what events mean: entries come in as a type name and bytes (`codec`). Reading checks what it
reads against the chain and never hands out anything that does not hold. How an append is written is `append`'s affair.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from types import MappingProxyType, TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Engine, bindparam, func, select

from sopbook.records.addresses import database_at, shown
from sopbook.records.append import Appended, Request, answered, record
from sopbook.records.chain import Entry, Envelope, Finding, Link, Row, Stored, digest_of, examine, placed
from sopbook.records.databases import Database, database_of
from sopbook.records.errors import Collided, LedgerDamaged, LedgerMissing, OtherHandbook
from sopbook.records.expired import StreamExpired, expiry_of, last_expired
from sopbook.records.identity import Identity, create, identity_of
from sopbook.records.origins import Origins
from sopbook.records.projections import RunLine, listed_runs, run_line
from sopbook.records.schema import NEWEST, bring_up_to_date
from sopbook.records.tables import envelopes, payloads, runs, texts

NO_TEXTS: Mapping[str, bytes] = MappingProxyType({})

_ATTEMPTS = 10
"""Each follows another writer's success, so the second nearly always sees a repeat or a conflict for what it is."""


class Ledger:
    """An open ledger; close it, or use it in a `with`."""

    def __init__(self, engine: Engine, identity: Identity, opened_from: str = NEWEST) -> None:
        self._engine, self._database = engine, database_of(engine.url)
        self._readers, self._adders = self._database.reading(engine), self._database.adding(engine)
        self._alone = self._database.alone(engine)
        self.id, self.handbook, self.place = identity.id, identity.handbook, shown(engine.url)
        self.opened_from = opened_from

    @classmethod
    def open(
        cls, url: str, *, handbook: str | None, now: datetime | None = None, timeout: float = 5.0, upgrade: bool = False
    ) -> Self:
        """Open the ledger of `handbook` (None: of whichever it is), or make it when `now` says that it may be made.

        `url` is a path or a database URL; `timeout` is how many seconds an operation waits for another's lock. Tables
        of an older form are refused on a server unless with `upgrade`; `opened_from` is the form that they had.
        """
        address = database_at(url)
        database = database_of(address)
        if not database.is_there(address):
            if now is None or handbook is None:
                raise LedgerMissing(shown(address))
            database.make_room(address)
        engine = database.engine_for(address, timeout=timeout)
        try:
            with database.worded(address):
                identity = _identified(database, engine, handbook, now, timeout)
                return cls(engine, identity, bring_up_to_date(database, engine, asked=upgrade))
        except BaseException:
            engine.dispose()
            raise

    def close(self) -> None:
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the database; what fails is worded."""
        with self._database.worded(self._engine.url), self._readers.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection beside whose transaction nobody else writes, and which is on the disk at its end."""
        with self._database.worded(self._engine.url), self._alone.begin() as connection:
            yield connection

    def scrub(self) -> str:
        """See that what was deleted is gone from the disk as well; what the database could not do, in words."""
        with self._database.worded(self._engine.url):
            return self._database.scrub(self._engine)

    def grant(self, role: str) -> None:
        """Give a role of the server what recording needs, and nothing beyond."""
        with self.writing() as connection:
            self._database.grant(connection, role)

    def append(
        self,
        stream: str,
        *,
        expected: int,
        events: Sequence[Entry],
        by: str,
        key: str,
        content: str,
        texts: Mapping[str, bytes] = NO_TEXTS,
        project: Callable[[Connection], None] | None = None,
    ) -> Appended:
        """Record `events` behind the `expected` ones that the caller has seen, and return when they are on the disk.

        `key` is unique for the person `by` for ever, and `content` is all that was asked for, as text: the same again
        gets its first answer and records nothing, anything else raises `KeyReused`. A request that starts a stream may
        come again under another stream name. Somebody else's event in between raises `Conflict`.

        `texts` maps digests to the contents that these events name; `project` writes what stands beside the events
        (list lines, the outbox) in the same transaction, and may refuse it all. Where writers run beside each other it
        may be called again, on a new connection, when another one was faster.
        """
        request = Request(
            stream=stream, expected=expected, events=tuple(events), by=by, key=key, content=content, texts=texts
        )
        for _ in range(_ATTEMPTS - 1):
            with suppress(Collided):
                return self._append(request, project)
        return self._append(request, project)

    def _append(self, request: Request, project: Callable[[Connection], None] | None) -> Appended:
        with self._database.worded(self._engine.url), self._adders.begin() as connection:
            appended = record(connection, self.id, request)
            if project is not None and not appended.repeated:
                project(connection)
        return appended

    def answered(self, stream: str, *, by: str, key: str, content: str) -> Appended | None:
        """Where the events of a request to an existing stream stand, if it was accepted before; or `KeyReused`."""
        request = Request(stream=stream, expected=1, events=(), by=by, key=key, content=content, texts=NO_TEXTS)
        with self.reading() as connection:
            return answered(connection, request)

    def read(self, stream: str) -> tuple[Stored, ...]:
        """All events of a stream, if there is one.

        Raises `LedgerDamaged` at the first that does not hold, and `StreamExpired` when what was entered is gone.
        """
        with self.reading() as connection:
            return self.read_by(connection, stream)

    def read_by(self, connection: Connection, stream: str) -> tuple[Stored, ...]:
        """The same as this connection sees it, with what its own transaction has written."""
        stored: list[Stored] = []
        link, origins = Link(), Origins(connection, self.id)
        for columns in connection.execute(_EVENTS, {"of": stream}).all():
            row = row_of(*columns)
            examined, link = examine(row, ledger=self.id, stream=stream, after=link, origins=origins)
            if isinstance(examined, Finding):
                if row.payload is None and (expiry := expiry_of(connection, stream)) is not None:
                    raise StreamExpired(expiry)
                raise LedgerDamaged(self.place, str(examined), stream=stream, number=examined.number)
            stored.append(examined)
        return tuple(stored)

    def envelopes(self, stream: str) -> tuple[Envelope, ...]:
        """What is left of a stream that has expired; of any other the same without what was entered."""
        found: list[Envelope] = []
        with self.reading() as connection:
            link, origins, last = Link(), Origins(connection, self.id), last_expired(connection).get(stream, 0)
            for columns in connection.execute(_EVENTS, {"of": stream}).all():
                row, gone = row_of(*columns), link.number < last
                held, link = placed(row, ledger=self.id, stream=stream, after=link, origins=origins, expired=gone)
                if isinstance(held, Finding):
                    raise LedgerDamaged(self.place, str(held), stream=stream, number=held.number)
                found.append(held)
        return tuple(found)

    def read_text(self, digest: str) -> bytes:
        """The text with this digest."""
        with self.reading() as connection:
            return self.read_text_by(connection, digest)

    def read_text_by(self, connection: Connection, digest: str) -> bytes:
        """The same as this connection sees it."""
        content: Any = connection.execute(select(texts.c.content).where(texts.c.digest == digest)).scalar()
        if content is None:
            raise LedgerDamaged(self.place, f"text {digest}: it is missing")
        if type(content) is not bytes or digest_of(content) != digest:
            raise LedgerDamaged(self.place, f"text {digest}: it is not what was recorded")
        return content

    def streams(self, prefix: str = "") -> tuple[str, ...]:
        """The names of all streams that begin so, sorted."""
        column = envelopes.c.stream
        query = select(column).distinct().where(column >= prefix, column < prefix + "\U0010ffff").order_by(column)
        with self.reading() as connection:
            return tuple(str(name) for name in connection.execute(query).scalars())

    def count(self, prefix: str = "") -> int:
        """How many events there are in the streams that begin so."""
        column = envelopes.c.stream
        query = select(func.count()).where(column >= prefix, column < prefix + "\U0010ffff")
        with self.reading() as connection:
            return connection.execute(query).scalar_one()

    def runs(
        self,
        *,
        phases: Collection[str] = (),
        procedure: str | None = None,
        before: RunLine | None = None,
        limit: int = 50,
    ) -> tuple[RunLine, ...]:
        """A page of the list of runs, newest first; the next page is the one `before` this one's last line."""
        query = listed_runs(phases=phases, procedure=procedure, before=before, limit=limit)
        with self.reading() as connection:
            found = connection.execute(query).all()
        try:
            return tuple(run_line(row) for row in found)
        except (TypeError, ValueError) as error:
            raise LedgerDamaged(self.place, "the list of runs holds a line that cannot be read") from error

    def run(self, stream: str) -> RunLine | None:
        """The line of one run."""
        with self.reading() as connection:
            found = connection.execute(select(runs).where(runs.c.stream == stream)).first()
        try:
            return None if found is None else run_line(found)
        except (TypeError, ValueError) as error:
            raise LedgerDamaged(self.place, f"the line of `{stream}` in the list of runs cannot be read") from error


def row_of(number: Any, envelope: Any, digest: Any, salt: Any, payload: Any) -> Row:
    """An event's columns as they were found, of whatever types they are."""
    return Row(number=number, envelope=envelope, digest=digest, salt=salt, payload=payload)


_EVENTS = (
    select(
        envelopes.c.number,
        envelopes.c.envelope,
        envelopes.c.digest,
        payloads.c.salt,
        payloads.c.payload,
    )
    .select_from(envelopes.outerjoin(payloads))
    .where(envelopes.c.stream == bindparam("of"))
    .order_by(envelopes.c.number)
)


def _identified(
    database: Database, engine: Engine, handbook: str | None, now: datetime | None, timeout: float
) -> Identity:
    with engine.connect() as connection:
        found = identity_of(connection)
    if found is None:
        if now is None or handbook is None:
            raise LedgerMissing(shown(engine.url))
        database.prepare(engine, timeout=timeout)
        with database.alone(engine).begin() as connection:
            found = create(connection, handbook, now)
    if handbook not in (None, found.handbook):
        raise OtherHandbook(shown(engine.url), wanted=str(handbook), actual=found.handbook)
    database.prepare(engine, timeout=timeout)
    return found

"""The end of a record's keeping: what was entered is deleted, and that it was is recorded.

All streams that belong together go in one transaction, which first records what goes. Salts and payloads are deleted,
the rows of the lists that were made from them, the words of the line in the list of runs, and each text that no living
stream names any more. The envelopes stay: that something happened, when, and by whom (an id) can still be proven, and a
guess at what it was cannot be tested, because the salts are gone.

Files of evidence lie outside of the database. Which of them nobody needs any more is written into the outbox by the
same transaction, and they are removed after it: so a crash leaves files that the next call removes, and never an event
whose file is gone.

Whose keeping has ended, and what belongs together, is the caller's business.
"""

from collections.abc import Sequence
from typing import Any, Protocol

from sqlalchemy import Connection, bindparam, delete, func, insert, inspect, or_, select

from sopbook.records import lists
from sopbook.records.bundle import texts_named
from sopbook.records.chain import Entry, moment_of, moment_text, read_envelope
from sopbook.records.events import PREFIX, Expired
from sopbook.records.evidence import references
from sopbook.records.ledger import Ledger
from sopbook.records.outbox import State, key_of
from sopbook.records.projections import RunLine, write_run
from sopbook.records.tables import envelopes, outbox, payloads, runs, texts
from sopbook.records.telling import tell

GONE = "expired"
"""What the list of runs says in place of a phase."""

UNNEEDED = "evidence_unneeded"
"""The kind of the outbox's rows for files of which none is left that names them."""


class Files(Protocol):
    """Where files of evidence can be removed by their digests."""

    def remove(self, digest: str) -> None: ...


def expire(connection: Connection, ledger: Ledger, entry: Entry, gone: Sequence[Expired]) -> None:
    """Record and delete, inside a transaction of `Ledger.writing`; `entry` is the event that names what goes."""
    first = gone[0]
    told = tell(connection, ledger.id, entry, key=f"expire {first.stream} {first.last}")
    assert not told.repeated, "what has expired is not there to expire again"
    named, files = set[str](), set[str]()
    for one in gone:
        named |= _texts_named(connection, one)
        files |= {file.sha256 for file in references.named_by(connection, one.stream)}
    for one in gone:
        _delete(connection, one)
    for digest in sorted(named):
        if not _is_named(connection, digest):
            connection.execute(delete(texts).where(texts.c.digest == digest))
    unneeded = [one for one in sorted(files) if not references.is_named(connection, one)]
    _ask_to_remove(connection, PREFIX + ledger.id, told.last, entry, unneeded)


def remove_unneeded(ledger: Ledger, files: Files) -> int:
    """Remove the files of evidence that nothing names any more, also those that an earlier call was stopped before."""
    removed = 0
    for key, digest in _to_remove(ledger):
        with ledger.writing() as connection:
            if not references.is_named(connection, digest):
                files.remove(digest)
                removed += 1
            connection.execute(delete(outbox).where(outbox.c.key == key))
    return removed


def line_of_expired(connection: Connection, gone: Expired) -> RunLine:
    """What the list of runs still says of a run that has expired: what its envelopes and its rule tell."""
    first: Any = connection.execute(_ENDS.order_by(envelopes.c.number), {"of": gone.stream}).first()
    last: Any = connection.execute(_ENDS.order_by(envelopes.c.number.desc()), {"of": gone.stream}).first()
    began = read_envelope(first.envelope)
    return RunLine(
        stream=gone.stream,
        procedure=gone.procedure,
        version=gone.version,
        title="",
        checklist="",
        phase=GONE,
        started_at=moment_of(began.at),
        started_by=began.by,
        ended_at=gone.ended_at,
        done=0,
        total=0,
        number=last.number,
    )


def _delete(connection: Connection, gone: Expired) -> None:
    stream = gone.stream
    lists.forget(connection, stream)
    references.forget(connection, stream)
    if inspect(connection).has_table(outbox.name):
        connection.execute(delete(outbox).where(or_(outbox.c.source == stream, outbox.c.target == stream)))
    connection.execute(delete(payloads).where(payloads.c.stream == stream, payloads.c.number <= gone.last))
    write_run(connection, line_of_expired(connection, gone))


def _texts_named(connection: Connection, gone: Expired) -> set[str]:
    query = select(payloads.c.payload).where(payloads.c.stream == gone.stream)
    return {digest for payload in connection.execute(query).scalars() for digest in texts_named(payload)}


def _is_named(connection: Connection, digest: str) -> bool:
    """Whether a living stream names a text: mostly the list of runs knows one; before a text goes, all are read."""
    if connection.execute(_LISTED, {"named": digest}).first() is not None:
        return True
    sought, payload = f'"{digest}"', payloads.c.payload
    if connection.dialect.name == "postgresql":
        found = func.strpos(func.encode(payload, "escape"), sought)
    else:
        found = func.instr(payload, sought.encode())
    return connection.execute(select(payloads.c.number).where(found > 0).limit(1)).first() is not None


def _ask_to_remove(connection: Connection, stream: str, number: int, entry: Entry, digests: Sequence[str]) -> None:
    if not digests:
        return
    outbox.create(connection, checkfirst=True)
    waits = {"state": State.PENDING.value, "attempts": 0, "words": "", "created_at": moment_text(entry.recorded_at)}
    about = {"kind": UNNEEDED, "source": stream, "number": number}
    rows = [{"key": f"{key_of(stream, number, UNNEEDED)}:{one}", "target": one, **about, **waits} for one in digests]
    connection.execute(insert(outbox), rows)


def _to_remove(ledger: Ledger) -> Sequence[tuple[str, str]]:
    with ledger.reading() as connection:
        if not inspect(connection).has_table(outbox.name):
            return ()
        found = connection.execute(select(outbox.c.key, outbox.c.target).where(outbox.c.kind == UNNEEDED)).all()
    return [(str(row.key), str(row.target)) for row in found]


_ENDS = select(envelopes.c.number, envelopes.c.envelope).where(envelopes.c.stream == bindparam("of")).limit(1)
_LISTED = select(runs.c.stream).where(runs.c.checklist == bindparam("named"), runs.c.phase != GONE).limit(1)

"""SQLite as a ledger's home: how its connections are set up, its triggers, and what its errors mean to a person.

Every connection waits for a lock, enforces foreign keys and writes through to the disk before it answers
(`synchronous=FULL`); the file is in WAL mode, so readers and the one writer do not stop each other. A transaction that
writes takes the write lock at its beginning (`BEGIN IMMEDIATE`), so that what it read is still true when it writes.

The triggers stop mistakes and careless tools. They do not stop somebody who owns the file, who may drop them: that is
what the chain is for. A BEFORE INSERT trigger stands beside those for UPDATE and DELETE because SQLite's INSERT OR
REPLACE removes the old row without firing either.
"""

import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError

from sopbook.errors import Unavailable
from sopbook.records.addresses import shown
from sopbook.records.errors import (
    DiskFailed,
    DiskFull,
    LedgerDamaged,
    LedgerLocked,
    LedgerReadOnly,
    LedgerUnreachable,
    NotALedger,
    UnsupportedDatabase,
)

UPGRADES_ITSELF = True
"""Whoever opens an older ledger brings its tables up to date: the file has no other keeper."""

_WRITES = {"sopbook_writes": True}


def _refusal(table: str, what: str, when: str, words: str) -> tuple[str, str]:
    name = f"{table}_{what.split(maxsplit=1)[0].lower()}"
    condition = f"WHEN {when} " if when else ""
    return name, f"CREATE TRIGGER {name} BEFORE {what} ON {table} {condition}BEGIN SELECT RAISE(ABORT, '{words}'); END"


_SAME_EVENT = "EXISTS (SELECT 1 FROM {table} WHERE stream = NEW.stream AND number = NEW.number)"

TRIGGERS: Mapping[str, str] = dict(
    [
        _refusal("envelopes", "UPDATE", "", "a recorded event is never changed"),
        _refusal("envelopes", "DELETE", "", "a recorded event is never deleted"),
        _refusal("envelopes", "INSERT", _SAME_EVENT.format(table="envelopes"), "a recorded event is never replaced"),
        # No trigger forbids to delete a payload or a text: their keeping ends one day, and then they go while the
        # envelope stays. A payload that is gone without an event that says so does not verify.
        _refusal("payloads", "UPDATE", "", "a recorded payload is never changed"),
        _refusal("payloads", "INSERT", _SAME_EVENT.format(table="payloads"), "a recorded payload is never replaced"),
        _refusal("texts", "UPDATE", "", "a recorded text is never changed"),
        _refusal(
            "texts",
            "INSERT",
            "EXISTS (SELECT 1 FROM texts WHERE digest = NEW.digest)",
            "a recorded text is never replaced",
        ),
        _refusal("requests", "UPDATE", "", "an answered request is never changed"),
        _refusal("requests", "DELETE", "", "an answered request is never forgotten"),
        _refusal(
            "requests",
            "INSERT",
            'EXISTS (SELECT 1 FROM requests WHERE ("by" = NEW."by" AND "key" = NEW."key")'
            ' OR (stream = NEW.stream AND "first" = NEW."first"))',
            "an answered request is never replaced",
        ),
        _refusal("ledger", "UPDATE OF id, handbook, created", "", "a ledger keeps its name"),
        _refusal("ledger", "DELETE", "", "a ledger keeps its name"),
        _refusal("ledger", "INSERT", "EXISTS (SELECT 1 FROM ledger)", "a ledger has one name"),
    ]
)


def engine_for(url: URL, *, timeout: float) -> Engine:
    """An engine whose connections are set up as above; `timeout` is how many seconds a connection waits for a lock."""
    engine = create_engine(url, connect_args={"timeout": timeout})

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # transactions begin where `begin` says, not where the driver guesses
        for pragma in ("foreign_keys=ON", "synchronous=FULL", "cell_size_check=ON", "trusted_schema=OFF"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("sopbook_writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def reading(engine: Engine) -> Engine:
    """For transactions that see one state of the database."""
    return engine


def adding(engine: Engine) -> Engine:
    """For transactions that append; here one writes at a time anyway."""
    return engine.execution_options(**_WRITES)


def alone(engine: Engine) -> Engine:
    """For transactions beside which nobody else writes."""
    return engine.execution_options(**_WRITES)


def prepare(engine: Engine, *, timeout: float) -> None:
    """Put a file that is ours into WAL mode, once for ever; SQLite does not wait for the lock by itself here."""
    deadline = time.monotonic() + timeout
    with closing(engine.raw_connection()) as connection:
        while connection.cursor().execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            try:
                connection.cursor().execute("PRAGMA journal_mode=WAL")
            except sqlite3.OperationalError as error:
                code = error.sqlite_errorcode & 0xFF
                if code == sqlite3.SQLITE_READONLY:
                    return  # it can still be read as it is
                if code != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                    raise
                time.sleep(0.01)


def is_there(url: URL) -> bool:
    """Whether there is a file to open; a `file:` URI is left to SQLite to judge."""
    if _is_uri(url):
        return True
    path = Path(url.database or "")
    try:
        path.stat()
    except FileNotFoundError:
        return False
    except (OSError, ValueError) as error:
        raise _unreachable(path, error) from error
    return True


def make_room(url: URL) -> None:
    """Make the file, readable by its owner only (SQLite gives its companions the same rights), and its folder."""
    path = Path(url.database or "")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
    except (OSError, ValueError) as error:
        raise _unreachable(path, error) from error


@contextmanager
def worded(url: URL) -> Iterator[None]:
    """Turn what the driver says into a sentence; its own words stay attached for who looks."""
    try:
        yield
    except DBAPIError as error:
        raise _sentence(error.orig or error, url) from error
    except sqlite3.Error as error:
        raise _sentence(error, url) from error
    except UnicodeDecodeError as error:  # the driver quotes a damaged schema, and fails to decode its own message
        raise LedgerDamaged(shown(url), "its schema is not text any more") from error


def guard(connection: Connection) -> None:
    """Make the triggers."""
    for statement in TRIGGERS.values():
        connection.exec_driver_sql(statement)


def triggers(connection: Connection) -> Mapping[str, str]:
    """The triggers that are there, in the form of `TRIGGERS`: name -> statement."""
    found = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return {str(name): str(sql) for name, sql in found}


def damage(connection: Connection) -> tuple[str, ...]:
    """What SQLite's own check of the file's structure says, at most 20 lines; nothing when all is well."""
    found = connection.exec_driver_sql("PRAGMA integrity_check(20)")
    return tuple(line for row in found for line in str(row[0]).splitlines() if line != "ok")


def scrub(engine: Engine) -> str:
    """Write the file anew: deleting alone leaves old bytes in free pages, and in the journal beside the file."""
    with closing(engine.raw_connection()) as connection:
        cursor = connection.cursor()
        cursor.execute("VACUUM")
        if cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            return "Another program is reading the records, so traces stay on the disk until this is done again."
    return ""


def grant(connection: Connection, role: str) -> None:  # noqa: ARG001
    """A file knows no roles; who may use it is the business of the disk it lies on."""
    place = shown(connection.engine.url)
    raise UnsupportedDatabase(place, "a file gives no rights to roles; only a PostgreSQL server does")


def _sentence(error: BaseException, url: URL) -> Unavailable:
    place, why = shown(url), str(error)
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
    match code:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED | sqlite3.SQLITE_PROTOCOL:
            return LedgerLocked(place)
        case sqlite3.SQLITE_READONLY:
            return LedgerReadOnly(place)
        case sqlite3.SQLITE_FULL:
            return DiskFull(place)
        case sqlite3.SQLITE_IOERR:
            return DiskFailed(place, why)
        case sqlite3.SQLITE_NOTADB:
            return NotALedger(place, why)
        case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return LedgerUnreachable(place, why)
        case _:
            return LedgerDamaged(place, why)


def _unreachable(path: Path, error: OSError | ValueError) -> LedgerUnreachable:
    why = error.strerror if isinstance(error, OSError) else None
    return LedgerUnreachable(str(path), (why or str(error)).lower())


def _is_uri(url: URL) -> bool:
    return (url.database or "").startswith("file:")

"""PostgreSQL as a ledger's home: how its connections are set up, its triggers, and what its errors mean to a person.

Readers see one state of the database and may not write. Appends run beside each other; the primary key of the envelopes
lets only one of two that hang onto the same event through, and the other looks again (`Collided`). What must have the
ledger for itself (an import, an expiry, a migration) waits for the appends that go on and keeps new ones waiting: all
who write take the same advisory lock, the appends together, the others alone.

A trigger per statement, not per row, refuses also what would change no row, and TRUNCATE. Like everywhere, triggers
stop mistakes and not the owner of the tables.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from math import ceil
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, NoSuchModuleError

from sopbook.errors import SopbookError
from sopbook.records.addresses import shown
from sopbook.records.errors import (
    Collided,
    ConnectionLost,
    DiskFailed,
    DiskFull,
    DriverMissing,
    LedgerDamaged,
    LedgerForbidden,
    LedgerLocked,
    LedgerReadOnly,
    LedgerUnreachable,
    Unrecordable,
    UnsupportedDatabase,
)

UPGRADES_ITSELF = False
"""Its owner does, with `sop records migrate`: who records may not change tables, and many programs share them."""

_LOCK = 0x736F70626F6F6B
"""Of the ledger as a whole; any number that others do not use will do."""

_REFUSE = """\
CREATE FUNCTION sopbook_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$BEGIN RAISE restrict_violation USING MESSAGE = TG_ARGV[0]; END$$"""
_REFUSE_SECOND = """\
CREATE FUNCTION sopbook_refuse_second() RETURNS trigger LANGUAGE plpgsql AS
$$BEGIN
IF EXISTS (SELECT FROM ledger) THEN RAISE restrict_violation USING MESSAGE = TG_ARGV[0]; END IF;
RETURN NULL; END$$"""


def _refusal(table: str, what: str, words: str, function: str = "sopbook_refuse") -> tuple[str, str]:
    name = f"{table}_{what.split(maxsplit=1)[0].lower()}"
    call = f"EXECUTE FUNCTION {function}('{words}')"
    return name, f"CREATE TRIGGER {name} BEFORE {what} ON {table} FOR EACH STATEMENT {call}"


_TRIGGERS: Mapping[str, str] = dict(
    [
        _refusal("envelopes", "UPDATE", "a recorded event is never changed"),
        _refusal("envelopes", "DELETE", "a recorded event is never deleted"),
        _refusal("envelopes", "TRUNCATE", "a recorded event is never deleted"),
        # Payloads and texts may be deleted, but never all at once: their keeping ends for one stream after the other.
        _refusal("payloads", "UPDATE", "a recorded payload is never changed"),
        _refusal("payloads", "TRUNCATE", "recorded payloads are never emptied out"),
        _refusal("texts", "UPDATE", "a recorded text is never changed"),
        _refusal("texts", "TRUNCATE", "recorded texts are never emptied out"),
        _refusal("requests", "UPDATE", "an answered request is never changed"),
        _refusal("requests", "DELETE", "an answered request is never forgotten"),
        _refusal("requests", "TRUNCATE", "an answered request is never forgotten"),
        _refusal("ledger", "UPDATE OF id, handbook, created", "a ledger keeps its name"),
        _refusal("ledger", "DELETE", "a ledger keeps its name"),
        _refusal("ledger", "TRUNCATE", "a ledger keeps its name"),
        _refusal("ledger", "INSERT", "a ledger has one name", "sopbook_refuse_second"),
    ]
)

_ADD, _ADD_AND_DELETE, _ALL = "SELECT, INSERT", "SELECT, INSERT, DELETE", "SELECT, INSERT, UPDATE, DELETE"
_RIGHTS = {
    "envelopes": _ADD,
    "requests": _ADD,
    "payloads": _ADD_AND_DELETE,
    "texts": _ADD_AND_DELETE,
    "ledger": "SELECT",
    "alembic_version": "SELECT",
}
"""What somebody needs who only records; all rows of the other tables follow from the events and are kept in step."""


def _body(function: str) -> str:
    return function.split("$$")[1]


TRIGGERS: Mapping[str, str] = {
    name: f"{statement} {_body(_REFUSE_SECOND if 'refuse_second' in statement else _REFUSE)}"
    for name, statement in _TRIGGERS.items()
}
"""Each with what its function does."""


def engine_for(url: URL, *, timeout: float) -> Engine:
    """An engine whose connections wait `timeout` seconds for a lock; one that a restart has cut is replaced unseen."""
    settings = {"connect_timeout": max(2, ceil(timeout)), "application_name": "sopbook"}
    try:
        engine = create_engine(url, connect_args=settings | dict(url.query), pool_pre_ping=True)
    except (ImportError, NoSuchModuleError) as error:
        raise DriverMissing(shown(url)) from error

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: object) -> None:
        if connection.info.parameter_status("server_encoding") != "UTF8":
            raise UnsupportedDatabase(shown(url), "the database is not in UTF-8; make one with `ENCODING 'UTF8'`")
        connection.autocommit = True
        connection.execute(_SESSION, {"timeout": f"{ceil(timeout * 1000)}ms"})
        connection.autocommit = False

    @event.listens_for(engine, "checkin")
    def put_back(connection: Any, _record: object) -> None:
        if connection is not None and not connection.closed:
            connection.read_only = None  # as the server says; SQLAlchemy would insist on writing after having read

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if lock := connection.get_execution_options().get("sopbook_lock"):
            connection.exec_driver_sql(f"SELECT {lock}({_LOCK})")

    return engine


_SESSION = """\
SELECT set_config('lock_timeout', %(timeout)s, false),
       CASE current_setting('synchronous_commit') WHEN 'off' THEN set_config('synchronous_commit', 'on', false) END"""
"""An answer means that it is on the disk; a server that waits for its standbys too goes on doing so."""


def reading(engine: Engine) -> Engine:
    """For transactions that see one state of the database."""
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def adding(engine: Engine) -> Engine:
    """For transactions that append, beside each other."""
    return engine.execution_options(isolation_level="READ COMMITTED", sopbook_lock="pg_advisory_xact_lock_shared")


def alone(engine: Engine) -> Engine:
    """For transactions beside which nobody else writes."""
    return engine.execution_options(isolation_level="READ COMMITTED", sopbook_lock="pg_advisory_xact_lock")


def prepare(_engine: Engine, *, timeout: float) -> None:
    """The server is set up by its owner."""


def is_there(_url: URL) -> bool:
    """A server says itself what is missing."""
    return True


def make_room(_url: URL) -> None:
    """The database is made by its owner."""


@contextmanager
def worded(url: URL) -> Iterator[None]:
    """Turn what the driver says into a sentence; its own words stay attached for who looks."""
    try:
        yield
    except DBAPIError as error:
        raise _sentence(error, url) from error


def guard(connection: Connection) -> None:
    """Make the triggers."""
    for statement in (_REFUSE, _REFUSE_SECOND, *_TRIGGERS.values()):
        connection.exec_driver_sql(statement)


def triggers(connection: Connection) -> Mapping[str, str]:
    """The triggers that are there, in the form of `TRIGGERS`; one that is switched off says so."""
    return {
        str(row.tgname): f"{row.definition} {row.prosrc}" + ("" if row.tgenabled in "OA" else " and is switched off")
        for row in connection.exec_driver_sql(_FOUND)
    }


_FOUND = """\
SELECT t.tgname, pg_get_triggerdef(t.oid, true) AS definition, p.prosrc, t.tgenabled::text
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace"""


def damage(connection: Connection) -> tuple[str, ...]:
    """What the server itself knows to be wrong, or not kept; nothing when all is well."""
    return tuple(str(line) for line in connection.exec_driver_sql(_DAMAGE).scalars())


_DAMAGE = """\
SELECT checksum_failures || ' pages were read whose checksums are wrong' FROM pg_stat_database
WHERE datname = current_database() AND checksum_failures > 0
UNION ALL SELECT 'the table ' || relname || ' is not logged and would be empty after a crash' FROM pg_class
WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND relpersistence <> 'p'
UNION ALL SELECT 'the index ' || indexrelid::regclass || ' is not valid'
FROM pg_index JOIN pg_class c ON c.oid = indrelid
WHERE c.relnamespace = current_schema()::regnamespace AND NOT indisvalid"""


def scrub(_engine: Engine) -> str:
    """The server writes over deleted rows in its own time, and its owner may make it hurry."""
    return (
        "PostgreSQL writes over what was deleted by and by (`VACUUM FULL` does it now); its write-ahead log, archives "
        "and standbys are for its owner to clear."
    )


def grant(connection: Connection, role: str) -> None:
    """Give a role of the server what recording, expiry and verifying need, and nothing beyond."""
    quoted = connection.dialect.identifier_preparer.quote_identifier
    schema = quoted(str(connection.exec_driver_sql("SELECT current_schema()").scalar_one()))
    connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA {schema} TO {quoted(role)}".replace("%", "%%"))
    tables = connection.exec_driver_sql("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()").scalars()
    for table in sorted(tables):
        rights = _RIGHTS.get(table, _ALL)
        for change in (f"REVOKE ALL ON {quoted(table)} FROM", f"GRANT {rights} ON {quoted(table)} TO"):
            connection.exec_driver_sql(f"{change} {quoted(role)}".replace("%", "%%"))


_LOST = ("57P01", "57P02", "57P05", "25P03", "25P04", "08")


def _sentence(error: DBAPIError, url: URL) -> SopbookError:
    place, state = shown(url), getattr(error.orig, "sqlstate", None) or ""
    why = _first_line(error)
    if error.connection_invalidated or state.startswith(_LOST):
        return ConnectionLost(place, why)
    match state:
        case "" if type(error.orig).__name__ == "DataError":
            return Unrecordable(f"PostgreSQL does not keep a text of it ({why})")
        case "" | "57P03" | "53300" | "3D000" | "28000" | "28P01":
            return LedgerUnreachable(place, why, advice=_REACH)
        case "55P03":
            return LedgerLocked(place)
        case "23505" | "40P01" | "40001":
            return Collided(place, why)
        case "42501":
            return LedgerForbidden(place, why)
        case "25006":
            return LedgerReadOnly(place, "the server takes no writes", advice=_PRIMARY)
        case "53100":
            return DiskFull(place)
        case "58030":
            return DiskFailed(place, why)
        case _ if state[:2] in ("57", "53", "54"):
            return LedgerUnreachable(place, why, advice=_REACH)
        case "22021":
            return Unrecordable(f"PostgreSQL does not keep a text of it ({why})")
        case _:
            return LedgerDamaged(place, why)


_REACH = "Check that the server runs, and that SOP_RECORDS and the password are right; then try again."
_PRIMARY = "Set SOP_RECORDS to the server that does (this one is a standby, or was set to only read)."


def _first_line(error: DBAPIError) -> str:
    """What the server says, without where in our statement."""
    lines = str(error.orig).strip().splitlines() or [type(error.orig).__name__]
    return lines[0].split("FATAL:")[-1].strip().rstrip(".")

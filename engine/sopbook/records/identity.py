"""Whose ledger a database is, and how a new one is made."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, inspect, select

from sopbook.records.addresses import shown
from sopbook.records.chain import moment_text
from sopbook.records.databases import database_of
from sopbook.records.errors import LedgerDamaged, LedgerTooNew, NotALedger
from sopbook.records.schema import stamp
from sopbook.records.tables import FORMAT, ledger, metadata


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    id: str
    handbook: str


def identity_of(connection: Connection) -> Identity | None:
    """Which ledger this is, None for an empty database; anything else in its place is refused."""
    place = shown(connection.engine.url)
    tables = inspect(connection).get_table_names()
    if not tables:
        return None
    if "ledger" not in tables:
        raise NotALedger(place, "it is a database of something else")
    rows: Any = connection.execute(select(ledger.c.id, ledger.c.handbook, ledger.c.format)).all()
    if len(rows) != 1 or [type(value) for value in rows[0]] != [str, str, int]:
        raise LedgerDamaged(place, "it does not say whose it is")
    if rows[0].format > FORMAT:
        raise LedgerTooNew(place, format=rows[0].format, known=FORMAT)
    return Identity(id=rows[0].id, handbook=rows[0].handbook)


def create(connection: Connection, handbook: str, now: datetime) -> Identity:
    """Make the tables and name the ledger, unless another process was faster; the connection holds the write lock."""
    if (found := identity_of(connection)) is not None:
        return found
    metadata.create_all(connection, checkfirst=False)
    database_of(connection.engine.url).guard(connection)
    stamp(connection)
    made = Identity(id=str(uuid.uuid4()), handbook=handbook)
    values = {"id": made.id, "handbook": handbook, "format": FORMAT, "created": moment_text(now)}
    connection.execute(insert(ledger), values)
    return made

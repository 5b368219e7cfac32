"""The tables of a ledger and the triggers that keep them append-only.

The triggers stop mistakes and careless tools. They do not stop somebody who owns the file, who may drop them: that is
what the chain is for. A BEFORE INSERT trigger stands beside those for UPDATE and DELETE because SQLite's INSERT OR
REPLACE removes the old row without firing either.

Names of columns are those of the envelope (`chain`). Times are text, digests hexadecimal text, and what was hashed is
kept as the exact bytes.
"""

from collections.abc import Mapping

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

FORMAT = 1
"""Goes up when a program that knows only the older one must keep its hands off."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

ledger = Table(
    "ledger",
    metadata,
    Column("id", Text, primary_key=True),
    Column("handbook", Text, nullable=False),
    Column("format", Integer, nullable=False),
    Column("created", Text, nullable=False),
)

envelopes = Table(
    "envelopes",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("envelope", LargeBinary, nullable=False),
    Column("digest", Text, nullable=False),
    sqlite_with_rowid=False,  # one tree instead of two to write: a stream lies together and an append touches one page
)

payloads = Table(
    "payloads",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("salt", LargeBinary, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    ForeignKeyConstraint(["stream", "number"], ["envelopes.stream", "envelopes.number"]),
    sqlite_with_rowid=False,
)

texts = Table(
    "texts",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

requests = Table(
    "requests",
    metadata,
    Column("by", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("stream", Text, nullable=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("content", Text, nullable=False),
    UniqueConstraint("stream", "first"),
    sqlite_with_rowid=False,
)

runs = Table(
    "runs",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("procedure", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("checklist", Text, nullable=False),
    Column("phase", Text, nullable=False),
    Column("started_at", Text, nullable=False),
    Column("started_by", Text, nullable=False),
    Column("ended_at", Text),
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Index(None, "started_at", "stream"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("key", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("words", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("handled_at", Text),
    ForeignKeyConstraint(["source", "number"], ["envelopes.stream", "envelopes.number"]),
    Index(None, "source", "state"),
    Index(None, "target", "state"),
    sqlite_with_rowid=False,
)
"""A table that an older ledger may lack: it is made when its first row is written."""

evidence = Table(
    "evidence",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("sha256", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("size", BigInteger, nullable=False),
    ForeignKeyConstraint(["stream", "number"], ["envelopes.stream", "envelopes.number"]),
    Index(None, "sha256"),
    sqlite_with_rowid=False,
)
"""Another one: the files that events name (`evidence.references`)."""


def _refusal(table: str, what: str, when: str, words: str) -> tuple[str, str]:
    name = f"{table}_{what.split(maxsplit=1)[0].lower()}"
    condition = f"WHEN {when} " if when else ""
    return name, f"CREATE TRIGGER {name} BEFORE {what} ON {table} {condition}BEGIN SELECT RAISE(ABORT, '{words}'); END"


_SAME_EVENT = "EXISTS (SELECT 1 FROM {table} WHERE stream = NEW.stream AND number = NEW.number)"

SQLITE_TRIGGERS: Mapping[str, str] = dict(
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

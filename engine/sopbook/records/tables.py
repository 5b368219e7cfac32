"""The tables of a ledger, the same in every database.

Names of columns are those of the envelope (`chain`). Times are text, digests hexadecimal text, and what was hashed is
kept as the exact bytes. Text is compared byte by byte, as SQLite does by itself: the order of streams, of times and of
digests is the same everywhere, whatever language a server speaks.

What changes here needs a migration in `migrations/`; the triggers stand with their database (`sqlite`, `postgresql`).
"""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    UniqueConstraint,
)
from sqlalchemy import Text as AnyText

Text = AnyText().with_variant(AnyText(collation="C"), "postgresql")

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
"""The files that events name (`evidence.references`)."""

listed = Table(
    "listed",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("changes_at", Text),
    sqlite_with_rowid=False,
)
"""For each run the event that its rows in the lists were made from, and when time alone may make other rows of it.

This table and those below hold nothing but what follows from the events (`lists`). What was recorded before there were
any is listed with the next event of its run, or by `sop records rebuild`.
"""

open_work = Table(
    "open_work",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("step", Text, primary_key=True),
    Column("role", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("due_at", Text),
    Index(None, "role"),
    Index(None, "person"),
    sqlite_with_rowid=False,
)

completions = Table(
    "completions",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("step", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("role", Text),
    Column("at", Text, nullable=False),
    Column("attempt", Integer, nullable=False),
    Index(None, "person", "at"),
    sqlite_with_rowid=False,
)

deviations = Table(
    "deviations",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("step", Text),
    Column("kind", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("why", Text, nullable=False),
    Index(None, "kind", "at"),
    sqlite_with_rowid=False,
)

signatures = Table(
    "signatures",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("step", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("role", Text),
    Column("deputy_for", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("meaning", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Index(None, "person", "at"),
    sqlite_with_rowid=False,
)

acknowledgements = Table(
    "acknowledgements",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("person", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("at", Text, nullable=False),
    Index(None, "document", "person"),
    sqlite_with_rowid=False,
)

participants = Table(
    "participants",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Index(None, "person"),
    sqlite_with_rowid=False,
)

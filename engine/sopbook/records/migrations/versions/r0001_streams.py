"""The first ledgers: streams of events, the answers to requests, texts and the list of runs."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    op.create_table(
        "ledger",
        sa.Column("id", text, nullable=False),
        sa.Column("handbook", text, nullable=False),
        sa.Column("format", sa.Integer, nullable=False),
        sa.Column("created", text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_ledger"),
    )
    op.create_table(
        "envelopes",
        sa.Column("stream", text, nullable=False),
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("envelope", sa.LargeBinary, nullable=False),
        sa.Column("digest", text, nullable=False),
        sa.PrimaryKeyConstraint("stream", "number", name="pk_envelopes"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "payloads",
        sa.Column("stream", text, nullable=False),
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("salt", sa.LargeBinary, nullable=False),
        sa.Column("payload", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("stream", "number", name="pk_payloads"),
        sa.ForeignKeyConstraint(
            ["stream", "number"], ["envelopes.stream", "envelopes.number"], name="fk_payloads_envelopes"
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "texts",
        sa.Column("digest", text, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_texts"),
    )
    op.create_table(
        "requests",
        sa.Column("by", text, nullable=False),
        sa.Column("key", text, nullable=False),
        sa.Column("stream", text, nullable=False),
        sa.Column("first", sa.Integer, nullable=False),
        sa.Column("last", sa.Integer, nullable=False),
        sa.Column("content", text, nullable=False),
        sa.PrimaryKeyConstraint("by", "key", name="pk_requests"),
        sa.UniqueConstraint("stream", "first", name="uq_requests_stream_first"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "runs",
        sa.Column("stream", text, nullable=False),
        *(sa.Column(name, text, nullable=False) for name in ("procedure", "version", "title", "checklist", "phase")),
        sa.Column("started_at", text, nullable=False),
        sa.Column("started_by", text, nullable=False),
        sa.Column("ended_at", text),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("done", "total", "number")),
        sa.PrimaryKeyConstraint("stream", name="pk_runs"),
    )
    op.create_index("ix_runs_started_at_stream", "runs", ["started_at", "stream"])
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[op.get_bind().dialect.name]:
        op.get_bind().exec_driver_sql(statement)


SQLITE = (
    (
        "CREATE TRIGGER envelopes_update BEFORE UPDATE ON envelopes BEGIN SELECT RAISE(ABORT, 'a "
        "recorded event is never changed'); END"
    ),
    (
        "CREATE TRIGGER envelopes_delete BEFORE DELETE ON envelopes BEGIN SELECT RAISE(ABORT, 'a "
        "recorded event is never deleted'); END"
    ),
    (
        "CREATE TRIGGER envelopes_insert BEFORE INSERT ON envelopes WHEN EXISTS (SELECT 1 FROM envelopes "
        "WHERE stream = NEW.stream AND number = NEW.number) BEGIN SELECT RAISE(ABORT, 'a recorded event "
        "is never replaced'); END"
    ),
    (
        "CREATE TRIGGER payloads_update BEFORE UPDATE ON payloads BEGIN SELECT RAISE(ABORT, 'a recorded "
        "payload is never changed'); END"
    ),
    (
        "CREATE TRIGGER payloads_insert BEFORE INSERT ON payloads WHEN EXISTS (SELECT 1 FROM payloads "
        "WHERE stream = NEW.stream AND number = NEW.number) BEGIN SELECT RAISE(ABORT, 'a recorded "
        "payload is never replaced'); END"
    ),
    (
        "CREATE TRIGGER texts_update BEFORE UPDATE ON texts BEGIN SELECT RAISE(ABORT, 'a recorded text "
        "is never changed'); END"
    ),
    (
        "CREATE TRIGGER texts_insert BEFORE INSERT ON texts WHEN EXISTS (SELECT 1 FROM texts WHERE "
        "digest = NEW.digest) BEGIN SELECT RAISE(ABORT, 'a recorded text is never replaced'); END"
    ),
    (
        "CREATE TRIGGER requests_update BEFORE UPDATE ON requests BEGIN SELECT RAISE(ABORT, 'an answered "
        "request is never changed'); END"
    ),
    (
        "CREATE TRIGGER requests_delete BEFORE DELETE ON requests BEGIN SELECT RAISE(ABORT, 'an answered "
        "request is never forgotten'); END"
    ),
    (
        "CREATE TRIGGER requests_insert BEFORE INSERT ON requests WHEN EXISTS (SELECT 1 FROM requests "
        'WHERE ("by" = NEW."by" AND "key" = NEW."key") OR (stream = NEW.stream AND "first" = '
        "NEW.\"first\")) BEGIN SELECT RAISE(ABORT, 'an answered request is never replaced'); END"
    ),
    (
        "CREATE TRIGGER ledger_update BEFORE UPDATE OF id, handbook, created ON ledger BEGIN SELECT "
        "RAISE(ABORT, 'a ledger keeps its name'); END"
    ),
    "CREATE TRIGGER ledger_delete BEFORE DELETE ON ledger BEGIN SELECT RAISE(ABORT, 'a ledger keeps its name'); END",
    (
        "CREATE TRIGGER ledger_insert BEFORE INSERT ON ledger WHEN EXISTS (SELECT 1 FROM ledger) BEGIN "
        "SELECT RAISE(ABORT, 'a ledger has one name'); END"
    ),
)

POSTGRESQL = (
    """\
CREATE FUNCTION sopbook_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$BEGIN RAISE restrict_violation USING MESSAGE = TG_ARGV[0]; END$$""",
    """\
CREATE FUNCTION sopbook_refuse_second() RETURNS trigger LANGUAGE plpgsql AS
$$BEGIN
IF EXISTS (SELECT FROM ledger) THEN RAISE restrict_violation USING MESSAGE = TG_ARGV[0]; END IF;
RETURN NULL; END$$""",
    (
        "CREATE TRIGGER envelopes_update BEFORE UPDATE ON envelopes FOR EACH STATEMENT EXECUTE FUNCTION "
        "sopbook_refuse('a recorded event is never changed')"
    ),
    (
        "CREATE TRIGGER envelopes_delete BEFORE DELETE ON envelopes FOR EACH STATEMENT EXECUTE FUNCTION "
        "sopbook_refuse('a recorded event is never deleted')"
    ),
    (
        "CREATE TRIGGER envelopes_truncate BEFORE TRUNCATE ON envelopes FOR EACH STATEMENT EXECUTE "
        "FUNCTION sopbook_refuse('a recorded event is never deleted')"
    ),
    (
        "CREATE TRIGGER payloads_update BEFORE UPDATE ON payloads FOR EACH STATEMENT EXECUTE FUNCTION "
        "sopbook_refuse('a recorded payload is never changed')"
    ),
    (
        "CREATE TRIGGER payloads_truncate BEFORE TRUNCATE ON payloads FOR EACH STATEMENT EXECUTE "
        "FUNCTION sopbook_refuse('recorded payloads are never emptied out')"
    ),
    (
        "CREATE TRIGGER texts_update BEFORE UPDATE ON texts FOR EACH STATEMENT EXECUTE FUNCTION "
        "sopbook_refuse('a recorded text is never changed')"
    ),
    (
        "CREATE TRIGGER texts_truncate BEFORE TRUNCATE ON texts FOR EACH STATEMENT EXECUTE FUNCTION "
        "sopbook_refuse('recorded texts are never emptied out')"
    ),
    (
        "CREATE TRIGGER requests_update BEFORE UPDATE ON requests FOR EACH STATEMENT EXECUTE FUNCTION "
        "sopbook_refuse('an answered request is never changed')"
    ),
    (
        "CREATE TRIGGER requests_delete BEFORE DELETE ON requests FOR EACH STATEMENT EXECUTE FUNCTION "
        "sopbook_refuse('an answered request is never forgotten')"
    ),
    (
        "CREATE TRIGGER requests_truncate BEFORE TRUNCATE ON requests FOR EACH STATEMENT EXECUTE "
        "FUNCTION sopbook_refuse('an answered request is never forgotten')"
    ),
    (
        "CREATE TRIGGER ledger_update BEFORE UPDATE OF id, handbook, created ON ledger FOR EACH "
        "STATEMENT EXECUTE FUNCTION sopbook_refuse('a ledger keeps its name')"
    ),
    (
        "CREATE TRIGGER ledger_delete BEFORE DELETE ON ledger FOR EACH STATEMENT EXECUTE FUNCTION "
        "sopbook_refuse('a ledger keeps its name')"
    ),
    (
        "CREATE TRIGGER ledger_truncate BEFORE TRUNCATE ON ledger FOR EACH STATEMENT EXECUTE FUNCTION "
        "sopbook_refuse('a ledger keeps its name')"
    ),
    (
        "CREATE TRIGGER ledger_insert BEFORE INSERT ON ledger FOR EACH STATEMENT EXECUTE FUNCTION "
        "sopbook_refuse_second('a ledger has one name')"
    ),
)

from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from threading import Barrier
from typing import Any

import psycopg
import pytest
from sqlalchemy import make_url

from postgresql_server import Server
from records.building import NOON, a_line, record
from records.contract import LedgerContract, at_once
from sopbook.errors import SopbookError
from sopbook.records.chain import digest_of
from sopbook.records.databases import database_of
from sopbook.records.errors import (
    Collided,
    ConnectionLost,
    DiskFailed,
    DiskFull,
    DriverMissing,
    LedgerDamaged,
    LedgerForbidden,
    LedgerLocked,
    LedgerMissing,
    LedgerReadOnly,
    LedgerTooNew,
    LedgerUnreachable,
    NotALedger,
    OtherHandbook,
    Unrecordable,
    UnsupportedDatabase,
)
from sopbook.records.ledger import Ledger
from sopbook.records.postgresql import TRIGGERS
from sopbook.records.projections import write_run
from sopbook.records.verify import verify

pytestmark = pytest.mark.slow

TEXT = b"a checklist"


@pytest.fixture
def place(postgresql: Server) -> str:
    return postgresql.new_database()


@contextmanager
def by_hand(place: str, *, guarded: bool = True) -> Iterator[psycopg.Connection[Any]]:
    """The database in the hands of its owner; without the triggers unless `guarded`."""
    with closing(psycopg.connect(place, autocommit=True)) as connection:
        tables = {name.rsplit("_", 1)[0] for name in TRIGGERS}
        for table in () if guarded else tables:
            connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield connection
        for table in () if guarded else tables:
            connection.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


class TestLedgerOnPostgresql(LedgerContract):
    pass


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE envelopes SET envelope = ''", "never changed"),
        ("DELETE FROM envelopes", "never deleted"),
        ("TRUNCATE envelopes CASCADE", "never deleted"),
        (
            "INSERT INTO envelopes SELECT * FROM envelopes ON CONFLICT (stream, number) DO UPDATE SET envelope = ''",
            "never changed",
        ),
        ("UPDATE payloads SET payload = ''", "never changed"),
        ("TRUNCATE payloads", "never emptied out"),
        ("UPDATE texts SET content = ''", "never changed"),
        ("TRUNCATE texts", "never emptied out"),
        ("UPDATE requests SET content = ''", "never changed"),
        ("DELETE FROM requests", "never forgotten"),
        ("TRUNCATE requests", "never forgotten"),
        ("UPDATE ledger SET handbook = 'other'", "keeps its name"),
        ("DELETE FROM ledger", "keeps its name"),
        ("TRUNCATE ledger", "keeps its name"),
        ("INSERT INTO ledger VALUES ('x', 'y', 1, 'z')", "has one name"),
    ],
)
def test_what_is_recorded_is_not_changed_even_by_hand(ledger: Ledger, place: str, statement: str, words: str) -> None:
    record(ledger, "run:1", texts={digest_of(TEXT): TEXT})
    with by_hand(place) as owner, pytest.raises(psycopg.errors.RestrictViolation, match=words):
        owner.execute(statement)
    assert verify(ledger).findings == ()
    assert ledger.count() == 1


def test_an_answer_means_that_it_is_on_the_disk(ledger: Ledger, place: str) -> None:
    with by_hand(place) as owner:
        owner.execute(f"ALTER DATABASE {make_url(place).database} SET synchronous_commit = off")
    with Ledger.open(place, handbook="acme") as opened, opened.writing() as connection:
        assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"


def test_streams_are_in_the_same_order_whatever_language_the_database_speaks(postgresql: Server) -> None:
    options = "TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'en-US'"
    names = ["run:A-b", "run:Ab", "run:a b", "run:ab", "run:b", "run:ä", "run:\U0001f600"]
    with Ledger.open(postgresql.new_database(options), handbook="acme", now=NOON) as ledger:
        for name in reversed(names):
            record(ledger, name)
        assert ledger.streams("run:") == tuple(names)
        assert ledger.count("run:a") == 2
        assert verify(ledger).streams == 7


def test_a_database_that_is_not_in_utf_8_is_refused(postgresql: Server) -> None:
    place = postgresql.new_database("TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
    with pytest.raises(UnsupportedDatabase, match="not in UTF-8"):
        Ledger.open(place, handbook="acme", now=NOON)


def test_a_text_with_a_zero_character_is_refused_as_it_cannot_be_kept(ledger: Ledger) -> None:
    line = a_line(title="Weekly\0report")
    with pytest.raises(Unrecordable):
        record(ledger, "run:1", project=partial(write_run, line=line))
    assert ledger.count() == 0


def test_writers_of_the_same_text_for_different_runs_both_get_through(ledger: Ledger, another: Ledger) -> None:
    texts = {digest_of(TEXT): TEXT}
    for number in range(10):
        told = at_once(
            partial(record, ledger, f"run:a{number}", key=f"a{number}", texts=texts),
            partial(record, another, f"run:b{number}", key=f"b{number}", texts=texts),
        )
        assert len(told) == 2
    assert ledger.count() == 20
    assert verify(ledger).holds


def test_who_must_be_alone_waits_for_appends_and_keeps_them_waiting(ledger: Ledger, place: str) -> None:
    with ledger.writing(), Ledger.open(place, handbook="acme", timeout=0.05) as hasty:
        assert hasty.count() == 0
        with pytest.raises(LedgerLocked, match="locked by another program"):
            record(hasty, "run:1")
    record(ledger, "run:1")


def test_readers_see_one_state_while_others_write(ledger: Ledger, another: Ledger) -> None:
    record(ledger, "run:1")
    with ledger.reading() as connection:
        before = connection.exec_driver_sql("SELECT count(*) FROM envelopes").scalar()
        record(another, "run:1", "two", expected=1)
        assert connection.exec_driver_sql("SELECT count(*) FROM envelopes").scalar() == before == 1


def test_a_reader_cannot_write_by_mistake(ledger: Ledger) -> None:
    with pytest.raises(LedgerReadOnly, match="the server takes no writes"), ledger.reading() as connection:
        connection.exec_driver_sql("DELETE FROM runs")


def test_an_empty_database_is_no_ledger_yet(postgresql: Server) -> None:
    place = postgresql.new_database()
    with pytest.raises(LedgerMissing):
        Ledger.open(place, handbook="acme")


def test_a_database_of_something_else_is_left_alone(place: str) -> None:
    with by_hand(place) as owner:
        owner.execute("CREATE TABLE books (title text)")
    with pytest.raises(NotALedger, match="it is a database of something else"):
        Ledger.open(place, handbook="acme", now=NOON)


def test_whose_it_is_and_its_format_are_looked_at(ledger: Ledger, place: str) -> None:
    with pytest.raises(OtherHandbook):
        Ledger.open(place, handbook="globex", now=NOON)
    with by_hand(place) as owner:
        owner.execute("UPDATE ledger SET format = 7")
    with pytest.raises(LedgerTooNew):
        Ledger.open(place, handbook="acme")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"database": "nowhere"}, 'database "nowhere" does not exist'),
        ({"username": "nobody_here"}, 'role "nobody_here" does not exist'),
        ({"query": {"host": "/nowhere"}}, "No such file or directory"),
    ],
)
def test_a_server_that_lets_nobody_in_is_told_in_its_own_words(
    own_postgresql: Server, change: dict[str, Any], why: str
) -> None:
    place = make_url(own_postgresql.url).set(**change).render_as_string(hide_password=False)
    with pytest.raises(LedgerUnreachable, match=why):
        Ledger.open(place, handbook="acme", now=NOON)


def test_a_driver_that_is_missing_is_named_with_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "psycopg", None)
    with pytest.raises(DriverMissing, match=r"pip install 'sopbook\[postgres\]'"):
        Ledger.open("postgresql://sop@127.0.0.1:1/records", handbook="acme")


def test_who_only_records_needs_no_more_than_what_is_granted(ledger: Ledger, place: str, postgresql: Server) -> None:
    name = str(make_url(place).database)
    role = f"recorder {name}"
    postgresql.execute(f'CREATE ROLE "{role}" LOGIN')
    with ledger.writing() as connection:
        database_of(connection.engine.url).grant(connection, role)
    with Ledger.open(postgresql.url_of(name, role), handbook="acme") as theirs:
        line = a_line(checklist=digest_of(TEXT))
        record(theirs, "run:1", texts={digest_of(TEXT): TEXT}, project=partial(write_run, line=line))
        assert verify(theirs).findings == ()
        for statement in (
            "UPDATE envelopes SET digest = ''",
            "DELETE FROM envelopes",
            "ALTER TABLE envelopes DISABLE TRIGGER ALL",
            "DELETE FROM requests",
            "UPDATE ledger SET format = 0",
            "CREATE TABLE mine (x int)",
        ):
            with pytest.raises(LedgerForbidden, match="let you do this"), theirs.writing() as connection:
                connection.exec_driver_sql(statement)
    with by_hand(place) as owner:
        owner.execute(f'DROP OWNED BY "{role}"')
        owner.execute(f'DROP ROLE "{role}"')


@pytest.fixture
def used(ledger: Ledger) -> Ledger:
    for stream in ("run:1", "run:2"):
        line = a_line(stream, number=3, checklist=digest_of(TEXT))
        texts = {digest_of(TEXT): TEXT}
        record(ledger, stream, "one", "two", "three", texts=texts, project=partial(write_run, line=line))
    return ledger


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        (
            "UPDATE payloads SET payload = set_byte(payload, 5, 0) WHERE stream = 'run:2' AND number = 2",
            "run:2, event 2: the payload is not what was recorded",
        ),
        (
            "UPDATE envelopes SET digest = repeat('0', 64) WHERE stream = 'run:1' AND number = 1",
            "run:1, event 1: the envelope and the digest beside it do not match",
        ),
        (
            "DELETE FROM payloads WHERE stream = 'run:2' AND number = 3",
            "run:2, event 3: the payload is missing",
        ),
        ("UPDATE texts SET content = 'x'", f"text {digest_of(TEXT)}: it is not what was recorded"),
        ("ALTER TABLE runs SET UNLOGGED", "is not logged and would be empty after a crash"),
    ],
)
def test_what_its_owner_changes_past_the_triggers_is_found(
    used: Ledger, place: str, statement: str, found: str
) -> None:
    with by_hand(place, guarded=False) as owner:
        owner.execute(statement)
    assert found in str(verify(used).findings[0])


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("DROP TRIGGER envelopes_truncate ON envelopes", "`envelopes_truncate`, which guards the records, is missing"),
        ("ALTER TABLE envelopes DISABLE TRIGGER envelopes_update", "`envelopes_update`, which guards the records, is"),
        (
            "CREATE OR REPLACE FUNCTION sopbook_refuse_second() RETURNS trigger LANGUAGE plpgsql AS "
            "'BEGIN RETURN NULL; END'",
            "`ledger_insert`, which guards the records, is missing or was changed",
        ),
        (
            "CREATE TRIGGER quiet BEFORE UPDATE ON runs FOR EACH STATEMENT EXECUTE FUNCTION sopbook_refuse('no')",
            "the trigger `quiet` is none of ours",
        ),
    ],
)
def test_a_trigger_that_is_missing_or_weak_is_found(used: Ledger, place: str, statement: str, found: str) -> None:
    with by_hand(place) as owner:
        owner.execute(statement)
    (finding,) = verify(used).findings
    assert found in str(finding)


def test_a_restart_between_two_appends_is_not_noticed(own_postgresql: Server) -> None:
    with Ledger.open(own_postgresql.new_database(), handbook="acme", now=NOON) as ledger:
        record(ledger, "run:1")
        own_postgresql.restart()
        record(ledger, "run:1", "two", expected=1)
        assert len(ledger.read("run:1")) == 2
        assert verify(ledger).holds


def test_a_restart_in_the_middle_of_an_append_is_told_and_leaves_no_half(own_postgresql: Server) -> None:
    def restart(connection: Any) -> None:
        own_postgresql.restart()

    with Ledger.open(own_postgresql.new_database(), handbook="acme", now=NOON) as ledger:
        record(ledger, "run:1")
        with pytest.raises(ConnectionLost, match="with the same key it is recorded once"):
            record(ledger, "run:1", "two", expected=1, project=restart)
        assert len(ledger.read("run:1")) == 1
        assert record(ledger, "run:1", "two", expected=1).repeated is False
        assert verify(ledger).holds


def test_a_restart_while_somebody_reads_is_told(own_postgresql: Server) -> None:
    def read_on(ledger: Ledger) -> None:
        with ledger.reading() as connection:
            own_postgresql.restart()
            connection.exec_driver_sql("SELECT 1")

    with Ledger.open(own_postgresql.new_database(), handbook="acme", now=NOON) as ledger, pytest.raises(ConnectionLost):
        read_on(ledger)


def test_a_statement_that_the_server_stops_is_told(ledger: Ledger) -> None:
    def dawdle(connection: Any) -> None:
        connection.exec_driver_sql("SET LOCAL statement_timeout = 10")
        connection.exec_driver_sql("SELECT pg_sleep(10)")

    with pytest.raises(LedgerUnreachable, match="canceling statement due to statement timeout"):
        record(ledger, "run:1", project=dawdle)
    assert record(ledger, "run:1").repeated is False


@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        ("53100", DiskFull),
        ("58030", DiskFailed),
        ("53200", LedgerUnreachable),
        ("53300", LedgerUnreachable),
        ("55P03", LedgerLocked),
        ("25006", LedgerReadOnly),
        ("42501", LedgerForbidden),
        ("40001", Collided),
        ("XX001", LedgerDamaged),
        ("XX002", LedgerDamaged),
        ("42P01", LedgerDamaged),
        ("25P03", ConnectionLost),
    ],
)
def test_what_goes_wrong_in_the_server_is_told_and_leaves_no_half(
    ledger: Ledger, code: str, refusal: type[SopbookError]
) -> None:
    """Each with the code by which a server says it, from within the append."""

    def fail(connection: Any) -> None:
        connection.exec_driver_sql(f"DO $$BEGIN RAISE 'something failed' USING ERRCODE = '{code}'; END$$")

    with pytest.raises(SopbookError) as told:
        record(ledger, "run:1", project=fail)
    assert type(told.value) is refusal
    assert ledger.count() == 0
    assert record(ledger, "run:1").repeated is False


def test_a_server_that_takes_no_writes_can_be_read(ledger: Ledger, place: str) -> None:
    record(ledger, "run:1")
    with by_hand(place) as owner:
        owner.execute(f"ALTER DATABASE {make_url(place).database} SET default_transaction_read_only = on")
    with Ledger.open(place, handbook="acme") as opened:
        assert len(opened.read("run:1")) == 1
        assert verify(opened).holds
        with pytest.raises(LedgerReadOnly, match="Set SOP_RECORDS to the server that does"):
            record(opened, "run:1", "two", expected=1)


def test_a_deadlock_with_somebody_else_is_tried_again(ledger: Ledger, another: Ledger) -> None:
    """Both list the same two runs in opposite order; the server stops one of them, which then goes on by itself."""
    for stream in ("run:1", "run:2"):
        record(ledger, stream, project=partial(write_run, line=a_line(stream)))
    meeting, met = Barrier(2), []

    def crosswise(first: str, second: str, connection: Any) -> None:
        write_run(connection, a_line(first))
        if len(met) < 2:
            met.append(first)
            meeting.wait()
        write_run(connection, a_line(second))

    told = at_once(
        partial(record, ledger, "run:a", key="a", project=partial(crosswise, "run:1", "run:2")),
        partial(record, another, "run:b", key="b", project=partial(crosswise, "run:2", "run:1")),
    )
    assert len(told) == 2
    assert ledger.streams() == ("run:1", "run:2", "run:a", "run:b")

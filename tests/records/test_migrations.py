"""A ledger of any earlier form becomes one of the newest, whole or not at all, and keeps its records and triggers."""

import json
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, insert

from postgresql_server import Server
from records.building import LEDGER, NOON, on_both, record
from records.contract import at_once
from run_handbook import a_handbook, sop
from sopbook.records import schema
from sopbook.records.addresses import database_at
from sopbook.records.databases import database_of
from sopbook.records.errors import LedgerOutdated, LedgerReadOnly
from sopbook.records.ledger import Ledger
from sopbook.records.schema import FORMS, NEWEST
from sopbook.records.tables import ledger as ledger_table
from sopbook.records.tables import metadata
from sopbook.records.verify import verify

EARLIER = sorted(Path(__file__).with_name("earlier").glob("*.sql"))
"""Ledgers as they were written by the programs of their time, as SQL."""


def a_ledger_of(form: str, place: str) -> None:
    """An empty ledger whose tables have this form."""
    url = database_at(place)
    engine = database_of(url).engine_for(url, timeout=5)
    with database_of(url).alone(engine).begin() as connection:
        schema.upgrade(connection, form)
        values = {"id": LEDGER, "handbook": "acme", "format": 1, "created": "2026-11-05T12:00:00.000000Z"}
        connection.execute(insert(ledger_table), values)
    engine.dispose()


def restored(file: Path, place: str) -> list[Any]:
    """Make the ledger that the file holds; what is recorded in it."""
    with closing(sqlite3.connect(place)) as connection:
        connection.executescript(file.read_text(encoding="utf-8"))
    return recorded_in(place)


def recorded_in(place: str) -> list[Any]:
    with closing(sqlite3.connect(place)) as connection:
        tables = ("ledger", "envelopes", "payloads", "requests", "texts", "runs")
        return [connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in tables]


def statements_in(place: str) -> dict[str, str]:
    """All that SQLite says of a file's tables, indexes and triggers; spaces do not matter."""
    with closing(sqlite3.connect(place)) as connection:
        found = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        return {name: " ".join(sql.split()) for name, sql in found if name != "alembic_version"}


def differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, metadata))


def test_every_script_is_listed_in_its_order() -> None:
    scripts = ScriptDirectory(str(Path(schema.__file__).with_name("migrations")))
    assert tuple(one.revision for one in scripts.walk_revisions())[::-1] == FORMS


@pytest.mark.parametrize("file", EARLIER, ids=lambda file: file.stem)
def test_an_earlier_ledger_is_brought_up_to_date_when_it_is_opened(file: Path, place: str, tmp_path: Path) -> None:
    before = restored(file, place)
    with Ledger.open(place, handbook="acme") as ledger:
        assert ledger.opened_from == "0001"
        assert verify(ledger).findings == ()
        record(ledger, "run:1", "three", expected=2)
        assert ledger.runs()[-1].number == 2
    with Ledger.open(place, handbook="acme") as again:
        assert (again.opened_from, len(again.read("run:1"))) == (NEWEST, 3)
    assert [len(rows) for rows in recorded_in(place)] == [1, 5, 5, 3, 1, 2]
    assert all(row in after for rows, after in zip(before, recorded_in(place), strict=True) for row in rows)
    fresh = str(tmp_path / "fresh.db")
    Ledger.open(fresh, handbook="acme", now=NOON).close()
    assert statements_in(place) == statements_in(fresh)


@on_both
@pytest.mark.parametrize("form", FORMS)
def test_from_every_form_the_newest_is_reached_with_all_triggers(form: str, place: str) -> None:
    a_ledger_of(form, place)
    with Ledger.open(place, handbook="acme", upgrade=True) as ledger:
        assert ledger.opened_from == form
        with ledger.reading() as connection:
            database = database_of(connection.engine.url)
            assert database.triggers(connection) == database.TRIGGERS
            assert differences(connection) == []
        record(ledger, "run:1")
        assert verify(ledger).findings == ()


@on_both
def test_a_new_ledger_has_the_tables_that_the_scripts_make(place: str) -> None:
    with Ledger.open(place, handbook="acme", now=NOON) as ledger, ledger.reading() as connection:
        assert schema.form_of(connection) == NEWEST
        assert differences(connection) == []


@pytest.mark.slow
def test_on_a_server_all_text_is_compared_byte_by_byte(postgresql: Server) -> None:
    place = postgresql.new_database()
    a_ledger_of(FORMS[0], place)
    with Ledger.open(place, handbook="acme", upgrade=True) as ledger, ledger.reading() as connection:
        query = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()"
        others = connection.exec_driver_sql(f"{query} AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'")
        assert others.all() == []


@pytest.mark.slow
def test_on_a_server_an_older_form_is_refused_until_its_owner_migrates(postgresql: Server, tmp_path: Path) -> None:
    place, root = postgresql.new_database(), a_handbook(tmp_path / "shop")
    environ = {"SOP_RECORDS": place}
    made = sop(root, "records", "migrate", **environ)
    assert (made.exit_code, made.stdout.split()[-3:]) == (0, ["up", "to", "date."])
    with Ledger.open(place, handbook="shop") as ledger, ledger.writing() as connection:
        for table in [table for table in metadata.tables if table not in _FIRST]:
            connection.exec_driver_sql(f"DROP TABLE {table}")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    with pytest.raises(LedgerOutdated, match="Let their owner run `sop records migrate`; nothing that is recorded"):
        Ledger.open(place, handbook="shop")
    assert f"(0001; this one needs {NEWEST})" in sop(root, "verify", **environ).stderr
    done = sop(root, "records", "migrate", "--json", **environ)
    assert {**json.loads(done.stdout), "place": ""} == {"place": "", "before": "0001", "after": NEWEST, "granted": []}
    assert sop(root, "verify", **environ).exit_code == 0


_FIRST = {"ledger", "envelopes", "payloads", "texts", "requests", "runs"}


@on_both
def test_a_form_from_the_future_is_used_as_long_as_the_format_is_known(place: str) -> None:
    with Ledger.open(place, handbook="acme", now=NOON) as ledger, ledger.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with Ledger.open(place, handbook="acme") as ledger:
        record(ledger, "run:1")
        assert ledger.opened_from == "9999"


def test_an_earlier_ledger_that_can_only_be_read_says_so_and_stays(place: str) -> None:
    restored(EARLIER[0], place)
    before = statements_in(place)
    with pytest.raises(LedgerReadOnly, match="copy the file to a folder of your own"):
        Ledger.open(f"sqlite:///file:{place}?mode=ro&uri=true", handbook="acme")
    assert statements_in(place) == before


def test_of_those_who_open_an_earlier_ledger_at_once_one_upgrades_it(place: str) -> None:
    restored(EARLIER[0], place)
    opened = at_once(*[partial(Ledger.open, place, handbook="acme")] * 4)
    assert len(opened) == 4
    for ledger in opened:
        record(ledger, f"run:{id(ledger)}")
        ledger.close()
    assert verify(place).findings == ()


def test_alembic_is_imported_only_when_there_is_something_to_do(place: str) -> None:
    Ledger.open(place, handbook="acme", now=NOON).close()
    program = (
        "import sys; from sopbook.records.ledger import Ledger; Ledger.open(sys.argv[1], handbook='acme').close();"
        "print([name for name in sys.modules if name.split('.')[0] in ('alembic', 'psycopg')])"
    )
    said = subprocess.run([sys.executable, "-c", program, place], capture_output=True, text=True)
    assert said.stdout == "[]\n"


UPGRADE_AND_DIE = """
import os, signal, sys
import alembic.command
from sqlalchemy import Engine, event
from sopbook.records.ledger import Ledger

left = 0

@event.listens_for(Engine, "after_cursor_execute")
def count(*_):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)

for line in sys.stdin:
    left = int(line)
    child = os.fork()
    if not child:
        Ledger.open(sys.argv[1], handbook="acme", upgrade=True).close()
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@contextmanager
def upgrading(place: str) -> Iterator[Callable[[int], bool]]:
    """Upgrades in a process that dies after so many statements, as often as asked; says whether it did."""
    program = [sys.executable, "-c", UPGRADE_AND_DIE, place]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdin is not None
        assert parent.stdout is not None

        def interrupted_at(statement: int) -> bool:
            print(statement, file=parent.stdin, flush=True)
            code = int(parent.stdout.readline())
            assert code in (0, -signal.SIGKILL)
            return code != 0

        yield interrupted_at
        parent.stdin.close()


def form_in(place: str) -> tuple[str, int]:
    """The form of the tables, and how many there are."""
    url = database_at(place)
    engine = database_of(url).engine_for(url, timeout=5)
    with database_of(url).worded(url), engine.connect() as connection:
        found = schema.form_of(connection), len(schema.inspect(connection).get_table_names())
    engine.dispose()
    return found


@on_both
@pytest.mark.slow
def test_a_migration_that_is_killed_leaves_the_old_form_or_the_new_one(place: str) -> None:
    a_ledger_of(FORMS[0], place)
    old, statement = form_in(place), 1
    with upgrading(place) as interrupted_at:
        while interrupted_at(statement):
            assert form_in(place) == old, f"after statement {statement}"
            statement += 1
    assert statement > 30
    assert form_in(place) == (NEWEST, len(metadata.tables) + 1)
    assert verify(place).findings == ()


def test_a_migration_that_is_killed_in_the_middle_leaves_a_file_as_it_was(place: str) -> None:
    before = restored(EARLIER[0], place)
    statements = statements_in(place)
    with upgrading(place) as interrupted_at:
        assert interrupted_at(24)
    assert (statements_in(place), recorded_in(place)) == (statements, before)
    with Ledger.open(place, handbook="acme") as ledger:
        assert verify(ledger).findings == ()


def test_in_a_file_the_command_says_that_there_is_nothing_to_do(tmp_path: Path) -> None:
    root = a_handbook(tmp_path / "shop")
    said = sop(root, "records", "migrate")
    assert (said.exit_code, said.stdout.split()[-4:]) == (0, ["are", "up", "to", "date."])
    refused = sop(root, "records", "migrate", "--grant", "ben")
    assert (refused.exit_code, refused.stdout) == (3, "")
    assert "a file gives no rights to roles" in refused.stderr

"""Records that are locked, read-only, somebody else's, damaged or no records at all, met through the command."""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import pytest

from run_handbook import RECEIPT, SAME, STARTED, a_handbook, a_run, done, sop
from sopbook.records.ledger import Ledger


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return a_handbook(tmp_path / "shop")


def records(root: Path) -> Path:
    return root / "records.sqlite3"


def the_database(root: Path) -> "closing[sqlite3.Connection]":
    return closing(sqlite3.connect(records(root), isolation_level=None))


@contextmanager
def without_triggers(database: sqlite3.Connection) -> Iterator[None]:
    """What somebody does who owns the file and knows it: the triggers go, and come back."""
    triggers = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        database.execute(f"DROP TRIGGER {name}")
    yield
    for _, statement in triggers:
        database.execute(statement)


def refused(root: Path, *words: str, **environ: str) -> str:
    result = sop(root, *words, **environ)
    assert (result.exit_code, result.stdout) == (3, ""), result.output
    assert "Traceback" not in result.stderr
    return result.stderr


def test_locked_records_are_waited_for_and_then_told(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = a_run(shop)
    monkeypatch.setattr("sopbook.wiring.Ledger.open", partial(Ledger.open, timeout=0.1))
    with the_database(shop) as other:
        other.execute("BEGIN EXCLUSIVE")
        said = refused(shop, "run", "note", run, "hello")
        assert said.startswith(f"sop: The records at {records(shop)} are locked by another program. Close it (a data")
        assert done(shop, "run", "show", run)["number"] == 1  # who only reads need not wait
    assert done(shop, "run", "note", run, "hello")["number"] == 2


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_records_that_may_not_be_written_are_told(shop: Path) -> None:
    run = a_run(shop)
    records(shop).chmod(0o400)
    assert "cannot be written: the file, its folder or its disk is read-only." in refused(shop, "run", "note", run, "x")


def test_a_file_that_holds_no_records_is_left_as_it_is(shop: Path) -> None:
    for words in (STARTED, ("run", "list"), ("verify",)):
        records(shop).write_bytes(b"a letter to the customer" * 50)
        said = refused(shop, *words)
        assert said == (
            f"sop: {records(shop)} holds no sopbook records: file is not a database. "
            "It was left as it is; set SOP_RECORDS to another place.\n"
        )
        assert records(shop).read_bytes() == b"a letter to the customer" * 50


def test_a_database_of_something_else_is_left_as_it_is(shop: Path) -> None:
    with the_database(shop) as other:
        other.execute("CREATE TABLE letters (text)")
    assert "it is a database of something else. It was left as it is" in refused(shop, *STARTED)
    with the_database(shop) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("letters",)]


def test_the_records_of_another_handbook_are_not_written_to(shop: Path) -> None:
    run = a_run(shop)
    (shop / "handbook.yml").write_text("id: bakery\nname: The bakery\nformat: 1\n", encoding="utf-8")
    for words in (STARTED, ("run", "list"), ("run", "show", run), ("verify",)):
        assert "belong to the handbook `shop`, not to `bakery`." in refused(shop, *words)


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("postgresql://ben:secret@127.0.0.1:1/shop", "port 1 failed: Connection refused. Check that the server runs"),
        ("mysql://db/shop", "`mysql` is no database it knows; name a SQLite file or a PostgreSQL database."),
        ("/proc/shop/records.sqlite3", "cannot be opened: no such file or directory. Check that the folder exists"),
    ],
)
def test_a_place_where_records_cannot_be_kept_is_told_without_its_password(shop: Path, place: str, said: str) -> None:
    told = refused(shop, *STARTED, SOP_RECORDS=place)
    assert said in told
    assert "secret" not in told


@pytest.mark.parametrize("column", ["envelope", "payload"])
def test_a_changed_byte_of_an_event_is_named_and_the_run_not_shown(shop: Path, column: str) -> None:
    run, other = a_run(shop, RECEIPT, SAME), a_run(shop)
    table = {"envelope": "envelopes", "payload": "payloads"}[column]
    with the_database(shop) as opened, without_triggers(opened):
        at = (f"run:{run}",)
        (stored,) = opened.execute(f"SELECT {column} FROM {table} WHERE stream = ? AND number = 2", at).fetchone()
        changed = bytearray(stored)
        changed[len(changed) // 2] ^= 1
        opened.execute(f"UPDATE {table} SET {column} = ? WHERE stream = ? AND number = 2", (bytes(changed), *at))
    verified = sop(shop, "verify")
    assert verified.exit_code == 1
    assert f"✕ run:{run}, event 2" in verified.stdout
    assert verified.stdout.splitlines()[-1].startswith("The records do not hold (")
    found = json.loads(sop(shop, "verify", "--json").stdout)
    assert (found["holds"], found["findings"][0]["stream"], found["findings"][0]["number"]) == (False, f"run:{run}", 2)
    for words in (("show", run), ("do", run, "receipt"), ("continue", run)):
        told = refused(shop, "run", *words)
        assert f"run:{run}, event 2" in told
        assert "Run `sop verify` to see everything that does not hold" in told
    assert done(shop, "run", "show", other)["number"] == 1  # the others are as they were


def test_a_cut_off_end_is_found(shop: Path) -> None:
    run = a_run(shop, RECEIPT, SAME)
    with the_database(shop) as opened, without_triggers(opened):
        for table in ("payloads", "envelopes"):
            opened.execute(f"DELETE FROM {table} WHERE stream = ? AND number > 1", (f"run:{run}",))
    verified = sop(shop, "verify")
    assert verified.exit_code == 1
    assert f"run:{run}" in verified.stdout

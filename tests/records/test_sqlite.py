import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from records.building import NOON, by_hand, record
from records.contract import LedgerContract
from sopbook.records.errors import (
    DiskFull,
    LedgerDamaged,
    LedgerLocked,
    LedgerMissing,
    LedgerReadOnly,
    LedgerTooNew,
    LedgerUnreachable,
    NotALedger,
    OtherHandbook,
)
from sopbook.records.ledger import Ledger
from sopbook.records.verify import verify


class TestLedgerOnSqlite(LedgerContract):
    pass


def test_every_commit_is_on_the_disk_before_it_is_answered(ledger: Ledger, place: str) -> None:
    with ledger.reading() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}


def test_a_new_ledger_can_be_read_by_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "below" / "ledger.db"
    with Ledger.open(str(file), handbook="acme", now=NOON) as ledger:
        record(ledger, "run:1")
        modes = {path.name: path.stat().st_mode & 0o777 for path in file.parent.iterdir()}
    assert set(modes.values()) == {0o600}
    assert file.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE envelopes SET envelope = x'00'", "never changed"),
        ("DELETE FROM envelopes", "never deleted"),
        ("INSERT OR REPLACE INTO envelopes SELECT stream, number, x'00', digest FROM envelopes", "never replaced"),
        ("UPDATE payloads SET payload = x'00'", "never changed"),
        ("INSERT OR REPLACE INTO payloads SELECT stream, number, salt, x'00' FROM payloads", "never replaced"),
        ("UPDATE texts SET content = x'00'", "never changed"),
        ("INSERT OR REPLACE INTO texts SELECT digest, x'00' FROM texts", "never replaced"),
        ("UPDATE requests SET content = ''", "never changed"),
        ("DELETE FROM requests", "never forgotten"),
        (
            'INSERT OR REPLACE INTO requests SELECT "by", "key", stream, "first", "last", \'\' FROM requests',
            "never replaced",
        ),
        (
            'INSERT OR REPLACE INTO requests SELECT \'eve\', "key", stream, "first", "last", \'\' FROM requests',
            "never replaced",
        ),
        ("UPDATE ledger SET handbook = 'other'", "keeps its name"),
        ("DELETE FROM ledger", "keeps its name"),
        ("INSERT INTO ledger VALUES ('x', 'y', 1, 'z')", "has one name"),
        ("INSERT OR REPLACE INTO ledger SELECT id, 'other', format, created FROM ledger", "has one name"),
    ],
)
def test_what_is_recorded_is_not_changed_even_by_hand(ledger: Ledger, place: str, statement: str, words: str) -> None:
    digest = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"
    record(ledger, "run:1", texts={digest: b"foo"})
    before = Path(place).read_bytes()
    with by_hand(place) as connection, pytest.raises(sqlite3.IntegrityError, match=words):
        connection.execute(statement)
    assert verify(ledger).findings == ()
    assert Path(place).read_bytes() == before


def test_a_ledger_that_another_program_writes_can_be_read_but_not_written(ledger: Ledger, place: str) -> None:
    record(ledger, "run:1")
    with by_hand(place) as other, Ledger.open(place, handbook="acme", timeout=0.01) as hasty:
        other.execute("BEGIN EXCLUSIVE")
        assert len(hasty.read("run:1")) == 1
        with pytest.raises(LedgerLocked, match=r"ledger.db are locked by another program\. Close it .* and try again"):
            record(hasty, "run:1", "more", expected=1)
        other.execute("ROLLBACK")
        record(hasty, "run:1", "more", expected=1)
    assert ledger.count() == 2


def test_a_ledger_that_another_program_keeps_for_itself_cannot_be_opened(place: str) -> None:
    Ledger.open(place, handbook="acme", now=NOON).close()
    with by_hand(place) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(LedgerLocked):
            Ledger.open(place, handbook="acme", timeout=0.01)


def test_a_read_only_ledger_can_be_read_and_verified_but_not_written(ledger: Ledger, place: str) -> None:
    record(ledger, "run:1")
    with Ledger.open(f"sqlite:///file:{place}?mode=ro&uri=true", handbook="acme") as read_only:
        assert len(read_only.read("run:1")) == 1
        assert verify(read_only).findings == ()
        with pytest.raises(LedgerReadOnly, match="cannot be written: the file, its folder or its disk is read-only"):
            record(read_only, "run:1", "more", expected=1)
    assert ledger.count() == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="file permissions do not bind root")
def test_permissions_are_explained(place: str) -> None:
    Ledger.open(place, handbook="acme", now=NOON).close()
    Path(place).chmod(0o400)
    with Ledger.open(place, handbook="acme") as ledger, pytest.raises(LedgerReadOnly):
        record(ledger, "run:1")
    Path(place).chmod(0o000)
    with pytest.raises(LedgerUnreachable, match="unable to open database file"):
        Ledger.open(place, handbook="acme")


def test_a_folder_in_place_of_the_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(LedgerUnreachable, match=r"cannot be opened: .* Check that .* the path names a file"):
        Ledger.open(str(tmp_path), handbook="acme", now=NOON)


def test_a_file_in_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a folder")
    with pytest.raises(LedgerUnreachable, match="not a directory"):
        Ledger.open(str(tmp_path / "notes.txt" / "ledger.db"), handbook="acme", now=NOON)


@pytest.mark.parametrize("name", ["x" * 300, "nul\0byte"])
def test_a_path_that_cannot_be_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(LedgerUnreachable):
        Ledger.open(str(tmp_path / name), handbook="acme", now=NOON)


def test_a_ledger_is_not_made_unless_it_may_be(tmp_path: Path) -> None:
    for file in (tmp_path / "none.db", tmp_path / "empty.db"):
        if file.name == "empty.db":
            file.touch()
        with pytest.raises(LedgerMissing, match="There are no records at"):
            Ledger.open(str(file), handbook="acme")
        with pytest.raises(LedgerMissing):
            verify(str(file))
    assert not (tmp_path / "none.db").exists()


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear Anna,\n" * 1000)
    with pytest.raises(NotALedger, match=r"letter.txt holds no sopbook records: file is not a database\. It was left"):
        Ledger.open(str(file), handbook="acme", now=NOON)
    assert file.read_text() == "Dear Anna,\n" * 1000


def test_a_database_of_something_else_is_left_alone(place: str) -> None:
    with by_hand(place) as connection:
        connection.execute("CREATE TABLE books (title)")
    before = Path(place).read_bytes()
    with pytest.raises(NotALedger, match="it is a database of something else"):
        Ledger.open(place, handbook="acme", now=NOON)
    assert Path(place).read_bytes() == before


def test_the_ledger_of_another_handbook_is_refused(ledger: Ledger, place: str) -> None:
    with pytest.raises(OtherHandbook, match="belong to the handbook `acme`, not to `globex`"):
        Ledger.open(place, handbook="globex", now=NOON)


def test_a_newer_format_is_refused(ledger: Ledger, place: str) -> None:
    with by_hand(place) as connection:
        connection.execute("UPDATE ledger SET format = 7")
    with pytest.raises(LedgerTooNew, match=r"kept in format 7; this sopbook knows formats up to 1\. Upgrade sopbook"):
        Ledger.open(place, handbook="acme")


def test_a_ledger_that_lost_its_name_is_damaged(ledger: Ledger, place: str) -> None:
    with by_hand(place, guarded=False) as connection:
        connection.execute("DELETE FROM ledger")
    with pytest.raises(LedgerDamaged, match="it does not say whose it is"):
        Ledger.open(place, handbook="acme")


def test_a_full_disk_is_named_and_nothing_is_half_recorded(place: str) -> None:
    """The database may have a few pages more than it has now, as on a disk that is nearly full."""
    Ledger.open(place, handbook="acme", now=NOON).close()
    with Ledger.open(place, handbook="acme") as ledger:
        with ledger.reading() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 4}")
        with pytest.raises(DiskFull, match=r"no room left .* Nothing of this was recorded; free some space"):
            fill(ledger)
        assert len(ledger.read("run:1")) > 0
        assert verify(ledger).findings == ()


def fill(ledger: Ledger) -> None:
    for number in range(1000):
        record(ledger, "run:1", "n" * 1000, expected=number)


def test_an_envelope_changed_by_hand_is_never_read_nor_built_upon(ledger: Ledger, place: str) -> None:
    record(ledger, "run:1", "one", "two")
    with by_hand(place, guarded=False) as connection:
        connection.execute(f"UPDATE envelopes SET envelope = {CHANGED} WHERE number = 2")
    for act in (lambda: ledger.read("run:1"), lambda: record(ledger, "run:1", "three", expected=2)):
        with pytest.raises(LedgerDamaged, match=r"run:1, event 2: the envelope .* Run `sop verify`") as told:
            act()
        assert (told.value.stream, told.value.number) == ("run:1", 2)


def test_a_text_changed_by_hand_is_never_read(ledger: Ledger, place: str) -> None:
    digest = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"
    record(ledger, "run:1", texts={digest: b"foo"})
    with by_hand(place, guarded=False) as connection:
        connection.execute("UPDATE texts SET content = x'00'")
    with pytest.raises(LedgerDamaged, match=f"text {digest}: it is not what was recorded"):
        ledger.read_text(digest)


def test_a_line_of_the_list_that_is_no_line_is_named(ledger: Ledger, place: str) -> None:
    with by_hand(place) as connection:
        connection.execute("INSERT INTO runs VALUES ('run:1','','','','','','yesterday','anna',NULL,1,1,1)")
    for act in (ledger.runs, lambda: ledger.run("run:1")):
        with pytest.raises(LedgerDamaged, match="list of runs"):
            act()


CHANGED = "CAST(replace(envelope, 'anna', 'evil') AS BLOB)"

CREATE = """
import sys
from datetime import UTC, datetime
from sopbook.records.ledger import Ledger
print("ready", flush=True)
sys.stdin.readline()
with Ledger.open(sys.argv[1], handbook="acme", now=datetime(2026, 11, 5, tzinfo=UTC)) as ledger:
    print(ledger.id)
"""


@pytest.mark.slow
def test_processes_that_make_the_ledger_at_the_same_time_make_one(place: str) -> None:
    makers = [
        subprocess.Popen(
            [sys.executable, "-c", CREATE, place], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(6)
    ]
    for maker in makers:
        assert maker.stdout.readline() == "ready\n"
    ids = {maker.communicate("go\n", timeout=60)[0] for maker in makers}
    assert [maker.returncode for maker in makers] == [0] * 6
    assert len(ids) == 1

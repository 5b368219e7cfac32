"""Copies of a ledger's file, made while others write, and going back to one."""

import sqlite3
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from pathlib import Path
from threading import Event, Thread

import pytest

from records.building import NOON, by_hand, record
from sopbook.records import backup
from sopbook.records.backup import BackupFailed, BackupOnItself, BackupThere, CopyFalse, back_up
from sopbook.records.errors import LedgerLocked, OtherHandbook
from sopbook.records.ledger import Ledger
from sopbook.records.restoring import BackupUnreadable, CannotCompare, Restored, WouldLose, restore
from sopbook.records.verify import verify


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "copies" / "monday.backup"


@pytest.fixture
def records(place: str, file: Path) -> Path:
    """A ledger that nobody has open, with two runs in it; the folder for its copies is there."""
    file.parent.mkdir()
    with Ledger.open(place, handbook="acme", now=NOON) as ledger:
        record(ledger, "run:1", "one", "two")
        record(ledger, "run:2", "one")
    return Path(place)


def more(records: Path, stream: str = "run:3") -> None:
    with Ledger.open(str(records), handbook="acme") as ledger:
        record(ledger, stream, "later", "and later")


def streams(records: Path) -> tuple[str, ...]:
    with Ledger.open(str(records), handbook="acme") as ledger:
        assert verify(ledger).findings == ()
        return ledger.streams()


def back(file: Path, records: Path, *, force: bool = False, timeout: float = 5.0) -> Restored:
    return restore(file, records, handbook="acme", now=NOON, force=force, timeout=timeout)


# Copying


def test_a_copy_is_a_ledger_in_one_file_for_its_owner_alone(records: Path, file: Path) -> None:
    found = back_up(records, file)
    assert (found.streams, found.events) == (2, 3)
    assert [one.name for one in file.parent.iterdir()] == [file.name]
    assert file.stat().st_mode & 0o777 == 0o600
    assert streams(file) == streams(records)


def test_a_copy_is_of_one_moment_while_others_write(records: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "PAGES", 1)
    started, stop = Event(), Event()

    def go_on() -> None:
        with Ledger.open(str(records), handbook="acme") as ledger:
            for number in count(10):
                record(ledger, f"run:{number}", "one", "two")
                started.set()
                if stop.is_set():
                    return

    writer = Thread(target=go_on)
    writer.start()
    try:
        assert started.wait(10)
        found = back_up(records, file)
    finally:
        stop.set()
        writer.join()
    assert found.events >= 5
    assert (found.events - 3) % 2 == 0  # never half of what was recorded together
    assert set(streams(file)) <= set(streams(records))


def test_a_writer_does_not_wait_for_a_copy_and_is_not_in_it(records: Path, file: Path) -> None:
    wrote: list[str] = []

    def meanwhile(done: int, all: int) -> None:
        assert done <= all
        if not wrote:
            more(records)
            wrote.append("run:3")

    assert back_up(records, file, shown=meanwhile).events == 3
    assert streams(file) == ("run:1", "run:2")
    assert streams(records) == ("run:1", "run:2", "run:3")


def test_what_is_still_in_the_journal_is_in_the_copy(records: Path, file: Path) -> None:
    with Ledger.open(str(records), handbook="acme") as ledger:
        record(ledger, "run:3", "just now")
        assert Path(f"{records}-wal").stat().st_size > 0
        assert back_up(records, file).events == 4


def test_a_file_is_written_over_only_when_that_is_wanted(records: Path, file: Path) -> None:
    back_up(records, file)
    more(records)
    with pytest.raises(BackupThere, match=r"is there already\. Name another file, or say --force"):
        back_up(records, file)
    assert streams(file) == ("run:1", "run:2")
    assert back_up(records, file, force=True).events == 5


def test_the_records_themselves_are_never_written_over(records: Path) -> None:
    for force in (False, True):
        with pytest.raises(BackupOnItself):
            back_up(records, records, force=force)
    link = records.with_name("link.db")
    link.symlink_to(records)
    with pytest.raises(BackupOnItself):
        back_up(records, link, force=True)
    assert streams(records) == ("run:1", "run:2")


def test_a_good_copy_is_not_written_over_by_one_that_does_not_hold(records: Path, file: Path) -> None:
    back_up(records, file)
    good = file.read_bytes()
    with by_hand(str(records), guarded=False) as database:
        database.execute("UPDATE payloads SET payload = flip(payload, 20) WHERE stream = 'run:1' AND number = 2")
    with pytest.raises(
        CopyFalse, match=r"run:1, event 2: the payload is not what was recorded\. Nothing was written over"
    ):
        back_up(records, file, force=True)
    assert file.read_bytes() == good
    assert [one.name for one in file.parent.iterdir()] == [file.name]


def test_a_copy_that_cannot_be_written_leaves_nothing(records: Path, file: Path) -> None:
    with pytest.raises(BackupFailed, match="no such file or directory"):
        back_up(records, file.parent / "nowhere" / "monday.backup")
    with pytest.raises(BackupThere):
        back_up(records, file.parent, force=True)
    assert list(file.parent.iterdir()) == []


# Going back


def test_a_ledger_that_is_gone_comes_back(records: Path, file: Path) -> None:
    back_up(records, file)
    for one in records.parent.glob(f"{records.name}*"):
        one.unlink()
    restored = back(file, records)
    assert (restored.verification.events, restored.aside) == (3, None)
    assert streams(records) == ("run:1", "run:2")
    with sqlite3.connect(records) as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_the_journal_of_a_file_that_is_gone_spoils_nothing(records: Path, file: Path) -> None:
    back_up(records, file)
    with Ledger.open(str(records), handbook="acme") as ledger:
        record(ledger, "run:3", "only in the journal")
        journal = Path(f"{records}-wal").read_bytes()
    records.unlink()
    Path(f"{records}-wal").write_bytes(journal)
    back(file, records)
    assert streams(records) == ("run:1", "run:2")
    Path(f"{file}-wal").write_bytes(journal)
    back_up(records, file, force=True)
    assert streams(file) == ("run:1", "run:2")


def test_a_ledger_that_has_nothing_more_is_moved_aside(records: Path, file: Path) -> None:
    back_up(records, file)
    restored = back(file, records)
    assert restored.aside == records.with_name("ledger.db.before-20261105T120000Z")
    assert streams(restored.aside) == streams(records) == ("run:1", "run:2")
    assert back(file, records).aside == records.with_name("ledger.db.before-20261105T120000Z-2")


def test_what_would_be_lost_is_named_and_nothing_is_done(records: Path, file: Path) -> None:
    back_up(records, file)
    more(records)
    with Ledger.open(str(records), handbook="acme") as ledger:
        record(ledger, "run:1", "three", expected=2)
    with pytest.raises(
        WouldLose, match=r"hold 3 events that the backup does not have: in run:1 \(1 of them\), run:3 \(2"
    ):
        back(file, records)
    assert streams(records) == ("run:1", "run:2", "run:3")
    assert {one.name for one in records.parent.iterdir()} == {records.name, file.parent.name}


def test_going_back_by_force_keeps_what_was_there_aside(records: Path, file: Path) -> None:
    back_up(records, file)
    more(records)
    restored = back(file, records, force=True)
    assert streams(records) == ("run:1", "run:2")
    assert restored.aside is not None
    assert streams(restored.aside) == ("run:1", "run:2", "run:3")
    with Ledger.open(str(records), handbook="acme") as ledger:
        record(ledger, "run:4", "it goes on")


def test_another_history_of_the_same_runs_would_be_lost_too(records: Path, file: Path, tmp_path: Path) -> None:
    with Ledger.open(str(tmp_path / "other.db"), handbook="acme", now=NOON) as other:
        record(other, "run:1", "another one")
    back_up(tmp_path / "other.db", file)
    with pytest.raises(WouldLose, match="hold 3 events"):
        back(file, records)


def test_a_damaged_ledger_is_replaced_only_by_force_and_kept_whole(records: Path, file: Path) -> None:
    back_up(records, file)
    records.write_bytes(b"no database" * 1000)
    Path(f"{records}-wal").write_bytes(b"what was in the journal")
    with pytest.raises(CannotCompare, match="cannot be read"):
        back(file, records)
    restored = back(file, records, force=True)
    assert restored.aside is not None
    assert restored.aside.read_bytes().startswith(b"no database")
    assert streams(records) == ("run:1", "run:2")


def test_a_ledger_in_use_is_left_alone(records: Path, file: Path) -> None:
    back_up(records, file)
    with Ledger.open(str(records), handbook="acme") as ledger, ledger.writing() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM envelopes")
        for force in (False, True):
            with pytest.raises(LedgerLocked):
                back(file, records, force=force, timeout=0.05)
    assert streams(records) == ("run:1", "run:2")


def turned(file: Path) -> None:
    with by_hand(str(file), guarded=False) as database:
        database.execute("DELETE FROM payloads WHERE stream = 'run:1' AND number = 1")


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-4096])


def scribbled(file: Path) -> None:
    file.write_bytes(b"a letter to the customer" * 50)


@pytest.mark.parametrize(
    ("spoil", "refusal"), [(turned, CopyFalse), (cut, (CopyFalse, BackupUnreadable)), (scribbled, BackupUnreadable)]
)
def test_a_backup_that_does_not_hold_replaces_nothing(
    records: Path, file: Path, spoil: Callable[[Path], None], refusal: type[Exception]
) -> None:
    back_up(records, file)
    spoil(file)
    for force in (False, True):
        with pytest.raises(refusal):
            back(file, records, force=force)
    assert streams(records) == ("run:1", "run:2")
    assert list(records.parent.glob("*before*")) == list(records.parent.glob(".*partial*")) == []


def test_the_backup_of_another_handbook_is_refused(records: Path, file: Path) -> None:
    back_up(records, file)
    with pytest.raises(OtherHandbook, match=f"The records at {file} belong to the handbook `acme`, not to `globex`"):
        restore(file, records, handbook="globex", now=NOON + timedelta(days=1))

"""What the ledger survives: processes that die or race, and files that rot."""

import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from records.building import NOON, a_line, record
from sopbook.errors import SopbookError
from sopbook.records.chain import digest_of
from sopbook.records.ledger import Ledger
from sopbook.records.projections import write_run
from sopbook.records.verify import verify

APPEND_FOR_EVER = """
import sys
from datetime import UTC, datetime
from sopbook.records.chain import Entry
from sopbook.records.ledger import Ledger
noon = datetime(2026, 11, 5, tzinfo=UTC)
with Ledger.open(sys.argv[1], handbook="acme") as ledger:
    number = len(ledger.read("run:1"))
    while True:
        payload = b'{"note":"%d"}' % number
        entry = Entry(
            type="noted", version=1, at=noon, recorded_at=noon, by="anna", role=None, payload=payload
        )
        ledger.append("run:1", expected=number, events=[entry], by="anna", key=f"k{number}", content="")
        number += 1
        print(number, flush=True)
"""


def acknowledged_before_kill(place: str, after: int) -> int:
    """Let a process append until it was told `after` times that it is recorded, kill it, and say what it was told."""
    appender = subprocess.Popen([sys.executable, "-c", APPEND_FOR_EVER, place], stdout=subprocess.PIPE, text=True)
    assert appender.stdout is not None
    told = [appender.stdout.readline() for _ in range(after)]
    appender.send_signal(signal.SIGKILL)
    told += appender.stdout.readlines()
    appender.stdout.close()
    assert appender.wait() == -signal.SIGKILL
    return int([line for line in told if line.endswith("\n")][-1])


def lose_nothing(place: str, moments: list[int]) -> None:
    for after in moments:
        acknowledged = acknowledged_before_kill(place, after)
        with Ledger.open(place, handbook="acme") as ledger:
            there = ledger.read("run:1")
            assert len(there) in (acknowledged, acknowledged + 1)
            assert [one.payload for one in there] == [b'{"note":"%d"}' % number for number in range(len(there))]
            assert verify(ledger).findings == ()


def test_a_killed_process_loses_nothing_that_was_acknowledged(ledger: Ledger, place: str) -> None:
    lose_nothing(place, [3])


@pytest.mark.slow
def test_killed_processes_lose_nothing_that_was_acknowledged(ledger: Ledger, place: str) -> None:
    lose_nothing(place, [1, 2, 5, 17, 60, 200, *random.Random(4).sample(range(1, 100), 6)])


RACE = """
import sys
from datetime import UTC, datetime
from sopbook.records.chain import Entry
from sopbook.records.errors import Conflict
from sopbook.records.ledger import Ledger
noon = datetime(2026, 11, 5, tzinfo=UTC)
entry = Entry(type="noted", version=1, at=noon, recorded_at=noon, by="anna", role=None, payload=b"{}")
with Ledger.open(sys.argv[1], handbook="acme", timeout=60) as ledger:
    sys.stdin.readline()
    for number in range(int(sys.argv[3])):
        seen = 0
        while True:
            try:
                done = ledger.append(
                    "run:1", expected=seen, events=[entry], by=sys.argv[2], key=f"k{number}", content=""
                )
                break
            except Conflict as told:
                seen = told.actual
        print(number, done.last, flush=True)
"""


def race(place: str, people: list[str], each: int) -> list[tuple[str, ...]]:
    """Each process records `each` requests as its person; what they were told, (person, request, number)."""
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", RACE, place, person, str(each)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for person in people
    ]
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.write("go\n")
        racer.stdin.flush()
    told = [racer.communicate(timeout=120)[0] for racer in racers]
    assert [racer.returncode for racer in racers] == [0] * len(people)
    return [(person, *line.split()) for person, lines in zip(people, told, strict=True) for line in lines.splitlines()]


@pytest.mark.slow
def test_processes_that_race_lose_and_double_nothing(ledger: Ledger, place: str) -> None:
    people = ["anna", "ben", "cleo", "dora"]
    told = race(place, people, 30)
    assert sorted(int(number) for _, _, number in told) == list(range(1, 121))
    assert len(ledger.read("run:1")) == 120
    assert verify(ledger).findings == ()


@pytest.mark.slow
def test_processes_that_repeat_the_same_requests_record_each_once(ledger: Ledger, place: str) -> None:
    told = race(place, ["anna"] * 4, 30)
    assert len(set(told)) == 30
    assert len(ledger.read("run:1")) == 30
    assert verify(ledger).findings == ()


TEXT = b"a frozen checklist\n" * 200


@pytest.fixture
def file(ledger: Ledger, place: str) -> bytes:
    """A ledger of 48 events, closed, as the bytes of its file."""
    for run in range(6):
        stream = f"run:{run}"
        for number in range(8):
            line = a_line(stream, number=number + 1, checklist=digest_of(TEXT))
            record(
                ledger,
                stream,
                f"note {number}",
                expected=number,
                texts={digest_of(TEXT): TEXT},
                project=partial(write_run, line=line),
            )
    ledger.close()
    assert not Path(f"{place}-wal").exists()
    return Path(place).read_bytes()


def outcome(act: Callable[[], Any]) -> Any:
    try:
        return act()
    except SopbookError as error:
        return error


def rot(file: bytes, place: Path, flips: int, seed: int) -> None:
    """Flip one byte anywhere, again and again; a flip that verify does not see has changed no record."""
    chance = random.Random(seed)
    whole = records_in(file, place)
    for _ in range(flips):
        at = chance.randrange(len(file))
        flipped = file[:at] + bytes([file[at] ^ chance.randrange(1, 256)]) + file[at + 1 :]
        put(place, flipped)
        found = outcome(partial(verify, str(place), timeout=0.1))
        use(place)
        if not isinstance(found, SopbookError) and found.holds:
            assert records_in(flipped, place) == whole, f"byte {at}"


def use(place: Path) -> None:
    """Do everything that can be done with a ledger; only a SopbookError may come out."""
    opened = outcome(lambda: Ledger.open(str(place), handbook="acme", now=NOON, timeout=0.1))
    if isinstance(opened, SopbookError):
        return
    with opened as ledger:
        for act in (
            lambda: [ledger.read(stream) for stream in ledger.streams()],
            lambda: [ledger.read_text(line.checklist) for line in ledger.runs()],
            lambda: record(ledger, "run:1", "note 2", expected=2),
            lambda: record(ledger, "run:1", "more", expected=8),
            lambda: ledger.read("run:1"),
        ):
            outcome(act)


def records_in(file: bytes, place: Path) -> list[Any]:
    put(place, file)
    connection = sqlite3.connect(place)
    try:
        return [
            connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()
            for table in ("envelopes", "payloads", "texts")
        ]
    finally:
        connection.close()


def put(place: Path, file: bytes) -> None:
    for rest in place.parent.glob(f"{place.name}-*"):
        rest.unlink()
    place.write_bytes(file)


def test_a_flipped_byte_is_never_a_crash(file: bytes, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    rot(file, tmp_path / "rotten.db", flips=40, seed=1)
    assert caplog.records == []


@pytest.mark.slow
def test_a_thousand_flipped_bytes_are_never_a_crash(
    file: bytes, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    rot(file, tmp_path / "rotten.db", flips=1000, seed=2)
    assert caplog.records == []


def test_a_file_cut_anywhere_is_never_a_crash(file: bytes, tmp_path: Path) -> None:
    place = tmp_path / "cut.db"
    for length in (1, 15, 100, 4095, 4096, 5000, len(file) // 2, len(file) - 1):
        put(place, file[:length])
        found = outcome(partial(verify, str(place), timeout=0.1))
        use(place)
        assert isinstance(found, SopbookError) or not found.holds

"""What the ledger survives: processes that die or race, and files that rot."""

import os
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

from records.building import NOON, a_line, on_both, record
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


@on_both
def test_a_killed_process_loses_nothing_that_was_acknowledged(ledger: Ledger, place: str) -> None:
    lose_nothing(place, [3])


@on_both
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
    told = spoken_by(RACE, [[place, person, str(each)] for person in people])
    return [(people[index // each], *line.split()) for index, line in enumerate(told)]


def spoken_by(program: str, words: list[list[str]], *, timeout: int = 120) -> list[str]:
    """The lines that processes print, one for each list of words, all started at once; in the order of the lists."""
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", program, *one],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for one in words
    ]
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.write("go\n")
        racer.stdin.flush()
    told = [racer.communicate(timeout=timeout)[0] for racer in racers]
    assert [racer.returncode for racer in racers] == [0] * len(words)
    return [line for lines in told for line in lines.splitlines()]


@on_both
@pytest.mark.slow
def test_processes_that_race_lose_and_double_nothing(ledger: Ledger, place: str) -> None:
    people = ["anna", "ben", "cleo", "dora"]
    told = race(place, people, 30)
    assert sorted(int(number) for _, _, number in told) == list(range(1, 121))
    assert len(ledger.read("run:1")) == 120
    assert verify(ledger).findings == ()


@on_both
@pytest.mark.slow
def test_processes_that_repeat_the_same_requests_record_each_once(ledger: Ledger, place: str) -> None:
    told = race(place, ["anna"] * 4, 30)
    assert len(set(told)) == 30
    assert len(ledger.read("run:1")) == 30
    assert verify(ledger).findings == ()


WRITE = """
import sys
from datetime import UTC, datetime
from sopbook.records.chain import Entry
from sopbook.records.errors import Conflict
from sopbook.records.ledger import Ledger
noon = datetime(2026, 11, 5, tzinfo=UTC)
own, many = sys.argv[2], int(sys.argv[3])
seen = {own: 0, "run:shared": 0}
with Ledger.open(sys.argv[1], handbook="acme", timeout=60) as ledger:
    sys.stdin.readline()
    for number in range(many):
        stream = "run:shared" if number % 10 == 0 else own
        payload = b'{"by":"%s","note":"%d"}' % (own.encode(), number)
        entry = Entry(type="noted", version=1, at=noon, recorded_at=noon, by=own, role=None, payload=payload)
        while True:
            try:
                done = ledger.append(
                    stream, expected=seen[stream], events=[entry], by=own, key=f"k{number}", content=""
                )
                break
            except Conflict as told:
                seen[stream] = told.actual
        seen[stream] = done.last
        print(stream, done.last, payload.decode(), flush=True)
"""


@on_both
@pytest.mark.slow
def test_eight_processes_that_write_ten_thousand_events_lose_and_double_none(ledger: Ledger, place: str) -> None:
    """Each writes a run of its own, and every tenth event to one that all share."""
    people, each = [f"run:{number}" for number in range(8)], 250 if os.environ.get("CI") else 1250
    told = spoken_by(WRITE, [[place, person, str(each)] for person in people], timeout=300)
    acknowledged = {
        (stream, int(number)): payload.encode() for stream, number, payload in (one.split() for one in told)
    }
    assert len(acknowledged) == len(told) == len(people) * each
    there = {(stream, one.envelope.number): one.payload for stream in ledger.streams() for one in ledger.read(stream)}
    assert there == acknowledged
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


FILL = """
import resource, signal, sys
from datetime import UTC, datetime
from sopbook.errors import SopbookError
from sopbook.records.chain import Entry
from sopbook.records.ledger import Ledger
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
noon = datetime(2026, 11, 5, tzinfo=UTC)
with Ledger.open(sys.argv[1], handbook="acme") as ledger:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
    number = len(ledger.read("run:2"))
    try:
        while True:
            payload = b'{"note":"%d"}' % number + b" " * 500
            entry = Entry(type="noted", version=1, at=noon, recorded_at=noon, by="anna", role=None, payload=payload)
            ledger.append("run:2", expected=number, events=[entry], by="anna", key=f"k{number}", content="")
            number += 1
    except SopbookError as refusal:
        print(number, type(refusal).__name__)
"""


@pytest.mark.slow
def test_a_file_that_may_not_grow_any_more_keeps_all_that_was_acknowledged(ledger: Ledger, place: str) -> None:
    """A quota that is met anywhere within a transaction, in the log or while it is written back; then it is raised."""
    record(ledger, "run:1")
    for limit in range(60_000, 420_000, 19_919):
        said = subprocess.run([sys.executable, "-c", FILL, place, str(limit)], capture_output=True, text=True)
        acknowledged, refusal = said.stdout.split() or pytest.fail(said.stderr)
        assert refusal in ("DiskFull", "DiskFailed")
        assert len(ledger.read("run:2")) == int(acknowledged)
        assert verify(ledger).findings == ()


class Torn:
    """A ledger whose last transactions are only in its log, as a machine left it that lost power.

    `ends` says up to which byte of the log how many events had been acknowledged.
    """

    def __init__(self, folder: Path, *, events: int) -> None:
        self.place = folder / "torn.db"
        source = str(folder / "source.db")
        with Ledger.open(source, handbook="acme", now=NOON) as ledger:
            record(ledger, "run:1", texts={digest_of(TEXT): TEXT})
        self.ends = {0: 1}
        with Ledger.open(source, handbook="acme") as ledger:
            for number in range(1, events):
                line = a_line(number=number + 1, checklist=digest_of(TEXT))
                record(ledger, "run:1", f"n{number}", expected=number, project=partial(write_run, line=line))
                self.ends[Path(f"{source}-wal").stat().st_size] = number + 1
            self.file, self.log = Path(source).read_bytes(), Path(f"{source}-wal").read_bytes()

    def cut(self, length: int) -> None:
        """Open what is left when the log ends here: what was acknowledged before is there, whole, and nothing else."""
        put(self.place, self.file)
        Path(f"{self.place}-wal").write_bytes(self.log[:length])
        acknowledged = max(events for end, events in self.ends.items() if end <= length)
        with Ledger.open(str(self.place), handbook="acme") as ledger:
            assert len(ledger.read("run:1")) == acknowledged, f"cut at {length}"
            assert verify(ledger).findings == (), f"cut at {length}"
            record(ledger, "run:1", "more", expected=acknowledged, key="more")

    def edges(self) -> list[int]:
        """Every edge of a frame (a head of 24 bytes and a page of 4096), with the bytes around it."""
        frames = range(32, len(self.log) + 1, 24 + 4096)
        return [at for edge in frames for at in (edge - 1, edge, edge + 1) if at <= len(self.log)]


def test_a_log_torn_at_an_edge_keeps_all_that_was_acknowledged_before(tmp_path: Path) -> None:
    torn = Torn(tmp_path, events=3)
    for length in (*list(torn.ends)[1:], *torn.edges()[-7:]):
        torn.cut(length)


@pytest.mark.slow
def test_a_log_torn_anywhere_keeps_all_that_was_acknowledged_before(tmp_path: Path) -> None:
    torn = Torn(tmp_path, events=4)
    for length in sorted({*range(0, len(torn.log), 64), *torn.edges(), *torn.ends}):
        torn.cut(length)


@pytest.mark.slow
def test_a_log_whose_last_bytes_never_arrived_keeps_all_that_was_acknowledged_before(tmp_path: Path) -> None:
    """A file may have its new length before its new bytes: the rest of the log is zeros."""
    torn = Torn(tmp_path, events=4)
    whole = torn.log
    for length in sorted({*range(32, len(whole), 512), *torn.edges()}):
        torn.log = whole[:length] + bytes(len(whole) - length)
        kept = max(events for end, events in torn.ends.items() if end <= length)
        put(torn.place, torn.file)
        Path(f"{torn.place}-wal").write_bytes(torn.log)
        with Ledger.open(str(torn.place), handbook="acme") as ledger:
            assert kept <= len(ledger.read("run:1")) <= kept + 1  # a frame may have ended in zeros of its own
            assert verify(ledger).findings == ()

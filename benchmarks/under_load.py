"""The ledger under many: eight processes at once, on both databases, verification, and a page of many runs."""

import multiprocessing
import secrets
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event, insert

from benchmarks.measure import Row, in_turn
from sopbook.records.chain import Entry, canonical, digest_of
from sopbook.records.ledger import Ledger
from sopbook.records.projections import RunLine, write_run
from sopbook.records.tables import envelopes, metadata, payloads, requests
from sopbook.records.verify import verify

BEGUN = datetime(2026, 10, 5, 9, tzinfo=UTC)
EACH = 100
"""Events that each process writes."""
MANY = 8
RUNS = 10_000
TEXT = b"a frozen checklist"


def rows() -> Iterator[Row]:
    """On SQLite with synchronous=FULL; on PostgreSQL with fsync, where the system has its programs."""
    with tempfile.TemporaryDirectory() as folder:
        yield from _eight_on_sqlite(Path(folder))
        yield _verification(Path(folder))
        yield _page(Path(folder))
    with _postgresql() as url:
        if url:
            yield _eight_on_postgresql(url)


def _entry(number: int) -> Entry:
    payload = canonical({"name": "Tomas", "note": f"Word number {number}"})
    return Entry(type="noted", version=1, at=BEGUN, recorded_at=BEGUN, by="tomas", role=None, payload=payload)


Write = Callable[[str, str, int, Callable[[], object]], list[float]]


def _ours(place: str, own: str, many: int, ready: Callable[[], object]) -> list[float]:
    """Record events in a stream of one's own, from when all are ready; how long each took."""
    taken = []
    with Ledger.open(place, handbook="benchmark", timeout=60) as ledger:
        seen = len(ledger.read(own))
        ready()
        for number in range(seen, seen + many):
            begun = time.perf_counter()
            ledger.append(
                own, expected=number, events=[_entry(number)], by="tomas", key=secrets.token_hex(16), content=""
            )
            taken.append(time.perf_counter() - begun)
    return taken


def _bare(place: str, own: str, many: int, ready: Callable[[], object]) -> list[float]:
    """The same rows by SQLAlchemy Core, in transactions that begin with the write lock."""
    engine = create_engine(f"sqlite:///{place}", connect_args={"timeout": 60})

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA synchronous=FULL")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    own += secrets.token_hex(8)
    engine.connect().close()
    ready()
    taken = []
    for number in range(1, many + 1):
        at = {"stream": own, "number": number}
        answer = {"stream": own, "first": number, "last": number, "content": "c" * 64}
        begun = time.perf_counter()
        with engine.begin() as connection:
            connection.execute(insert(envelopes), {**at, "envelope": b"e" * 420, "digest": "d" * 64})
            connection.execute(insert(payloads), {**at, "salt": b"s" * 16, "payload": b"p" * 90})
            connection.execute(insert(requests), {"by": "tomas", "key": secrets.token_hex(16), **answer})
        taken.append(time.perf_counter() - begun)
    return taken


def _write_and_tell(write: Write, barrier: Barrier, pipe: Any, *words: Any) -> None:
    pipe.send(write(*words, barrier.wait))


def _at_once(write: Write, place: str, processes: int, each: int) -> list[float]:
    """How long each event took; the first is the whole time, from when all processes were ready."""
    spawning = multiprocessing.get_context("spawn")
    barrier, pipes, children = spawning.Barrier(processes + 1), [], []
    for number in range(processes):
        ours, theirs = spawning.Pipe(duplex=False)
        words = (write, barrier, theirs, place, f"run:{number}", each)
        children.append(spawning.Process(target=_write_and_tell, args=words))
        pipes.append(ours)
    for child in children:
        child.start()
    barrier.wait(timeout=120)  # else one of them failed, and said why
    begun = time.perf_counter()
    taken = [one for pipe in pipes for one in pipe.recv()]
    whole = time.perf_counter() - begun
    for child in children:
        child.join()
    return [whole, *taken]


def _eight_on_sqlite(folder: Path) -> Iterator[Row]:
    place, bare = str(folder / "eight.sqlite3"), str(folder / "bare.sqlite3")
    Ledger.open(place, handbook="benchmark", now=BEGUN).close()
    engine = create_engine(f"sqlite:///{bare}")
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
    metadata.create_all(engine)
    mine, theirs = [], []
    for _ in range(3):
        mine.append(_at_once(_ours, place, MANY, EACH))
        theirs.append(_at_once(_bare, bare, MANY, EACH))
    with Ledger.open(place, handbook="benchmark") as ledger:
        assert ledger.count() == 3 * MANY * EACH, "none lost, none doubled"
        assert verify(ledger).holds
    yield Row(
        work="an event, when eight processes record at once on SQLite",
        ours=statistics.median(one[0] for one in mine) / (MANY * EACH),
        against="the same rows by eight bare writers",
        reference=statistics.median(one[0] for one in theirs) / (MANY * EACH),
        goal="≤ 2 x",
    )
    taken = [one for each in mine for one in each[1:]]
    yield Row(
        work="the slowest of these events",
        ours=max(taken),
        against="the median of these",
        reference=statistics.median(taken),
        goal="≤ 20 x",
    )


def _eight_on_postgresql(url: str) -> Row:
    Ledger.open(url, handbook="benchmark", now=BEGUN).close()
    eight, one = [], []
    for _ in range(3):
        one.append(_at_once(_ours, url, 1, EACH)[0] / EACH)
        eight.append(_at_once(_ours, url, MANY, EACH)[0] / (MANY * EACH))
    with Ledger.open(url, handbook="benchmark") as ledger:
        assert ledger.count() == 3 * (MANY + 1) * EACH, "none lost, none doubled"
        assert verify(ledger).holds
    return Row(
        work="an event, when eight processes record at once on PostgreSQL",
        ours=statistics.median(eight),
        against="the same by one process",
        reference=statistics.median(one),
        goal="≤ 0.67 x",
    )


def _filled(place: str, runs: int, events: int) -> Ledger:
    """A ledger of so many runs."""
    ledger = Ledger.open(place, handbook="benchmark", now=BEGUN)
    for number in range(runs):
        line = RunLine(
            stream=f"run:{number}",
            procedure="weekly-report",
            version="1.0",
            title=f"Weekly report {number}",
            checklist=digest_of(TEXT),
            phase="open" if number % 10 == 0 else "completed",
            started_at=BEGUN,
            started_by="tomas",
            ended_at=None,
            done=1,
            total=7,
            number=events,
        )
        ledger.append(
            line.stream,
            expected=0,
            events=[_entry(one) for one in range(events)],
            by="tomas",
            key=line.stream,
            content="",
            texts={digest_of(TEXT): TEXT},
            project=partial(write_run, line=line),
        )
    return ledger


def _verification(folder: Path) -> Row:
    place = str(folder / "verified.sqlite3")
    with _filled(place, 400, 50) as ledger:

        def reading() -> None:
            connection = sqlite3.connect(place)
            query = "SELECT envelope, salt, payload FROM envelopes JOIN payloads USING (stream, number)"
            for envelope, salt, payload in connection.execute(query):
                digest_of(envelope)
                digest_of(salt + payload)
            connection.close()

        def ours() -> None:
            assert verify(ledger).holds

        mine, theirs = in_turn(ours, reading, rounds=3)
    return Row(
        work="verify a ledger of 20,000 events",
        ours=mine,
        against="reading the same rows and hashing them",
        reference=theirs,
        goal="≤ 4 x",
    )


def _page(folder: Path) -> Row:
    def page(ledger: Ledger) -> None:
        for _ in range(50):
            (*_, last) = ledger.runs(phases=["open"], limit=50)
            assert ledger.read(last.stream)

    with (
        _filled(str(folder / "many.sqlite3"), RUNS, 1) as many,
        _filled(str(folder / "few.sqlite3"), RUNS // 10, 1) as few,
    ):
        mine, theirs = in_turn(partial(page, many), partial(page, few), rounds=7)
    return Row(
        work=f"a page of 50 open runs and one of them, of {RUNS:,} runs",
        ours=mine / 50,
        against=f"of {RUNS // 10:,} runs",
        reference=theirs / 50,
        goal="≤ 2 x",
    )


@contextmanager
def _postgresql() -> Iterator[str]:
    """A server of the system's programs that waits for the disk, as a real one; empty when there is none."""
    from tests.postgresql_server import a_server_of_our_own, why_none

    if why_none():
        yield ""
        return
    with a_server_of_our_own(fsync=True) as server:
        yield server.new_database()

"""Recording: one durable completion through the whole engine against the same rows written by SQLAlchemy Core."""

import itertools
import json
import secrets
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Integer, LargeBinary, MetaData, String, Table, create_engine, event, insert

from benchmarks.measure import Row, in_turn
from sopbook.actions import runs
from sopbook.actions.people import register_of
from sopbook.actions.recording import fold
from sopbook.actions.surroundings import Surroundings
from sopbook.handbook.book import Handbook
from sopbook.handbook.working_calendar import counting_calendar
from sopbook.plain import to_plain
from sopbook.records.journal import Journal
from sopbook.records.ledger import Ledger
from sopbook.runs.commands import Note, Start
from sopbook.runs.event import RunEvent
from sopbook.runs.folds import replay
from sopbook.runs.state import Run
from sopbook.runs.stored import EVENTS
from sopbook.wiring import CODEC
from sopbook.workspace.loading import load
from sopbook.workspace.resources import schemas
from sopbook.workspace.settings import read_settings

ROOT = Path(__file__).resolve().parents[1]
BEGUN = datetime(2026, 10, 5, 9, tzinfo=UTC)
BATCH = 25
"""Acts of one run: about as many as a real one has."""


def rows() -> Iterator[Row]:
    """On SQLite with synchronous=FULL, both sides."""
    with tempfile.TemporaryDirectory() as folder:
        yield _completion(Path(folder))
        yield _replay(Path(folder))


def _book() -> Handbook:
    return load(read_settings(ROOT, schemas(), {}), schemas(), BEGUN.date()).handbook


def _journal(folder: Path) -> Journal[Run]:
    ledger = Ledger.open(str(folder / f"{secrets.token_hex(4)}.sqlite3"), handbook="benchmark", now=BEGUN)
    return Journal(ledger, CODEC, fold=fold)


def _started(book: Handbook, around: Surroundings, run_id: str) -> None:
    procedure = book.procedure("manage-access")
    values = {name: _any_value(field) for name, field in procedure.inputs.items()}
    runs.start(
        procedure,
        Start(inputs=values, needs_confirmed=True),
        around=around,
        by="tomas",
        key=secrets.token_hex(8),
        run_id=run_id,
    )


def _around(book: Handbook, journal: Journal[Run]) -> Surroundings:
    """With a clock that moves by a second whenever it is asked."""
    register, calendar = register_of(book, BEGUN.date()), counting_calendar(book)
    seconds = itertools.count()
    return Surroundings(
        journal=journal,
        clock=lambda: BEGUN + timedelta(seconds=next(seconds)),
        register=lambda: register,
        calendar=lambda: calendar,
        handbook=lambda: book,
        commit_of=lambda _files: "",
    )


def _any_value(field: Any) -> Any:
    samples: dict[str, Any] = {
        "text": "Harbour Books",
        "long_text": "Words",
        "number": "7",
        "yes_no": "yes",
        "date": "2026-01-05",
        "email": "a@b.example",
        "link": "https://a.example",
        "person": "tomas",
        "list": ["a"],
    }
    return field.options[0] if field.options else samples[field.type.value]


def _completion(folder: Path) -> Row:
    book, journal = _book(), _journal(folder)
    around, numbers = _around(book, journal), itertools.count()

    def ours() -> None:
        run_id = f"run{next(numbers)}"
        _started(book, around, run_id)
        for number in range(BATCH):
            runs.act(
                run_id,
                Note(text=f"Word number {number}"),
                around=around,
                by="tomas",
                key=secrets.token_hex(16),
            )

    bare = _bare_rows(folder, journal)
    mine, theirs = in_turn(ours, bare, rounds=7)
    return Row(
        work="one durable act through the whole engine (load, decide, chain, record)",
        ours=mine / BATCH,
        against="the same rows by SQLAlchemy Core, synchronous=FULL",
        reference=theirs / BATCH,
        goal="≤ 2.5 x",
    )


def _bare_rows(folder: Path, journal: Journal[Run]) -> Callable[[], None]:
    """The bytes that one act writes, written without any of our code."""
    metadata = MetaData()
    envelopes = Table(
        "envelopes",
        metadata,
        Column("stream", String, primary_key=True),
        Column("number", Integer, primary_key=True),
        Column("envelope", LargeBinary),
        Column("digest", String),
    )
    payloads = Table(
        "payloads",
        metadata,
        Column("stream", String, primary_key=True),
        Column("number", Integer, primary_key=True),
        Column("salt", LargeBinary),
        Column("payload", LargeBinary),
    )
    requests = Table(
        "requests", metadata, Column("by", String, primary_key=True), Column("key", String, primary_key=True)
    )
    engine = create_engine(f"sqlite:///{folder / 'bare.sqlite3'}")

    @event.listens_for(engine, "connect")
    def _set(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")

    metadata.create_all(engine)
    assert journal.ledger.count() == 0, "the sample is made of constant bytes"
    streams = itertools.count()

    def write() -> None:
        stream = f"run:{next(streams)}"
        for number in range(BATCH):
            at = {"stream": stream, "number": number}
            with engine.begin() as connection:
                connection.execute(insert(envelopes), {**at, "envelope": b"e" * 420, "digest": "d" * 64})
                connection.execute(insert(payloads), {**at, "salt": b"s" * 16, "payload": b"p" * 90})
                connection.execute(insert(requests), {"by": "tomas", "key": secrets.token_hex(16)})

    return write


def _replay(folder: Path) -> Row:
    book, journal = _book(), _journal(folder)
    around = _around(book, journal)
    _started(book, around, "replay")
    for number in range(199):
        note = Note(text=f"Word number {number}")
        runs.act("replay", note, around=around, by="tomas", key=secrets.token_hex(8))
    stored = journal.ledger.read("run:replay")
    names = {cls: name for name, cls in EVENTS.items()}
    written = json.dumps([{"type": names[type(one)], **_jsonable(one)} for one in journal.events("run:replay")])
    fresh = fold(journal.events("run:replay")[:1], journal.text)

    def ours() -> None:
        for _ in range(20):
            replay(fresh, [CODEC.decode(one) for one in stored[1:]])

    def reading() -> None:
        for _ in range(20):
            json.loads(written)

    mine, theirs = in_turn(ours, reading, rounds=7)
    return Row(
        work="replay of a run of 200 events (decode and fold)",
        ours=mine / 20,
        against="reading its JSON",
        reference=theirs / 20,
        goal="≤ 8 x",
    )


def _jsonable(one: RunEvent) -> dict[str, Any]:
    plain: dict[str, Any] = to_plain(one)
    return plain

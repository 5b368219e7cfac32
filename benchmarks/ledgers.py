"""Ledgers of any size: one run is played through the whole engine, and many more are made from what it left.

Every event of every run has its own place, its own salt and its own digests, sealed by the ledger's own `seal`; the
answers to requests and the lists stand beside them. What is entered is the same in each run. Only the way into the
database is a shorter one: some hundred runs in one transaction, with the triggers in force.
"""

import hashlib
import itertools
import random
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Table, insert, select

from sopbook.actions import runs
from sopbook.actions.outgoing import PREFIX
from sopbook.actions.people import register_of
from sopbook.actions.recording import fold
from sopbook.actions.surroundings import Surroundings
from sopbook.handbook.working_calendar import counting_calendar
from sopbook.records import lists, tables
from sopbook.records.chain import SALT_BYTES, Entry, Stored, moment_of, moment_text, seal
from sopbook.records.journal import Journal
from sopbook.records.ledger import Ledger
from sopbook.runs.children import ID_LENGTH, LETTERS
from sopbook.runs.commands import Complete, Start
from sopbook.wiring import CODEC
from sopbook.workspace.loading import load
from sopbook.workspace.resources import schemas
from sopbook.workspace.settings import read_settings

BEGUN = datetime(2025, 1, 6, 8, tzinfo=UTC)
APART = timedelta(minutes=3)
"""So long after each other two runs begin."""
STEPS = 24
AT_ONCE = 400
"""Runs in one transaction."""
PERSON = "ines"
SAMPLE = "sample0000"

FILES: Mapping[str, str] = {
    "handbook.yml": "id: shop\nname: The shop\nformat: 1\n",
    "sops/clerk.yml": "kind: role\nid: clerk\ntitle: Clerk\n",
    "sops/team.yml": (
        "kind: team\nid: team\ntitle: The shop\npeople:\n"
        f"  - {{id: {PERSON}, name: Ines Duarte, roles: [clerk], git: [{PERSON}@shop.example]}}\n"
    ),
    "sops/close-the-day.yml": (
        'kind: procedure\nid: close-the-day\ntitle: Close the day\nowner: clerk\nversion: "1.0"\nby: clerk\n'
        'run_title: "Day of {{ shop }}"\ninputs:\n  shop: {type: text, label: Shop}\nsteps:\n'
    )
    + "".join(
        f"  - id: step-{number}\n    do: Put away what lies on counter {number}\n"
        "    fields:\n      left: {type: text, label: What was left}\n"
        for number in range(STEPS)
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One run as the ledger holds it: its events, and the rows beside them by their table."""

    events: tuple[Stored, ...]
    beside: Mapping[Table, tuple[Mapping[str, Any], ...]]


def handbook(root: Path) -> None:
    """A handbook of one procedure, which has a step of one field `STEPS` times."""
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def fill(root: Path, events: int, *, seed: int = 1) -> tuple[str, ...]:
    """Make the records of the handbook at `root` with at least so many events; the ids of the runs, oldest first."""
    settings = read_settings(root, schemas(), {})
    with Ledger.open(str(root / "records.sqlite3"), handbook=settings.id, now=BEGUN) as ledger:
        sample = _sample(root, ledger)
        names = _names(-(-events // len(sample.events)) - 1, random.Random(seed))
        for start in range(0, len(names), AT_ONCE):
            _write(ledger, sample, names[start : start + AT_ONCE], start + 1)
    return (SAMPLE, *names)


def _names(number: int, chance: random.Random) -> tuple[str, ...]:
    found: dict[str, None] = {}
    while len(found) < number:
        found["".join(chance.choices(LETTERS, k=ID_LENGTH))] = None
    return tuple(found)


def _sample(root: Path, ledger: Ledger) -> Sample:
    around, keys = _around(root, ledger), itertools.count()
    procedure = around.handbook().procedure("close-the-day")
    start = Start(inputs={"shop": "Harbour Books"})
    runs.start(procedure, start, around=around, by=PERSON, key=f"{next(keys)}", run_id=SAMPLE)
    for number in range(STEPS):
        done = Complete(step=f"step-{number}", values={"left": "Two boxes of paper and the blue folder"})
        runs.act(SAMPLE, done, around=around, by=PERSON, key=f"{next(keys)}")
    stream, kept = PREFIX + SAMPLE, (tables.requests, tables.runs, *lists.LISTS)
    with ledger.reading() as connection:
        rows = {
            table: tuple(
                dict(row._mapping) for row in connection.execute(select(table).where(table.c.stream == stream))
            )
            for table in kept
        }
    return Sample(events=ledger.read(stream), beside={table: some for table, some in rows.items() if some})


def _around(root: Path, ledger: Ledger) -> Surroundings:
    """With a clock that moves by a minute whenever it is asked."""
    book = load(read_settings(root, schemas(), {}), schemas(), BEGUN.date()).handbook
    register, calendar, minutes = register_of(book, BEGUN.date()), counting_calendar(book), itertools.count()
    return Surroundings(
        journal=Journal(ledger, CODEC, fold=fold),
        clock=lambda: BEGUN + timedelta(minutes=next(minutes)),
        register=lambda: register,
        calendar=lambda: calendar,
        handbook=lambda: book,
        commit_of=lambda _files: "",
    )


def _write(ledger: Ledger, sample: Sample, names: tuple[str, ...], first: int) -> None:
    rows: dict[Table, list[Mapping[str, Any]]] = {}
    for number, name in enumerate(names, first):
        for table, row in _run(ledger.id, sample, name, APART * number):
            rows.setdefault(table, []).append(row)
    with ledger.writing() as connection:
        for table, some in rows.items():
            connection.execute(insert(table), some)


def _run(ledger: str, sample: Sample, name: str, later: timedelta) -> Iterator[tuple[Table, Mapping[str, Any]]]:
    """All rows of one more run: the events first, since what stands beside them refers to them."""
    stream, previous = PREFIX + name, None
    keys = {one.envelope.key: secrets.token_hex(16) for one in sample.events}
    salts = [secrets.token_bytes(SALT_BYTES) for _ in sample.events]
    for number, (stored, salt) in enumerate(zip(sample.events, salts, strict=True), 1):
        entry, key = _moved(stored, name, later), keys[stored.envelope.key]
        row = seal(entry, ledger=ledger, stream=stream, number=number, key=key, previous=previous, salt=salt)
        previous = row.digest
        at = {"stream": stream, "number": number}
        yield tables.envelopes, {**at, "envelope": row.envelope, "digest": row.digest}
        yield tables.payloads, {**at, "salt": salt, "payload": row.payload}
    for table, rows in sample.beside.items():
        for beside in rows:
            row = {column: _later(value, later) if column.endswith("at") else value for column, value in beside.items()}
            row["stream"] = stream
            if table is tables.requests:
                row["key"] = keys[beside["key"]]
                row["content"] = hashlib.sha256(salts[beside["first"] - 1]).hexdigest()
            yield table, row


def _moved(stored: Stored, name: str, later: timedelta) -> Entry:
    """The event in another run, at another time."""
    envelope = stored.envelope
    return Entry(
        type=envelope.type,
        version=envelope.version,
        at=moment_of(envelope.at) + later,
        recorded_at=moment_of(envelope.recorded_at) + later,
        by=envelope.by,
        role=envelope.role,
        payload=stored.payload.replace(SAMPLE.encode(), name.encode()),
    )


def _later(text: str | None, later: timedelta) -> str | None:
    return None if text is None else moment_text(moment_of(text) + later)

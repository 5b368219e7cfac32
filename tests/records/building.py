"""Entries, rows and lines for tests of the records: everything has a default, so a test states what matters."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest

from sopbook.records.append import Appended
from sopbook.records.chain import Entry, Row, canonical, seal
from sopbook.records.ledger import Ledger
from sopbook.records.projections import RunLine
from sopbook.records.sqlite import TRIGGERS

on_both = pytest.mark.parametrize(
    "place", ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)], indirect=True
)
"""The test is made on every database that a ledger may lie in."""

NOON = datetime(2026, 11, 5, 12, 0, tzinfo=UTC)
LEDGER = "0b4c9f0e-52a7-4f8e-9d4c-0a1b2c3d4e5f"


def an_entry(note: str = "done", **changes: Any) -> Entry:
    given = {
        "type": "noted",
        "version": 1,
        "at": NOON,
        "recorded_at": NOON,
        "by": "anna",
        "role": "lead",
        "payload": canonical({"name": "Anna", "note": note}),
    }
    return Entry(**(given | changes))


def a_stream(*entries: Entry, stream: str = "run:1", ledger: str = LEDGER) -> tuple[Row, ...]:
    """The entries, sealed one behind the other."""
    rows: list[Row] = []
    for number, entry in enumerate(entries, 1):
        previous = rows[-1].digest if rows else None
        salt = bytes([number % 256] * 16)
        rows.append(
            seal(
                entry,
                ledger=ledger,
                stream=stream,
                number=number,
                key=f"key-{number}",
                previous=previous,
                salt=salt,
            )
        )
    return tuple(rows)


def record(ledger: Ledger, stream: str, *notes: str, expected: int = 0, **changes: Any) -> Appended:
    """Append one event per note, as one request."""
    given = {
        "expected": expected,
        "events": [an_entry(note) for note in notes or ("done",)],
        "by": "anna",
        "key": f"{stream}/{expected}",
        "content": "/".join(notes),
    }
    return ledger.append(stream, **(given | changes))


def a_line(stream: str = "run:1", **changes: Any) -> RunLine:
    given = {
        "stream": stream,
        "procedure": "weekly-report",
        "version": "1.2",
        "title": "Weekly report",
        "checklist": "c" * 64,
        "phase": "open",
        "started_at": NOON,
        "started_by": "anna",
        "ended_at": None,
        "done": 1,
        "total": 7,
        "number": 1,
    }
    return RunLine(**(given | changes))


@contextmanager
def by_hand(place: str, *, guarded: bool = True) -> Iterator[sqlite3.Connection]:
    """The ledger's file in the hands of somebody with a database browser; without the triggers unless `guarded`.

    `flip(bytes, n)` in a statement changes the n-th byte.
    """
    connection = sqlite3.connect(place, isolation_level=None)
    connection.create_function("flip", 2, lambda data, at: data[: at - 1] + bytes([data[at - 1] ^ 1]) + data[at:])
    try:
        if not guarded:
            for name in TRIGGERS:
                connection.execute(f"DROP TRIGGER {name}")
        yield connection
        if not guarded:
            for statement in TRIGGERS.values():
                connection.execute(statement)
    finally:
        connection.close()

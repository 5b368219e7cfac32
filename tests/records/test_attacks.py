"""What `sop verify` finds of what somebody does who owns the database; the manual's table says the same."""

import shutil
import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records.attackers import ATTACKS, removed_stream_with_all_traces, rewritten, rewritten_run
from records.building import NOON, a_line, by_hand, record
from sopbook.records.chain import digest_of
from sopbook.records.claims import Claims
from sopbook.records.heads import Head, heads_of
from sopbook.records.ledger import Ledger
from sopbook.records.projections import write_run
from sopbook.records.sqlite import TRIGGERS
from sopbook.records.verify import verify

MANUAL = Path(__file__).resolve().parents[2] / "site/pages/manual/records.md"
TEXT = b"a frozen checklist"
GUARDS = "takes away what guards the records in the database"


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Two runs of five events, three recorded by one request and two by another."""
    place = str(tmp_path_factory.mktemp("original") / "ledger.db")
    with Ledger.open(place, handbook="acme", now=NOON) as ledger:
        for stream in ("run:1", "run:2"):
            record(ledger, stream, "one", "two", "three", texts={digest_of(TEXT): TEXT})
            line = a_line(stream, number=5, checklist=digest_of(TEXT))
            record(ledger, stream, "four", "five", expected=3, project=partial(write_run, line=line))
    return place


@pytest.fixture
def owned(original: str, tmp_path: Path) -> str:
    """The same, in the hands of somebody who may do what he likes with it."""
    return str(shutil.copy(original, tmp_path / "ledger.db"))


def sealed(place: str) -> Claims:
    """What a seal that is made now says."""
    with Ledger.open(place, handbook="acme") as ledger:
        return Claims(heads_of(ledger))


def attacked(place: str, attack: Callable[[sqlite3.Connection], None], claims: Claims | None) -> list[str]:
    """What verify says after the attack."""
    with by_hand(place, guarded=False) as connection:
        attack(connection)
    return [str(finding) for finding in verify(place, claims=claims).findings]


def without_guards(place: str, claims: Claims | None) -> list[str]:
    with by_hand(place) as connection:
        for name in TRIGGERS:
            connection.execute(f"DROP TRIGGER {name}")
    return [str(finding) for finding in verify(place, claims=claims).findings]


def promised() -> dict[str, tuple[str, str]]:
    """The manual's table: what somebody does -> found when it was sealed, found before."""
    _, _, section = MANUAL.read_text(encoding="utf-8").partition("\n## What is found\n")
    lines = section.partition("\n### ")[0].split("\n")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return {words: (when_sealed, before) for words, when_sealed, before in rows[2:]}


def test_the_manual_lists_these_attacks() -> None:
    assert list(promised()) == [*ATTACKS, GUARDS]


@pytest.mark.parametrize("words", [*ATTACKS, GUARDS])
@pytest.mark.parametrize("column", ["sealed", "not yet sealed"])
def test_what_is_found_is_what_the_manual_says(owned: str, words: str, column: str) -> None:
    claims = sealed(owned) if column == "sealed" else None
    found = without_guards(owned, claims) if words == GUARDS else attacked(owned, ATTACKS[words], claims)
    assert promised()[words][column != "sealed"] == ("yes" if found else "no"), found


def test_the_first_event_that_can_have_been_changed_is_named(owned: str) -> None:
    """Each seal narrows it down: the first has one event of the run, the second has five."""
    claims = Claims()
    with Ledger.open(owned, handbook="acme") as ledger:
        claims.add(1, Head("run:1", 1, ledger.read("run:1")[0].digest))
        for head in heads_of(ledger):
            claims.add(2, head)
    assert attacked(owned, rewritten_run, claims) == [
        "run:1, event 2: this event, or one of those up to 5, is not the one that seal 2 names"
    ]


def test_a_run_that_was_removed_with_every_trace_is_named_by_the_seal(owned: str) -> None:
    assert attacked(owned, removed_stream_with_all_traces, sealed(owned)) == [
        "run:1: the whole stream is missing; seal 1 has it with 5 events"
    ]


def test_what_was_recorded_after_the_seal_is_told_apart(owned: str) -> None:
    claims = sealed(owned)
    with Ledger.open(owned, handbook="acme") as ledger:
        record(ledger, "run:1", "six", "seven", expected=5)
        record(ledger, "run:3", "one")
    found = verify(owned, claims=claims)
    assert (found.unsealed.streams, found.unsealed.events) == (2, 3)
    assert (found.unwitnessed.streams, found.unwitnessed.events) == (3, 13)


TABLES = {"envelopes": ("envelope", "digest"), "payloads": ("salt", "payload")}


@st.composite
def tamperings(draw: st.DrawFn) -> Callable[[sqlite3.Connection], None]:
    """Any change of what was sealed: one byte, some events gone, two exchanged, or all anew from some event on."""
    stream, number = draw(st.sampled_from(["run:1", "run:2"])), draw(st.integers(1, 5))
    at = f"WHERE stream = '{stream}' AND number = {number}"
    match draw(st.sampled_from(["byte", "gone", "exchanged", "anew", "cut"])):
        case "byte":
            table = draw(st.sampled_from(sorted(TABLES)))
            column = draw(st.sampled_from(TABLES[table]))
            byte = draw(st.integers(1, 16))
            flipped = f"flip(CAST({column} AS BLOB), {byte})"
            kind = "TEXT" if column == "digest" else "BLOB"
            return lambda db: db.execute(f"UPDATE {table} SET {column} = CAST({flipped} AS {kind}) {at}")
        case "gone":
            return lambda db: [db.execute(f"DELETE FROM {table} {at}") for table in ("payloads", "envelopes")]
        case "cut":
            behind = f"WHERE stream = '{stream}' AND number >= {number}"
            beside = f"DELETE FROM requests WHERE stream = '{stream}' AND first >= {number}"
            lines = f"UPDATE runs SET number = {number - 1} WHERE stream = '{stream}'"
            gone = [f"DELETE FROM {table} {behind}" for table in ("payloads", "envelopes")]
            return lambda db: [db.execute(statement) for statement in (*gone, beside, lines)]
        case "exchanged":
            other = draw(st.integers(1, 5).filter(lambda one: one != number))
            moves = ((number, 99), (other, number), (99, other))
            return lambda db: [
                db.execute(f"UPDATE {table} SET number = {then} WHERE stream = '{stream}' AND number = {now}")
                for table in ("payloads", "envelopes")
                for now, then in moves
            ]
        case _:
            return lambda db: rewritten(db, stream, lambda at, _, data: data + b" " if at == number else data)


@pytest.fixture(scope="module")
def grown(original: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Claims]:
    """What a seal says, and the ledger that has gone on since."""
    place = str(shutil.copy(original, tmp_path_factory.mktemp("grown") / "ledger.db"))
    claims = sealed(place)
    with Ledger.open(place, handbook="acme") as ledger:
        line = a_line("run:1", number=6, checklist=digest_of(TEXT))
        record(ledger, "run:1", "six", expected=5, project=partial(write_run, line=line))
    assert verify(place, claims=claims).holds
    return place, claims


@given(tampering=tamperings())
@settings(max_examples=20, deadline=None)
def test_any_change_of_sealed_events_is_found(
    grown: tuple[str, Claims], tampering: Callable[[sqlite3.Connection], None]
) -> None:
    place, claims = grown
    assert attacked(str(shutil.copy(place, f"{place}.tampered")), tampering, claims)


@pytest.mark.slow
@given(tampering=tamperings())
@settings(max_examples=1000, deadline=None)
def test_any_change_of_sealed_events_is_found_however_long_one_tries(
    grown: tuple[str, Claims], tampering: Callable[[sqlite3.Connection], None]
) -> None:
    place, claims = grown
    assert attacked(str(shutil.copy(place, f"{place}.tampered")), tampering, claims)

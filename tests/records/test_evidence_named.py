"""Which files the events name, and what `verify` says when one of them is not what it was."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records.building import an_entry, by_hand, record
from records.evidence_building import BAD, PHOTO, a_file, digest_of, keep, kept_at, naming, swapped
from sopbook.records.chain import canonical
from sopbook.records.evidence.places import store_at
from sopbook.records.evidence.references import (
    Named,
    all_by_file,
    forget,
    forget_lost,
    is_named,
    named_by,
    named_in,
    renew,
)
from sopbook.records.evidence.store import Store
from sopbook.records.ledger import Ledger
from sopbook.records.verify import Verification, verify

LETTER = b"a letter"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return store_at(str(tmp_path / "evidence"), "ledger")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "evidence" / "ledger"


@pytest.fixture
def used(ledger: Ledger, store: Store) -> Ledger:
    """Two runs; three events name a photo, and one of these a letter too."""
    for data in (PHOTO, LETTER):
        keep(store, data)
    record(ledger, "run:1", events=[an_entry("start"), naming(a_file(), a_file(LETTER, "letter.txt"))])
    record(ledger, "run:2", events=[naming(a_file(name="the same.jpg")), naming([a_file()])])
    return ledger


def found(ledger: Ledger, store: Store | None) -> list[str]:
    return [str(finding) for finding in verify(ledger, evidence=store).findings]


def listed(ledger: Ledger) -> list[tuple[str, int, str]]:
    with ledger.reading() as connection:
        return sorted((one.stream, one.number, one.name) for one in all_by_file(connection))


def test_the_append_writes_down_which_files_its_events_name(used: Ledger) -> None:
    assert listed(used) == [
        ("run:1", 2, "letter.txt"),
        ("run:1", 2, "photo.jpg"),
        ("run:2", 1, "the same.jpg"),
        ("run:2", 2, "photo.jpg"),
    ]
    with used.reading() as connection:
        assert [one.name for one in named_by(connection, "run:1")] == ["letter.txt", "photo.jpg"]
        assert named_by(connection, "run:9") == ()


def test_a_file_is_named_until_no_stream_names_it(used: Ledger) -> None:
    for stream, photo, letter in (("run:1", True, False), ("run:2", False, False)):
        with used.writing() as connection:
            forget(connection, stream)
            assert (is_named(connection, digest_of(PHOTO)), is_named(connection, digest_of(LETTER))) == (photo, letter)


def test_what_is_forgotten_can_be_noted_anew_from_the_payloads(used: Ledger) -> None:
    before = listed(used)
    with used.writing() as connection:
        for stream in used.streams():
            renew(connection, stream)
    assert listed(used) == before


def test_what_no_event_names_is_forgotten(used: Ledger) -> None:
    with by_hand(used.place) as connection:
        connection.execute("UPDATE evidence SET number = 9 WHERE stream = 'run:2'")
    with used.writing() as connection:
        assert forget_lost(connection) == 2
        for stream in used.streams():
            renew(connection, stream)
    assert found(used, None) == []


def test_an_older_ledger_gets_the_table_with_the_first_file(ledger: Ledger) -> None:
    with by_hand(ledger.place) as connection:
        connection.execute("DROP TABLE evidence")
    record(ledger, "run:1", "a note")
    with ledger.reading() as connection:
        assert (list(all_by_file(connection)), is_named(connection, digest_of(PHOTO))) == ([], False)
    assert found(ledger, None) == []
    record(ledger, "run:1", expected=1, events=[naming(a_file())])
    assert listed(ledger) == [("run:1", 2, "photo.jpg")]


@pytest.mark.parametrize(
    "values",
    [
        {"name": "x", "size": {"number": "3"}, "sha256": "0" * 64},
        {"name": "x", "size": 3, "sha256": "../../etc/passwd"},
        {"name": "x", "size": 3, "sha256": "A" * 64},
        {"name": "x", "size": 3, "sha256": "0" * 64, "more": 1},
        {"name": "x", "size": "3", "sha256": "0" * 64},
        {"name": 1, "size": 3, "sha256": "0" * 64},
    ],
)
def test_what_people_enter_is_never_taken_for_a_file(values: dict[str, Any]) -> None:
    assert named_in("run:1", 1, canonical({"values": values})) == ()


@pytest.mark.parametrize("payload", [b'{"sha256"', b'\xff"sha256"', b'"sha256"', b"[" * 100_000 + b'"sha256"'])
def test_what_cannot_be_read_names_nothing(payload: bytes) -> None:
    assert named_in("run:1", 1, payload) == ()


@settings(max_examples=30)
@given(st.recursive(st.just(a_file()), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner)))
def test_a_file_is_found_wherever_it_stands(values: Any) -> None:
    payload = json.dumps({"values": values}).encode()
    names = named_in("run:1", 7, payload)
    file = Named(stream="run:1", number=7, sha256=digest_of(PHOTO), name="photo.jpg", size=len(PHOTO))
    assert names == ((file,) if digest_of(PHOTO).encode() in payload else ())


def test_whole_evidence_holds_and_each_file_is_read_once(used: Ledger, store: Store) -> None:
    assert verify(used, evidence=store) == Verification(
        streams=2, events=4, findings=(), files=2, unsealed=verify(used).unsealed, unwitnessed=verify(used).unwitnessed
    )
    assert verify(used).files is None


@pytest.mark.parametrize(("done_by_somebody", "why"), BAD)
def test_a_file_that_is_not_what_was_recorded_is_told_with_each_event_that_names_it(
    used: Ledger, store: Store, folder: Path, done_by_somebody: Any, why: str
) -> None:
    done_by_somebody(kept_at(folder))
    what = f"is not among the evidence as it was recorded: {why}"
    assert found(used, store) == [
        f"run:1, event 2: its file “photo.jpg” {what}",
        f"run:2, event 1: its file “the same.jpg” {what}",
        f"run:2, event 2: its file “photo.jpg” {what}",
    ]
    assert found(used, None) == []


def test_a_row_that_was_taken_out_hides_nothing(used: Ledger, store: Store, folder: Path) -> None:
    swapped(kept_at(folder, LETTER))
    with by_hand(used.place) as connection:
        connection.execute("DELETE FROM evidence WHERE name = 'letter.txt'")
    missing = "run:1, event 2: the table of evidence lacks its file “letter.txt”; `sop records rebuild` makes it anew"
    assert found(used, store) == [missing]


def test_a_row_that_was_written_for_the_swapped_file_is_told(used: Ledger, store: Store) -> None:
    forged = b"another letter"
    keep(store, forged)
    with by_hand(used.place) as connection:
        values = (digest_of(forged), len(forged))
        connection.execute("UPDATE evidence SET sha256 = ?, size = ? WHERE name = 'letter.txt'", values)
    assert found(used, store) == [
        "run:1, event 2: the table of evidence lacks its file “letter.txt”; `sop records rebuild` makes it anew",
        "run:1, event 2: the table of evidence has “letter.txt” as a file of it",
    ]


def test_a_row_for_an_event_that_is_not_there_is_told(used: Ledger, store: Store) -> None:
    with by_hand(used.place) as connection:
        connection.execute("UPDATE evidence SET number = 9 WHERE name = 'letter.txt'")
    assert "run:1, event 9: the payload is missing, but the table of evidence has its file “letter.txt”" in found(
        used, store
    )


def test_a_damaged_row_is_told_and_not_stumbled_over(used: Ledger, store: Store) -> None:
    with by_hand(used.place) as connection:
        connection.execute("UPDATE evidence SET sha256 = x'ff00', size = 'big', name = x'00' WHERE name = 'letter.txt'")
    assert any("the table of evidence is damaged" in one for one in found(used, store))


def test_only_the_streams_that_are_asked_for_are_held_against_their_payloads(used: Ledger) -> None:
    with by_hand(used.place) as connection:
        connection.execute("DELETE FROM evidence")
    findings = verify(used, only={"run:2"}).findings
    assert {one.stream for one in findings} == {"run:2"}


def test_a_store_that_cannot_be_reached_is_a_finding(used: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_given: Any, **_named: Any) -> None:
        raise TimeoutError("no answer")

    monkeypatch.setattr("fsspec.implementations.memory.MemoryFileSystem._open", fail)
    assert found(used, store_at("memory://bucket", "ledger")) == [
        "the evidence at memory://bucket/ledger cannot be looked at any further: no answer"
    ]

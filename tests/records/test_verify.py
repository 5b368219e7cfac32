from functools import partial
from pathlib import Path

import pytest

from records.building import a_line, by_hand, record
from sopbook.records.chain import digest_of
from sopbook.records.errors import LedgerLocked
from sopbook.records.ledger import Ledger
from sopbook.records.projections import write_run
from sopbook.records.sqlite import TRIGGERS
from sopbook.records.verify import AT_MOST, Lacking, Verification, verify

TEXT = b"a frozen checklist"


@pytest.fixture
def used(ledger: Ledger) -> Ledger:
    """Two runs of three events, recorded in two requests each, and a case."""
    for stream in ("run:1", "run:2"):
        record(ledger, stream, "one", "two", texts={digest_of(TEXT): TEXT})
        line = a_line(stream, number=3, checklist=digest_of(TEXT))
        record(ledger, stream, "three", expected=2, project=partial(write_run, line=line))
    record(ledger, "case:1", "one")
    return ledger


def found_after(ledger: Ledger, *statements: str) -> list[str]:
    """What verify says after somebody ran these behind the triggers' back."""
    with by_hand(ledger.place, guarded=False) as connection:
        for statement in statements:
            connection.execute(statement)
    return [str(finding) for finding in verify(ledger).findings]


def test_a_whole_ledger_holds(used: Ledger) -> None:
    all_of_it = Lacking(3, 7)
    assert verify(used) == Verification(streams=3, events=7, findings=(), unsealed=all_of_it, unwitnessed=all_of_it)
    assert verify(used.place).holds


def test_an_empty_ledger_holds(ledger: Ledger) -> None:
    assert verify(ledger) == Verification(streams=0, events=0, findings=())


@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize("column", ["salt", "payload"])
def test_one_changed_byte_of_a_payload_names_its_event(used: Ledger, number: int, column: str) -> None:
    change = f"UPDATE payloads SET {column} = flip({column}, 5) WHERE stream = 'run:2' AND number = {number}"
    assert found_after(used, change) == [f"run:2, event {number}: the payload is not what was recorded"]


@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize("byte", [1, 30, 200, 300])
def test_one_changed_byte_of_an_envelope_names_its_event(used: Ledger, number: int, byte: int) -> None:
    change = f"UPDATE envelopes SET envelope = flip(envelope, {byte}) WHERE stream = 'run:2' AND number = {number}"
    found = found_after(used, change)
    assert len(found) == 1
    assert found[0].startswith(f"run:2, event {number}: the envelope and the digest beside it do not match")


def test_a_payload_that_was_deleted_is_named(used: Ledger) -> None:
    assert found_after(used, "DELETE FROM payloads WHERE stream = 'run:1' AND number = 2") == [
        "run:1, event 2: the payload is missing"
    ]


def test_an_event_that_was_taken_out_is_named(used: Ledger) -> None:
    assert found_after(used, "DELETE FROM envelopes WHERE stream = 'run:1' AND number = 2") == [
        "run:1, event 2: the event is missing; the next one there is is 3"
    ]


def test_a_tail_that_was_cut_off_is_told_by_the_tables_beside(used: Ledger) -> None:
    assert found_after(used, "DELETE FROM envelopes WHERE stream = 'run:1' AND number = 3") == [
        "run:1, event 3: the event is missing, but a request was answered with it",
        "run:1: the list of runs was made from event 3, the stream ends with 2",
    ]


def test_half_an_append_is_told(used: Ledger) -> None:
    found = found_after(
        used,
        "DELETE FROM envelopes WHERE stream = 'run:1' AND number > 1",
        "DELETE FROM requests WHERE stream = 'run:1' AND first = 3",
    )
    assert found[0] == "run:1, event 2: the event is missing; a request was answered with events up to 2"


def test_a_stream_that_vanished_is_told(used: Ledger) -> None:
    assert found_after(used, "DELETE FROM envelopes WHERE stream = 'run:1'") == [
        "run:1, event 1: the event is missing, but a request was answered with it",
        "run:1, event 3: the event is missing, but a request was answered with it",
        "run:1: the list of runs was made from event 3, the stream ends with nothing",
    ]


def test_events_that_change_places_are_named(used: Ledger) -> None:
    found = found_after(
        used,
        "UPDATE envelopes SET number = 99 WHERE stream = 'run:1' AND number = 1",
        "UPDATE envelopes SET number = 1 WHERE stream = 'run:1' AND number = 2",
        "UPDATE envelopes SET number = 2 WHERE stream = 'run:1' AND number = 99",
    )
    assert found[:2] == [
        "run:1, event 1: the envelope is that of event 2 of run:1",
        "run:1, event 2: the envelope is that of event 1 of run:1",
    ]


def test_a_stream_copied_to_another_is_named(used: Ledger) -> None:
    found = found_after(
        used,
        "INSERT INTO envelopes SELECT 'run:9', number, envelope, digest FROM envelopes WHERE stream = 'run:1'",
        "INSERT INTO payloads SELECT 'run:9', number, salt, payload FROM payloads WHERE stream = 'run:1'",
    )
    assert found[0] == "run:9, event 1: the envelope is that of event 1 of run:1"


def test_a_request_that_was_forgotten_is_told(used: Ledger) -> None:
    assert found_after(used, "DELETE FROM requests WHERE stream = 'run:1' AND first = 3") == [
        "run:1, event 3: the request that it answers is missing"
    ]


def test_a_request_that_was_changed_is_told(used: Ledger) -> None:
    assert found_after(used, "UPDATE requests SET key = 'other' WHERE stream = 'case:1'") == [
        "case:1, event 1: the request that it answers is another one"
    ]


def test_a_changed_text_is_named(used: Ledger) -> None:
    assert found_after(used, "UPDATE texts SET content = x'00'") == [
        f"text {digest_of(TEXT)}: it is not what was recorded"
    ]


def test_a_missing_checklist_is_named(used: Ledger) -> None:
    assert found_after(used, "DELETE FROM texts") == [
        f"run:1: its checklist, text {digest_of(TEXT)}, is missing",
        f"run:2: its checklist, text {digest_of(TEXT)}, is missing",
    ]


def test_events_of_another_ledger_are_named(used: Ledger) -> None:
    with by_hand(used.place, guarded=False) as connection:
        connection.execute("UPDATE ledger SET id = 'another'")
    found = [str(finding) for finding in verify(used.place).findings]
    assert found[0] == "case:1, event 1: the envelope was written for another ledger"
    assert len(found) == 7


@pytest.mark.parametrize("name", TRIGGERS)
def test_a_missing_trigger_is_named(used: Ledger, name: str) -> None:
    with by_hand(used.place) as connection:
        connection.execute(f"DROP TRIGGER {name}")
    assert [str(finding) for finding in verify(used).findings] == [
        f"the trigger `{name}`, which guards the records, is missing or was changed"
    ]


def test_a_trigger_that_was_weakened_or_added_is_named(used: Ledger) -> None:
    with by_hand(used.place) as connection:
        connection.execute("DROP TRIGGER envelopes_update")
        connection.execute("CREATE TRIGGER envelopes_update BEFORE UPDATE ON envelopes WHEN 0 BEGIN SELECT 1; END")
        connection.execute("CREATE TRIGGER quiet AFTER INSERT ON runs BEGIN DELETE FROM runs; END")
    assert [str(finding) for finding in verify(used).findings] == [
        "the trigger `envelopes_update`, which guards the records, is missing or was changed",
        "the trigger `quiet` is none of ours",
    ]


def test_damage_of_the_file_is_a_finding(used: Ledger) -> None:
    """A page in the middle of the file is overwritten with zeros."""
    used.close()
    file = Path(used.place)
    data = bytearray(file.read_bytes())
    with by_hand(used.place) as connection:
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'envelopes'").fetchone()[0]
    data[(root - 1) * 4096 : root * 4096] = bytes(4096)
    file.write_bytes(data)
    found = [str(finding) for finding in verify(used.place).findings]
    assert "the events cannot be read any further: database disk image is malformed" in found


def test_damage_of_an_index_is_a_finding(used: Ledger) -> None:
    """The index of the texts names a text that the table does not have."""
    used.close()
    file, digest = Path(used.place), digest_of(TEXT).encode()
    with by_hand(used.place) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE tbl_name = 'texts' AND type = 'index'")
    data = file.read_bytes()
    at = data.index(digest, (root[0] - 1) * 4096)
    file.write_bytes(data[:at] + b"f" * 64 + data[at + 64 :])
    found = [str(finding) for finding in verify(used.place).findings]
    assert found[0].startswith("the database file is damaged: ")


def test_a_ruined_ledger_is_told_about_in_constant_memory(ledger: Ledger) -> None:
    many = AT_MOST + 5
    record(ledger, "run:1", *[str(number) for number in range(many)])
    with by_hand(ledger.place, guarded=False) as connection:
        connection.execute("UPDATE payloads SET payload = x'00'")
    found = verify(ledger)
    assert (len(found.findings), found.unlisted, found.events) == (AT_MOST, 5, many)
    assert not found.holds


def test_a_locked_ledger_is_no_finding(used: Ledger) -> None:
    used.close()
    with by_hand(used.place) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(LedgerLocked):
            verify(used.place, timeout=0.01)

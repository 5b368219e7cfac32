import random

import pytest

from records.building import by_hand, on_both, record
from sopbook.records.errors import LedgerDamaged
from sopbook.records.heads import Head, counted, digests_at, event_at, heads_of
from sopbook.records.ledger import Ledger

NAMES = ("run:1", "run:10", "run:2", "run:1-a", "case:1", "ledger:x", "run:Ä", "run:é", "run:z", "run:Z")


@on_both
def test_every_stream_has_its_head_and_they_are_sorted_by_their_bytes(ledger: Ledger) -> None:
    assert heads_of(ledger) == ()
    shuffled = random.Random(1).sample(NAMES, len(NAMES))
    for name in shuffled:
        record(ledger, name, *["x"] * len(name))
    heads = heads_of(ledger)
    assert [head.stream for head in heads] == sorted(NAMES, key=str.encode)
    assert all(head.number == len(head.stream) for head in heads)
    assert all(head.digest == ledger.read(head.stream)[-1].digest for head in heads)
    assert counted(ledger) == ledger.count()


@on_both
def test_digests_are_found_at_many_places_at_once(ledger: Ledger) -> None:
    for name in NAMES:
        record(ledger, name, "one", "two", "three")
    places = [(name, number) for name in NAMES for number in (1, 3, 4)]
    found = digests_at(ledger, [*places, ("run:none", 1)])
    read = {name: ledger.read(name) for name in NAMES}
    assert found == {(name, number): read[name][number - 1].digest for name in NAMES for number in (1, 3)}
    assert digests_at(ledger, []) == {}


@on_both
def test_one_event_and_the_ledger_it_was_recorded_in(ledger: Ledger) -> None:
    record(ledger, "run:1", "one", "two")
    read = ledger.read("run:1")
    assert event_at(ledger, "run:1") == (Head("run:1", 2, read[1].digest), ledger.id)
    assert event_at(ledger, "run:1", 1) == (Head("run:1", 1, read[0].digest), ledger.id)
    assert event_at(ledger, "run:1", 3) is event_at(ledger, "run:2") is None


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("envelope = flip(envelope, 9)", "run:1, event 2: the envelope is not what was recorded"),
        ("number = 'two'", "run:1, event two: the envelope is not what was recorded"),
        ("stream = 'run 1'", "'run 1' is no name of a stream"),
    ],
)
def test_a_head_that_is_not_what_was_recorded_is_no_head(ledger: Ledger, change: str, why: str) -> None:
    record(ledger, "run:1", "one", "two")
    with by_hand(ledger.place, guarded=False) as connection:
        connection.execute("PRAGMA ignore_check_constraints=ON")
        connection.execute(f"UPDATE envelopes SET {change} WHERE number = 2")
    with pytest.raises(LedgerDamaged, match=why):
        heads_of(ledger)

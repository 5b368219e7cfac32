"""Deleting what was entered, as the ledger sees it: families of any shape, killed at any moment."""

import os
import signal
from collections.abc import Callable, Sequence
from datetime import date
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records.building import NOON, a_line, an_entry, by_hand, on_both, record
from sopbook.records import expiry
from sopbook.records.chain import digest_of
from sopbook.records.events import Expired, StreamsExpired
from sopbook.records.expired import StreamExpired, expiry_of, last_expired
from sopbook.records.expiry import expire
from sopbook.records.ledger import Ledger
from sopbook.records.projections import write_run
from sopbook.records.verify import verify
from sopbook.wiring import CODEC

FRONT = '{"checklist":"'


def a_run(ledger: Ledger, stream: str, text: bytes, events: int = 2) -> None:
    """A run that has ended, of a checklist that its first event names."""
    digest = digest_of(text)
    first = an_entry(payload=f'{FRONT}{digest}","note":"secret of {stream}"}}'.encode())
    line = a_line(stream, checklist=digest, phase="completed", ended_at=NOON, number=events)
    others = [an_entry(f"secret of {stream}") for _ in range(events - 1)]
    record(
        ledger,
        stream,
        events=[first, *others],
        texts={digest: text},
        project=lambda connection: write_run(connection, line),
    )


def gone(stream: str, last: int) -> Expired:
    return Expired(
        stream=stream,
        last=last,
        procedure="weekly-report",
        version="1.2",
        keep="7 years",
        ended_at=NOON,
        until=date(2033, 11, 5),
    )


def let_go(ledger: Ledger, *streams: str) -> None:
    """Let these expire together."""
    family = tuple(gone(stream, len(ledger.envelopes(stream))) for stream in streams)
    event = StreamsExpired(by="anna", name="Anna", role=None, at=NOON, recorded_at=NOON, streams=family)
    with ledger.writing() as connection:
        expire(connection, ledger, CODEC.encode(event), family)


@on_both
def test_the_rest_of_the_chain_is_as_it_was(ledger: Ledger) -> None:
    a_run(ledger, "run:1", b"one", events=3)
    before = ledger.envelopes("run:1")
    a_run(ledger, "run:2", b"two")
    let_go(ledger, "run:1")
    assert ledger.envelopes("run:1") == before
    with ledger.reading() as connection:
        assert [bytes(one) for one in connection.exec_driver_sql("SELECT content FROM texts").scalars()] == [b"two"]
    assert ledger.run("run:2") is not None
    with pytest.raises(StreamExpired, match="kept for 7 years from the end of the run, until 2033-11-05"):
        ledger.read("run:1")
    assert verify(ledger).findings == ()


def test_only_events_up_to_the_last_that_is_named_may_lack_their_payload(ledger: Ledger, place: str) -> None:
    a_run(ledger, "run:1", b"one", events=3)
    let_go(ledger, "run:1")
    record(ledger, "run:1", "behind it", expected=3)
    assert verify(ledger).findings[0].what.startswith("the list of runs was made from event 3")
    with by_hand(place) as database:
        database.execute("DELETE FROM payloads WHERE number = 4")
    assert "run:1, event 4: the payload is missing" in map(str, verify(ledger).findings)


def test_a_salt_that_is_left_alone_is_no_expiry(ledger: Ledger, place: str) -> None:
    a_run(ledger, "run:1", b"one")
    let_go(ledger, "run:1")
    with by_hand(place, guarded=False) as database:
        database.execute("INSERT INTO payloads (stream, number, salt, payload) VALUES ('run:1', 1, x'00', x'00')")
    assert "run:1, event 1: the payload is not what was recorded" in map(str, verify(ledger).findings)


def test_an_expiry_that_is_itself_changed_is_found(ledger: Ledger, place: str) -> None:
    a_run(ledger, "run:1", b"one")
    a_run(ledger, "run:2", b"one")
    let_go(ledger, "run:1")
    with by_hand(place, guarded=False) as database:
        database.execute(
            "UPDATE payloads SET payload = replace(payload, 'run:1', 'run:2') WHERE stream LIKE 'ledger:%'"
        )
        database.execute("DELETE FROM payloads WHERE stream = 'run:2'")
    assert f"ledger:{ledger.id}" in {one.stream for one in verify(ledger).findings}


def test_what_was_asked_for_can_be_tested_by_nobody_any_more(ledger: Ledger, place: str) -> None:
    a_run(ledger, "run:1", b"one")
    with by_hand(place) as database:
        before = database.execute("SELECT content FROM requests WHERE stream = 'run:1'").fetchall()
        let_go(ledger, "run:1")
        assert database.execute("SELECT content FROM requests WHERE stream = 'run:1'").fetchall() == before
        assert database.execute("SELECT count(*) FROM payloads WHERE stream = 'run:1'").fetchone() == (0,)


def test_the_triggers_are_those_that_were_there(ledger: Ledger, place: str) -> None:
    query = "SELECT name, sql FROM sqlite_master ORDER BY name"
    with by_hand(place) as database:
        before = database.execute(query).fetchall()
        a_run(ledger, "run:1", b"one")
        let_go(ledger, "run:1")
        assert ledger.scrub() == ""
        assert sorted(database.execute(query).fetchall()) == sorted(before)
    assert verify(ledger).findings == ()


def test_while_somebody_reads_traces_may_stay_and_that_is_said(ledger: Ledger, another: Ledger) -> None:
    a_run(ledger, "run:1", b"one")
    with another.reading() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM envelopes").fetchone()
        let_go(ledger, "run:1")
        with Ledger.open(ledger.place, handbook="acme", timeout=0.05) as hurried:
            assert "traces stay on the disk until this is done again" in hurried.scrub()
    assert ledger.scrub() == ""


TREES = st.integers(1, 7).flatmap(
    lambda size: st.tuples(
        st.lists(st.integers(0, 2), min_size=size, max_size=size),
        st.lists(st.integers(0, 2), min_size=size, max_size=size),
        st.lists(st.integers(1, 4), min_size=size, max_size=size),
    )
)


@settings(max_examples=8, deadline=None)
@given(TREES)
def test_families_go_whole_and_take_only_what_no_other_needs(
    tmp_path_factory: pytest.TempPathFactory, tree: tuple[Sequence[int], Sequence[int], Sequence[int]]
) -> None:
    """Each run has a family, a checklist, and some events; family 0 stays, the others go one after the other."""
    families, texts, events = tree
    runs = [(f"run:{number}", *one) for number, one in enumerate(zip(families, texts, events, strict=True))]
    with Ledger.open(str(tmp_path_factory.mktemp("l") / "l.db"), handbook="acme", now=NOON) as ledger:
        for stream, _, text, number in runs:
            a_run(ledger, stream, b"text %d" % text, number)
        for family in (1, 2):
            if members := [stream for stream, its, *_ in runs if its == family]:
                let_go(ledger, *members)
                assert verify(ledger).findings == ()
        living = [(stream, text) for stream, family, text, _ in runs if family == 0]
        with ledger.reading() as connection:
            assert last_expired(connection) == {stream: n for stream, family, _, n in runs if family > 0}
            assert all(expiry_of(connection, stream) is None for stream, _ in living)
            kept = set(connection.exec_driver_sql("SELECT content FROM texts").scalars())
        assert kept == {b"text %d" % text for _, text in living}
        assert all(ledger.read(stream) for stream, _ in living)


FAMILIES = (("run:1", "run:2"), ("run:3",))

STEPS = ("tell", "_texts_named", "_delete", "write_run", "_is_named", "_ask_to_remove")


def let_the_rest_go(ledger: Ledger) -> None:
    """What a call does that goes on where an earlier one was stopped."""
    for family in FAMILIES:
        with ledger.reading() as connection:
            went = last_expired(connection).keys() >= set(family)
        if not went:
            let_go(ledger, *family)
    ledger.scrub()


@pytest.mark.slow
def test_who_is_killed_at_any_moment_leaves_whole_families(tmp_path: Path) -> None:
    for step in count(1):
        place = tmp_path / f"{step}.db"
        with Ledger.open(str(place), handbook="acme", now=NOON) as ledger:
            for number in (1, 2, 3, 4):
                a_run(ledger, f"run:{number}", b"text %d" % (number % 2))
        killed = killed_at(step, place)
        with Ledger.open(str(place), handbook="acme") as ledger:
            assert verify(ledger).findings == ()
            went = gone_from(ledger)
            assert went in (set(), {"run:1", "run:2"}, {"run:1", "run:2", "run:3"})
            assert all(ledger.read(f"run:{number}") for number in (1, 2, 3, 4) if f"run:{number}" not in went)
            let_the_rest_go(ledger)
            assert verify(ledger).findings == ()
            assert gone_from(ledger) == {"run:1", "run:2", "run:3"}
        for file in tmp_path.glob(f"{step}.db*"):
            assert b"secret of run:3" not in file.read_bytes()
        if not killed:
            break
    assert step > 12


def gone_from(ledger: Ledger) -> set[str]:
    with ledger.reading() as connection:
        return set(last_expired(connection))


def killed_at(step: int, place: Path) -> bool:
    """Let all go in a process that kills itself at that step; false when it never comes to it."""
    child = get_context("fork").Process(target=dying, args=(step, place))
    child.start()
    child.join()
    assert child.exitcode in (0, -signal.SIGKILL)
    return child.exitcode != 0


def dying(step: int, place: Path) -> None:
    steps = count(1)

    def deadly(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            if next(steps) == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*given, **named)

        return call

    for name in STEPS:
        setattr(expiry, name, deadly(getattr(expiry, name)))
    with Ledger.open(str(place), handbook="acme") as ledger:
        let_the_rest_go(ledger)

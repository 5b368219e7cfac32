"""The lists beside the events, as rows; how they follow from runs is tested in `actions/test_projecting`."""

from datetime import timedelta
from typing import Any

import pytest

from records.building import NOON, a_line, on_both, record
from sopbook.records import lists
from sopbook.records.ledger import Ledger
from sopbook.records.lists import Acknowledgement, Completion, Departure, Listing, OpenStep, Signed
from sopbook.records.lookups import Hands, each_stream, entered, involved, with_open_work
from sopbook.records.verify import verify

pytestmark = on_both


def a_step(step: str = "a", role: str = "", person: str = "", **changes: Any) -> OpenStep:
    given = {"title": step.upper(), "state": "ready", "due_at": NOON}
    return OpenStep(step=step, role=role, person=person, **(given | changes))


def a_departure(position: int = 0, why: str = "No time") -> Departure:
    return Departure(position=position, step="a", kind="skipped", person="anna", at=NOON, why=why)


def a_listing(stream: str = "run:1", number: int = 1, since: int = 0, **changes: Any) -> Listing:
    given: dict[str, Any] = {
        "line": a_line(stream, number=number),
        "since": since,
        "changes_at": None,
        "open_work": (),
        "completions": (),
        "deviations": (),
        "kept_deviations": 0,
        "had_deviations": 0,
        "signatures": (),
        "acknowledgements": (),
        "people": frozenset({"anna"}),
    }
    return Listing(**(given | changes))


FULL = {
    "open_work": (a_step("a", "lead"), a_step("a", "", "ben"), a_step("b")),
    "completions": (Completion(number=1, step="z", person="anna", role=None, at=NOON, attempt=1),),
    "deviations": (a_departure(0), a_departure(1, "Late")),
    "signatures": (
        Signed(position=0, step="s", person="anna", role="lead", deputy_for="", at=NOON, meaning="Right", digest="d"),
    ),
    "acknowledgements": (Acknowledgement(number=1, person="anna", document="manual", version="1.0", at=NOON),),
    "people": frozenset({"anna", "ben"}),
}


def put(ledger: Ledger, listing: Listing) -> None:
    """Record an event with what the lists have after it."""
    stream, number = listing.line.stream, listing.line.number

    def project(connection: Any) -> None:
        assert lists.write(connection, listing)

    record(ledger, stream, "one", expected=number - 1, key=f"{stream} {number}", project=project)


def rows(ledger: Ledger, stream: str = "run:1") -> dict[str, int]:
    """How many rows a run has in each list."""
    with ledger.reading() as connection:
        return {name: len(found) for name, found in lists.stored(connection, stream).items()}


def test_a_listing_that_was_written_is_read_back(ledger: Ledger) -> None:
    listing = a_listing(changes_at=NOON, **FULL)
    put(ledger, listing)
    with ledger.reading() as connection:
        assert lists.stored(connection, "run:1") == lists.rows(listing)


def test_open_work_is_replaced_and_the_rest_is_added_to(ledger: Ledger) -> None:
    put(ledger, a_listing(**FULL))
    done = Completion(number=2, step="a", person="zoe", role=None, at=NOON, attempt=1)
    kept = {"kept_deviations": 1, "had_deviations": 2, "deviations": (a_departure(1, "Other"),)}
    put(
        ledger,
        a_listing(number=2, since=1, open_work=(a_step("b"),), completions=(done,), people=frozenset({"zoe"}), **kept),
    )
    assert rows(ledger) == {
        "runs": 1,
        "listed": 1,
        "open_work": 1,
        "completions": 2,
        "deviations": 2,
        "signatures": 1,
        "acknowledgements": 1,
        "participants": 3,
    }
    with ledger.reading() as connection:
        assert [row[-1] for row in lists.stored(connection, "run:1")["deviations"]] == ["No time", "Other"]


def test_lists_that_were_behind_are_not_added_to(ledger: Ledger) -> None:
    record(ledger, "run:1", "one")
    with ledger.writing() as connection:
        assert not lists.write(connection, a_listing(number=2, since=1, **FULL))
    assert rows(ledger)["open_work"] == 0
    with ledger.writing() as connection:
        lists.replace(connection, a_listing(number=2, **FULL))
        lists.replace(connection, a_listing(number=2, **FULL))
    assert rows(ledger)["open_work"] == 3


def test_what_is_somebodys_is_found_by_role_by_name_and_for_anybody(ledger: Ledger) -> None:
    put(ledger, a_listing("run:1", open_work=(a_step("a", "lead"),)))
    put(ledger, a_listing("run:2", open_work=(a_step("a", "", "ben"),)))
    put(ledger, a_listing("run:3", open_work=(a_step("a"),)))
    put(ledger, a_listing("run:4", changes_at=NOON + timedelta(hours=1)))
    put(ledger, a_listing("run:5", open_work=(a_step("a"),), line=a_line("run:5", phase="completed")))

    def found(hands: Hands | None, hours: float = 0) -> list[str]:
        now = NOON + timedelta(hours=hours)
        return [line.stream for line in with_open_work(ledger, hands, phases=["open"], now=now, limit=9)]

    lead, ben = Hands(roles=frozenset({"lead"}), people=frozenset({"zoe"})), Hands(roles=frozenset(), people=BEN)
    assert (found(lead), found(ben), found(None)) == (
        ["run:1", "run:3"],
        ["run:2", "run:3"],
        ["run:1", "run:2", "run:3"],
    )
    assert found(lead, hours=2) == ["run:1", "run:3", "run:4"]
    streams = [f"run:{n}" for n in range(1, 6)]
    theirs = involved(ledger, streams, ben, now=NOON + timedelta(hours=2))
    assert (theirs.certain, theirs.untold) == (frozenset({"run:2"}), frozenset({"run:4"}))
    anna = Hands(roles=frozenset(), people=frozenset({"anna"}))
    assert involved(ledger, streams, anna, now=None).certain == frozenset(streams)


BEN = frozenset({"ben"})


def test_runs_that_were_never_listed_are_named_to_everybody(ledger: Ledger) -> None:
    put(ledger, a_listing())
    with ledger.writing() as connection:
        lists.forget(connection, "run:1")
    nobody = Hands(roles=frozenset(), people=frozenset())
    assert len(with_open_work(ledger, nobody, phases=["open"], now=NOON, limit=9)) == 1
    assert involved(ledger, ["run:1"], nobody, now=None).untold == frozenset({"run:1"})
    assert verify(ledger).unlisted == 0


def test_rows_without_events_and_rows_of_another_event_are_found(ledger: Ledger) -> None:
    put(ledger, a_listing())
    with ledger.writing() as connection:
        lists.write(connection, a_listing("run:2"))
        assert lists.lost(connection) == frozenset({"run:2"})
        lists.forget(connection, "run:2", line=True)
        assert (lists.lost(connection), [*lists.findings(connection)]) == (frozenset(), [])
        connection.execute(lists.listed.update().values(number=7))
        [finding] = lists.findings(connection)
        assert finding.what.startswith("the lists were made from event 7, the list of runs from 1;")


def test_names_of_streams_and_payloads_are_read_a_few_at_a_time(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sopbook.records.lookups.AT_ONCE", 2)
    streams = [f"run:{n}" for n in range(5)]
    for stream in streams:
        record(ledger, stream, "one", "two")
    assert [*each_stream(ledger, "run:")] == streams
    assert [stream for stream, _ in entered(ledger, streams[1:4])] == [one for one in streams[1:4] for _ in range(2)]

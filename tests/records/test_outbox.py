from collections.abc import Callable
from functools import partial

import pytest
from sqlalchemy import Connection

from records.building import NOON, by_hand, record
from sopbook.records.errors import AlreadyHandled, LedgerDamaged
from sopbook.records.ledger import Ledger
from sopbook.records.outbox import Outbox, Outgoing, State, Waiting, claim, post
from sopbook.records.verify import verify

KEY = "run:1#2:child_due"


def posting(stream: str = "run:1", number: int = 2, target: str = "run:2") -> Callable[[Connection], None]:
    outgoing = Outgoing(number=number, kind="child_due", target=target, at=NOON)
    return partial(post, stream=stream, outgoing=[outgoing])


@pytest.fixture
def outbox(ledger: Ledger) -> Outbox:
    """An outbox with one row: the second event of a run asks for something."""
    record(ledger, "run:1", "one", "two", project=posting())
    return Outbox(ledger)


def test_a_row_names_its_event_and_waits(outbox: Outbox) -> None:
    assert outbox.rows() == (
        Waiting(
            key=KEY,
            kind="child_due",
            target="run:2",
            source="run:1",
            number=2,
            state=State.PENDING,
            attempts=0,
            words="",
            created_at=NOON,
            handled_at=None,
        ),
    )


@pytest.mark.parametrize(("stream", "found"), [("run:1", 1), ("run:2", 1), ("run:3", 0)])
def test_rows_are_found_by_the_stream_they_are_from_and_for(outbox: Outbox, stream: str, found: int) -> None:
    assert len(outbox.rows(stream=stream)) == found
    assert outbox.rows(stream=stream, kinds=["message"]) == ()


def test_a_repeated_append_writes_no_row_twice(outbox: Outbox, ledger: Ledger) -> None:
    assert record(ledger, "run:1", "one", "two", project=posting()).repeated
    assert len(outbox.rows()) == 1


def test_an_append_that_fails_leaves_no_row(outbox: Outbox, ledger: Ledger) -> None:
    def fail(connection: Connection) -> None:
        posting(number=3)(connection)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        record(ledger, "run:1", "three", expected=2, project=fail)
    assert (len(outbox.rows()), ledger.count()) == (1, 2)


def test_what_could_not_be_told_goes_on_waiting_with_its_words(outbox: Outbox) -> None:
    outbox.handle(KEY, State.PENDING, "On hold.", NOON)
    outbox.handle(KEY, State.PENDING, "Still on hold.", NOON)
    (row,) = outbox.rows()
    assert (row.attempts, row.words, row.handled_at) == (2, "Still on hold.", None)


@pytest.mark.parametrize("state", [State.DELIVERED, State.FAILED])
def test_what_was_handled_stays_as_it_is(outbox: Outbox, ledger: Ledger, state: State) -> None:
    outbox.handle(KEY, state, "So it is.", NOON)
    outbox.handle(KEY, State.PENDING, "Too late.", NOON)
    outbox.handle(KEY, State.FAILED, "Too late.", NOON)
    (row,) = outbox.rows(states=list(State))
    assert (row.state, row.attempts, row.words, row.handled_at) == (state, 1, "So it is.", NOON)
    assert outbox.rows() == ()


def test_what_tells_a_row_handles_it_and_nobody_else_can(outbox: Outbox, ledger: Ledger) -> None:
    record(ledger, "run:2", project=partial(claim, key=KEY, now=NOON))
    assert [row.state for row in outbox.rows(states=list(State))] == [State.DELIVERED]
    with pytest.raises(AlreadyHandled, match=r"has been delivered meanwhile\. Nothing was recorded"):
        record(ledger, "run:3", project=partial(claim, key=KEY, now=NOON))
    assert ledger.streams() == ("run:1", "run:2")


def test_a_row_of_an_event_that_is_missing_is_found(outbox: Outbox, ledger: Ledger, place: str) -> None:
    with by_hand(place) as connection:
        connection.execute("UPDATE outbox SET number = 7")
    found = [str(finding) for finding in verify(ledger).findings]
    assert found == ["run:1, event 7: the event is missing, but the outbox tells of it (`child_due`)"]


def test_a_row_that_is_no_row_is_named(outbox: Outbox, place: str) -> None:
    with by_hand(place) as connection:
        connection.execute("UPDATE outbox SET created_at = 'yesterday'")
    with pytest.raises(LedgerDamaged, match="the outbox holds a row that cannot be read"):
        outbox.rows()

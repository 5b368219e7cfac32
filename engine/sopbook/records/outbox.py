"""The outbox: what the events of one stream ask to be told elsewhere, and what became of it.

A row is written in the transaction of the append whose event asks for it, and only names that event: what is to be told
is read from there, so nothing personal is kept twice. When telling it is an append itself, the row is handled in that
append's transaction too. So a crash leaves either a row that waits or the whole effect, and of two processes that
deliver the same row one gets through and the other is refused.

The outbox is work to be done, no record: the events are. What the kinds of rows mean, and who delivers them, is the
caller's business.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import Connection, insert, or_, select, update

from sopbook.records.chain import moment_of, moment_text
from sopbook.records.errors import AlreadyHandled, LedgerDamaged
from sopbook.records.ledger import Ledger
from sopbook.records.tables import outbox


class State(Enum):
    """What became of a row."""

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """What an event, named by its number in its stream, asks for; `target` is the stream that is to be told, if one."""

    number: int
    kind: str
    at: datetime
    target: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A row: `source` and `number` name the event that asks, `words` say why the last attempt came to nothing."""

    key: str
    kind: str
    target: str
    source: str
    number: int
    state: State
    attempts: int
    words: str
    created_at: datetime
    handled_at: datetime | None


def key_of(stream: str, number: int, kind: str) -> str:
    """What a row is called; the idempotency key of the command that it is delivered as."""
    return f"{stream}#{number}:{kind}"


def post(connection: Connection, stream: str, outgoing: Iterable[Outgoing]) -> None:
    """Write rows for events of a stream, inside the transaction that appends these."""
    rows = [
        {
            "key": key_of(stream, one.number, one.kind),
            "kind": one.kind,
            "target": one.target,
            "source": stream,
            "number": one.number,
            "state": State.PENDING.value,
            "attempts": 0,
            "words": "",
            "created_at": moment_text(one.at),
        }
        for one in outgoing
    ]
    connection.execute(insert(outbox), rows)


def claim(connection: Connection, key: str, now: datetime) -> None:
    """Handle a row inside the transaction that delivers it, unless another one did."""
    if not _changed(connection, key, State.DELIVERED, "", now):
        raise AlreadyHandled(key)


class Outbox:
    """The outbox of an open ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def rows(
        self, *, states: Collection[State] = (State.PENDING,), kinds: Collection[str] = (), stream: str | None = None
    ) -> tuple[Waiting, ...]:
        """Rows in the order of their events: by default what waits, of all kinds, from or for any stream."""
        query = select(outbox).where(outbox.c.state.in_([state.value for state in states]))
        if kinds:
            query = query.where(outbox.c.kind.in_(sorted(kinds)))
        if stream is not None:
            query = query.where(or_(outbox.c.source == stream, outbox.c.target == stream))
        with self._ledger.reading() as connection:
            found = connection.execute(query.order_by(outbox.c.created_at, outbox.c.source, outbox.c.number)).all()
        try:
            return tuple(_waiting(row) for row in found)
        except (TypeError, ValueError) as error:
            raise LedgerDamaged(self._ledger.place, "the outbox holds a row that cannot be read") from error

    def handle(self, key: str, state: State, words: str, now: datetime) -> None:
        """Keep what became of an attempt, and why; what was handled by somebody else meanwhile stays as it is."""
        with self._ledger.writing() as connection:
            _changed(connection, key, state, words, now)


def _changed(connection: Connection, key: str, state: State, words: str, now: datetime) -> bool:
    """Whether the row was still waiting, and is now in the state."""
    values = {
        "state": state.value,
        "words": words,
        "attempts": outbox.c.attempts + 1,
        "handled_at": None if state is State.PENDING else moment_text(now),
    }
    waits = (outbox.c.key == key) & (outbox.c.state == State.PENDING.value)
    return connection.execute(update(outbox).where(waits).values(values)).rowcount == 1


def _waiting(row: Any) -> Waiting:
    values = dict(row._mapping)
    handled = values.pop("handled_at")
    return Waiting(
        **values
        | {
            "state": State(values["state"]),
            "created_at": moment_of(values["created_at"]),
            "handled_at": None if handled is None else moment_of(handled),
        }
    )

"""The journal: streams of events as the rest of the program knows them, on top of the ledger's sealed bytes.

This is where stored events become objects again and objects a state; which classes and which state is handed in (the
codec, the fold), so that this room imports none of them.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection

from sopbook.records import outbox
from sopbook.records.append import Appended
from sopbook.records.codec import Codec, Event
from sopbook.records.ledger import NO_TEXTS, Ledger
from sopbook.records.outbox import Outgoing
from sopbook.records.projections import RunLine

State = TypeVar("State")
ReadText = Callable[[str], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded(Generic[State]):
    """What a stream's events add up to, and how many they are: the `expected` of the next append."""

    state: State
    number: int


class Journal(Generic[State]):
    """`fold` makes a state of a stream's events and a function that reads a text by its digest."""

    def __init__(self, ledger: Ledger, codec: Codec, *, fold: Callable[[tuple[Any, ...], ReadText], State]) -> None:
        self.ledger = ledger
        self._codec, self._fold = codec, fold

    def events(self, stream: str) -> tuple[Any, ...]:
        """All events of a stream in their order; none when there is no such stream."""
        return tuple(self._codec.decode(stored) for stored in self.ledger.read(stream))

    def events_by(self, connection: Connection, stream: str) -> tuple[Any, ...]:
        """The same as this connection sees them, with what its own transaction has written."""
        return tuple(self._codec.decode(stored) for stored in self.ledger.read_by(connection, stream))

    def load(self, stream: str) -> Loaded[State] | None:
        """The state that the stream's events add up to; None when there is no such stream."""
        events = self.events(stream)
        if not events:
            return None
        return Loaded(state=self._fold(events, self.text), number=len(events))

    def append(
        self,
        stream: str,
        *,
        expected: int,
        events: Sequence[Event],
        by: str,
        key: str,
        content: str,
        texts: Mapping[str, bytes] = NO_TEXTS,
        project: Callable[[Connection], None] | None = None,
        outgoing: Sequence[Outgoing] = (),
        delivers: str = "",
    ) -> Appended:
        """Record events as `Ledger.append` does; `project` writes what the lists have of the stream after them.

        `outgoing` is what these events ask to be told elsewhere. What they were told from elsewhere is the row
        `delivers` of the outbox, which is handled by this very append, or else refuses it with `AlreadyHandled`.
        """

        def beside(connection: Connection) -> None:
            if project is not None:
                project(connection)
            if outgoing:
                outbox.post(connection, stream, outgoing)
            if delivers:
                outbox.claim(connection, delivers, events[-1].recorded_at)

        return self.ledger.append(
            stream,
            expected=expected,
            events=[self._codec.encode(event) for event in events],
            by=by,
            key=key,
            content=content,
            texts=texts,
            project=beside,
        )

    def answered(self, stream: str, *, by: str, key: str, content: str) -> Appended | None:
        """What the same request was answered before, if it was; asked before the rules are, which have moved on."""
        return self.ledger.answered(stream, by=by, key=key, content=content)

    def text(self, digest: str) -> bytes:
        """A text that an event names by its digest, such as the frozen checklist of a run."""
        return self.ledger.read_text(digest)

    def runs(
        self,
        *,
        phases: Collection[str] = (),
        procedure: str | None = None,
        before: RunLine | None = None,
        limit: int = 50,
    ) -> tuple[RunLine, ...]:
        """A page of the list of runs, newest first."""
        return self.ledger.runs(phases=phases, procedure=procedure, before=before, limit=limit)

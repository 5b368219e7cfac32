"""Which events of a run are to be told elsewhere: as messages to people, to its children, or to its parent.

Nothing is told here, and nothing but the kind of the event and the streams is said: see `records.outbox`.
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum

from sopbook.records.outbox import Outgoing
from sopbook.runs import events as ev
from sopbook.runs import life
from sopbook.runs.commands import Ending
from sopbook.runs.event import RunEvent
from sopbook.runs.state import Run

PREFIX = "run:"
"""With this the names of the streams of runs begin."""


class Kind(Enum):
    """What is to be told."""

    MESSAGE = "message"
    CASE_REQUESTED = "case_requested"
    CHILD_DUE = "child_due"
    CHILD_CANCEL_DUE = "child_cancel_due"
    CHILD_CLOSED = "child_closed"


ENDINGS: Mapping[type[RunEvent], Ending] = {
    life.RunCompleted: Ending.COMPLETED,
    life.RunCancelled: Ending.CANCELLED,
    life.RunClosedByTime: Ending.CLOSED_BY_TIME,
}
"""The last events of a run, and what its parent is told of them."""


def outgoing(run: Run, events: Sequence[RunEvent]) -> tuple[Outgoing, ...]:
    """What the last `events` of a run, as it stands after them, ask to be told elsewhere."""
    first = run.number - len(events) + 1
    return tuple(
        Outgoing(number=number, kind=kind.value, target=target, at=event.recorded_at)
        for number, event in enumerate(events, first)
        for kind, target in _asked_by(run, event)
    )


def _asked_by(run: Run, event: RunEvent) -> Iterator[tuple[Kind, str]]:
    match event:
        case ev.MessageDue():
            yield Kind.MESSAGE, ""
        case ev.CaseRequested():
            yield Kind.CASE_REQUESTED, ""
        case ev.ChildDue():
            yield Kind.CHILD_DUE, PREFIX + event.child
        case ev.ChildCancelDue():
            yield Kind.CHILD_CANCEL_DUE, PREFIX + event.child
        case _ if run.parent is not None and type(event) in ENDINGS:
            yield Kind.CHILD_CLOSED, PREFIX + run.parent.run

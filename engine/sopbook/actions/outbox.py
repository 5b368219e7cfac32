"""Telling other runs what the events of one ask for: to start a child, to cancel it, that it has ended.

A run only ever appends to its own stream; what another one must learn waits in the outbox and is told from here as a
command of its own, after each act and whenever somebody opens a run. Telling one run may give it something to tell, and
so on up and down: all of it is followed. Each row is tried once at a time; what cannot be told yet (the handbook is
broken, a run is on hold) waits with its reason for the next who looks, and what is refused for good says why.

A row is handled in the very append that tells it, so it is told once, whoever tells it and whenever somebody is killed.
Messages to people and requests for cases are not told here: they wait for those who can.
"""

from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress

from sopbook.actions.acting import TooBusy, act
from sopbook.actions.children import start_child
from sopbook.actions.outgoing import ENDINGS, PREFIX, Kind
from sopbook.actions.recording import Acted, recorded
from sopbook.actions.surroundings import HandbookHasErrors, Surroundings
from sopbook.errors import Refused, SopbookError, Unavailable
from sopbook.records.errors import AlreadyHandled, Conflict
from sopbook.records.outbox import State, Waiting
from sopbook.runs.children import awaited
from sopbook.runs.commands import Cancel, ChildClosed, Ending
from sopbook.runs.event import ENGINE
from sopbook.runs.events import ChildCancelDue, ChildDue
from sopbook.runs.life import RunStarted
from sopbook.runs.state import Phase

MOST = 1000
"""So much is told at a time; the rest waits for the next who looks."""


class TellLater(Refused):
    """It cannot be told now, and may be told another time."""


def deliver(run_id: str, around: Surroundings) -> tuple[Acted, ...]:
    """Tell what waits from and for a run, and whatever follows from that; what each of them led to."""
    acts: list[Acted] = []
    tried: set[str] = set()
    streams = deque([PREFIX + run_id])
    while streams:
        for row in around.outbox.rows(kinds=TOLD, stream=streams.popleft()):
            if row.key in tried or len(tried) >= MOST:
                continue
            tried.add(row.key)
            if (acted := _tell(row, around)) is not None:
                acts.append(acted)
                streams.append(PREFIX + acted.run.id)
    return tuple(acts)


def waiting(around: Surroundings, run_id: str | None = None) -> tuple[Waiting, ...]:
    """Everything that has not been told yet, or what of it is from or for one run; with why, where that was tried."""
    return around.outbox.rows(stream=None if run_id is None else PREFIX + run_id)


def untold(run_id: str, around: Surroundings) -> tuple[str, ...]:
    """Why something from or for a run could not be told when it was last tried, in words; each only once."""
    return tuple(dict.fromkeys(row.words for row in waiting(around, run_id) if row.words))


def _tell(row: Waiting, around: Surroundings) -> Acted | None:
    """Tell one thing, and keep what became of it, unless that stands already with what it led to."""
    acted, state, words = None, State.DELIVERED, ""
    try:
        acted = TELL[Kind(row.kind)](row, around)
        if acted is not None and acted.events and not acted.repeated:
            return acted
    except AlreadyHandled:
        return None
    except LATER as reason:
        state, words = State.PENDING, str(reason)
    except SopbookError as refusal:
        state, words = State.FAILED, str(refusal)
    with suppress(Unavailable):  # then it stays as it is, and telling it again does no harm
        around.outbox.handle(row.key, state, words, around.clock())
    return acted


LATER = (TellLater, HandbookHasErrors, Conflict, TooBusy, Unavailable)
"""What keeps something from being told now, and may be over the next time."""


def _start_child(row: Waiting, around: Surroundings) -> Acted | None:
    """Start it; when it cannot be started, the parent learns why, and its step fails."""
    due = around.journal.events(row.source)[row.number - 1]
    assert isinstance(due, ChildDue), "the row names its event"
    if _is_there(row.target, around):
        return None
    parent = recorded(_run_id(row.source), around.journal)
    try:
        return start_child(parent, due, around=around, key=row.key)
    except (AlreadyHandled, *LATER):
        raise
    except SopbookError as refusal:
        told = ChildClosed(step=due.step, child=due.child, ending=Ending.NOT_STARTED, reason=str(refusal))
        return _tell_parent(parent.id, told, row, around)


def _child_closed(row: Waiting, around: Surroundings) -> Acted | None:
    events = around.journal.events(row.source)
    started, end = events[0], events[row.number - 1]
    assert isinstance(started, RunStarted), "a run's first event says what is run"
    parent = started.parent
    assert parent is not None, "only a run with a parent tells of its end"
    reason = getattr(end, "reason", "")
    told = ChildClosed(step=parent.step, child=started.run, ending=ENDINGS[type(end)], reason=reason)
    return _tell_parent(parent.run, told, row, around)


def _tell_parent(run_id: str, told: ChildClosed, row: Waiting, around: Surroundings) -> Acted | None:
    """Tell it, if its step still waits for this child."""
    parent = recorded(run_id, around.journal)
    if not awaited(parent, told.step, told.child):
        return None
    try:
        return act(run_id, told, around=around, by=ENGINE, key=row.key, delivers=row.key)
    except Refused as refusal:
        if parent.phase is Phase.ON_HOLD:
            raise TellLater(str(refusal)) from refusal
        raise


def _cancel_child(row: Waiting, around: Surroundings) -> Acted | None:
    """Cancel it, unless it is at its end or never began; when it is still to begin, it begins first."""
    due = around.journal.events(row.source)[row.number - 1]
    assert isinstance(due, ChildCancelDue), "the row names its event"
    to_begin = around.outbox.rows(kinds=[Kind.CHILD_DUE.value], stream=row.target)  # asked first: it may begin just now
    if not _is_there(row.target, around):
        if to_begin:
            raise TellLater(f"The run {due.child} has not been started yet.")
        return None
    child = recorded(due.child, around.journal)
    if child.ended_at is not None or child.phase is Phase.WINDING_UP:
        return None
    return act(child.id, Cancel(reason=due.reason), around=around, by=ENGINE, key=row.key, delivers=row.key)


def _is_there(stream: str, around: Surroundings) -> bool:
    return around.journal.ledger.run(stream) is not None


def _run_id(stream: str) -> str:
    return stream.removeprefix(PREFIX)


TELL: Mapping[Kind, Callable[[Waiting, Surroundings], Acted | None]] = {
    Kind.CHILD_DUE: _start_child,
    Kind.CHILD_CLOSED: _child_closed,
    Kind.CHILD_CANCEL_DUE: _cancel_child,
}

TOLD = frozenset(kind.value for kind in TELL)

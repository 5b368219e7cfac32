"""The run of a step, as the event that asks for it says how it is to be started.

Whoever starts it by hand confirms with that what it needs; what starts by itself has confirmed nothing, so it only
starts when nothing is needed. It is begun by who asked for it, else by the lead of the parent.
"""

from collections.abc import Iterable

from sopbook.actions.recording import Acted
from sopbook.actions.starting import start, tried
from sopbook.actions.surroundings import Surroundings
from sopbook.runs.children import parent_of_child
from sopbook.runs.commands import Start
from sopbook.runs.event import ENGINE, RunEvent
from sopbook.runs.events import ChildDue
from sopbook.runs.state import Run


def start_child(parent: Run, due: ChildDue, *, around: Surroundings, key: str) -> Acted:
    """Begin the child by the version in force now; `key` names what the outbox asked for."""
    procedure = around.handbook().procedure(due.procedure)
    command, by = _start(parent, due), _starter(parent, due)
    return start(procedure, command, around=around, by=by, key=key, run_id=due.child, delivers=key)


def require_startable(parent: Run, events: Iterable[RunEvent], around: Surroundings) -> None:
    """Refuse what somebody starts by hand and could never begin, in the words of the child's own start."""
    for event in events:
        if isinstance(event, ChildDue) and event.by != ENGINE:
            procedure = around.handbook().procedure(event.procedure)
            command, by = _start(parent, event), _starter(parent, event)
            tried(procedure, command, around=around, by=by, run_id=event.child)


def _start(parent: Run, due: ChildDue) -> Start:
    return Start(
        inputs=due.inputs,
        needs_confirmed=due.by != ENGINE,
        practice=due.practice,
        parent=parent_of_child(parent, due.step),
    )


def _starter(parent: Run, due: ChildDue) -> str:
    return (parent.lead or parent.initiator) if due.by == ENGINE else due.by

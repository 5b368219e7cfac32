"""One command on one run: load, decide, record; what the record asks to be told elsewhere is not told here."""

from sopbook.actions.children import require_startable
from sopbook.actions.readings import at_its_version
from sopbook.actions.recording import Acted, Asking, append, content_of, first_answer, recorded
from sopbook.actions.surroundings import Surroundings
from sopbook.errors import Refused
from sopbook.records.errors import Conflict
from sopbook.records.ledger import NO_TEXTS
from sopbook.runs.checklist import written
from sopbook.runs.commands import Acknowledge, Command, Migrate, StartChild
from sopbook.runs.decide import decide
from sopbook.runs.event import RunEvent
from sopbook.runs.migrating import knowing
from sopbook.runs.stamp import AT_ONCE, Entry
from sopbook.runs.state import Run

TRIES = 10


class TooBusy(Refused):
    """Others wrote into the run again and again in between."""

    def __init__(self, run: str) -> None:
        super().__init__(f"Others are working on run {run} at this moment. Look at it again, then repeat what you did.")


def act(
    run_id: str,
    command: Command,
    *,
    around: Surroundings,
    by: str,
    key: str,
    entry: Entry = AT_ONCE,
    delivers: str = "",
) -> Acted:
    """Do something to a run; when others were faster it is tried again on what they left, if it still holds there.

    What leads to nothing records nothing.
    """
    asking = Asking(by=by, key=key, content=content_of(run_id, command, entry), delivers=delivers)
    texts = {command.checklist: written(command.frozen)} if isinstance(command, Migrate) else NO_TEXTS
    for _ in range(TRIES):
        if (earlier := first_answer(asking, run_id, around.journal)) is not None:
            return earlier
        run = knowing(recorded(run_id, around.journal), command)
        events = _events(run, command, around, by, entry)
        if not events:
            return Acted(run=run, events=())
        try:
            with around.keeping(events):
                return append(run, events, asking, around.journal, texts)
        except Conflict:
            continue
    raise TooBusy(run_id)


def _events(run: Run, command: Command, around: Surroundings, by: str, entry: Entry) -> tuple[RunEvent, ...]:
    """What follows, with what only the handbook knows of some commands."""
    if isinstance(command, Acknowledge):
        command = at_its_version(command, run, around)
    register, calendar = around.register(), around.calendar()
    events = decide(run, command, by=by, now=around.clock(), register=register, calendar=calendar, entry=entry)
    if isinstance(command, StartChild):
        require_startable(run, events, around)
    return events

"""What people do with runs: start one, act on it, look at it. Every surface calls these, and nothing else."""

from dataclasses import replace
from typing import Any

from sopbook.actions import acting, starting
from sopbook.actions.outbox import deliver
from sopbook.actions.outgoing import PREFIX, outgoing
from sopbook.actions.recording import Acted, UnknownRun, recorded
from sopbook.actions.surroundings import RunJournal, Surroundings
from sopbook.documents.procedure import Procedure
from sopbook.plain import written
from sopbook.records.projections import RunLine
from sopbook.runs.commands import Command, Start
from sopbook.runs.event import RunEvent
from sopbook.runs.stamp import AT_ONCE, Entry
from sopbook.runs.state import Phase, Run

SHORTEST = 3
"""So many letters of a run's id are enough to look for it."""

ENDED = frozenset({Phase.COMPLETED, Phase.CANCELLED, Phase.CLOSED_BY_TIME})


def start(procedure: Procedure, command: Start, *, around: Surroundings, by: str, key: str, run_id: str) -> Acted:
    """Freeze a procedure and begin a run of it, and of the runs that it starts itself."""
    return _told(starting.start(procedure, command, around=around, by=by, key=key, run_id=run_id), around)


def act(run_id: str, command: Command, *, around: Surroundings, by: str, key: str, entry: Entry = AT_ONCE) -> Acted:
    """Do something to a run, and tell other runs what they must learn of it.

    When others were faster it is tried again on what they left, if it still holds there.
    """
    return _told(acting.act(run_id, command, around=around, by=by, key=key, entry=entry), around)


def _told(acted: Acted, around: Surroundings) -> Acted:
    """What an act led to, with what the run was told in turn; when nothing is to be told, nothing is looked up."""
    if not outgoing(acted.run, acted.events):
        return acted
    back = [one for one in deliver(acted.run.id, around) if one.run.id == acted.run.id]
    followed = tuple(event for one in back for event in one.events)
    return replace(acted, run=back[-1].run, events=acted.events + followed) if back else acted


def visit(run_id: str, around: Surroundings) -> Run:
    """A run as it stands once it was told what waited for it; for a person who opens it."""
    deliver(run_id, around)
    return look(run_id, journal=around.journal)


def look(run_id: str, *, journal: RunJournal) -> Run:
    """A run as its records say it stands."""
    return recorded(run_id, journal)


def story_of(run_id: str, *, journal: RunJournal) -> tuple[RunEvent, ...]:
    """Everything that happened in a run."""
    return journal.events(PREFIX + run_id)


def find(wanted: str, *, journal: RunJournal) -> str:
    """The id of the run that is called so, or whose id begins so."""
    wanted = wanted.strip().lower().removeprefix(PREFIX)
    if len(wanted) < SHORTEST or not wanted.isalnum():
        raise UnknownRun(wanted)
    found = [stream.removeprefix(PREFIX) for stream in journal.ledger.streams(PREFIX + wanted)]
    if wanted in found:
        return wanted
    if len(found) != 1:
        raise UnknownRun(wanted, found)
    return found[0]


def listed(*, journal: RunJournal, ended: bool, procedure: str | None, limit: int) -> tuple[RunLine, ...]:
    """Runs, newest first; without `ended` only those that have not."""
    phases = () if ended else [phase.value for phase in Phase if phase not in ENDED]
    return journal.runs(phases=phases, procedure=procedure, limit=limit)


def line_as_json(line: RunLine) -> dict[str, Any]:
    """A run in a list, for programs."""
    return {
        "run": line.stream.removeprefix(PREFIX),
        "title": line.title,
        "procedure": line.procedure,
        "version": line.version,
        "phase": line.phase,
        "closed": line.done,
        "steps": line.total,
        "started_at": written(line.started_at),
        "started_by": line.started_by,
        "ended_at": written(line.ended_at) if line.ended_at else None,
    }

"""What people do with runs: start one, act on it, look at it. Every surface calls these, and nothing else."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any

from sopbook.documents.decision import Decision
from sopbook.documents.document import Status
from sopbook.documents.procedure import Procedure
from sopbook.documents.steps import Decide
from sopbook.errors import Refused
from sopbook.handbook.book import Handbook
from sopbook.handbook.working_calendar import counting_calendar
from sopbook.plain import to_plain, written
from sopbook.records.errors import Conflict
from sopbook.records.journal import Journal
from sopbook.records.projections import RunLine
from sopbook.runs import checklist as checklists
from sopbook.runs.commands import Command, Start
from sopbook.runs.decide import decide
from sopbook.runs.event import Member, RunEvent
from sopbook.runs.folds import replay
from sopbook.runs.freeze import freeze
from sopbook.runs.life import RunStarted
from sopbook.runs.plan import Plan
from sopbook.runs.stamp import AT_ONCE, Entry
from sopbook.runs.state import Phase, Run
from sopbook.timing.calendar import Calendar

RunJournal = Journal[Run]
Register = Mapping[str, Member]

PREFIX = "run:"
SHORTEST = 3
TRIES = 10


class NotInForce(Refused):
    """A procedure that is a draft, obsolete or still to come cannot be started."""

    def __init__(self, procedure: Procedure, why: str) -> None:
        super().__init__(f"“{procedure.title}” cannot be started: {why}.")


class UnknownRun(Refused):
    """There is no such run, or several begin so."""

    def __init__(self, wanted: str, several: Collection[str] = ()) -> None:
        if several:
            words = f"Several runs begin with `{wanted}`: {', '.join(sorted(several)[:5])}. Write more of the id."
        else:
            words = f"There is no run `{wanted}`. `sop run list` shows the open ones."
        super().__init__(words)


class TooBusy(Refused):
    """Others wrote into the run again and again in between."""

    def __init__(self, run: str) -> None:
        super().__init__(f"Others are working on run {run} at this moment. Look at it again, then repeat what you did.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Acted:
    """What a command led to; `repeated` when the same command had been accepted before."""

    run: Run
    events: tuple[RunEvent, ...]
    repeated: bool = False


def register_of(book: Handbook) -> Register:
    """The people of the team register as runs know them."""
    return {one.id: Member(id=one.id, name=one.name, roles=one.roles) for one in book.people}


def fold(events: Iterable[Any], text: Any) -> Run:
    """A run from its stored events; `text` reads the checklist that the first of them names by its digest."""
    first, *rest = events
    assert isinstance(first, RunStarted), "a run's first event says what is run"
    fresh = Run(id=first.run, checklist=first.checklist, plan=_plan(text(first.checklist)))
    return replay(fresh, (first, *rest))


@lru_cache(maxsize=64)
def _plan(frozen: bytes) -> Plan:
    """A plan never changes, and many runs have the same."""
    return Plan(checklists.read(frozen))


def start(
    procedure: Procedure,
    command: Start,
    *,
    book: Handbook,
    journal: RunJournal,
    register: Register,
    by: str,
    now: datetime,
    today: date,
    key: str,
    run_id: str,
    commit: str,
) -> Acted:
    """Freeze a procedure and begin a run of it; `commit` is empty when its text is not committed as it stands."""
    require_in_force(procedure, today)
    frozen = checklists.written(freeze(procedure, book, commit=commit))
    digest = sha256(frozen).hexdigest()
    fresh = Run(id=run_id, checklist=digest, plan=_plan(frozen))
    events = decide(fresh, command, by=by, now=now, register=register, calendar=counting_calendar(book))
    run = replay(fresh, events)
    appended = journal.append(
        PREFIX + run_id,
        expected=0,
        events=events,
        by=by,
        key=key,
        content=_content(procedure.id, command),
        texts={digest: frozen},
        row=_line(run),
    )
    if appended.repeated:
        return _first_answer(journal, appended.stream, appended.first, appended.last)
    return Acted(run=run, events=events)


def require_in_force(procedure: Procedure, today: date) -> None:
    """Refuse a procedure that is not to be run on that day."""
    if procedure.status is Status.DRAFT:
        raise NotInForce(procedure, "it is a draft; set `status: effective` when it is agreed")
    if procedure.status is Status.OBSOLETE:
        instead = f"; use `{procedure.superseded_by}`" if procedure.superseded_by else ""
        raise NotInForce(procedure, f"it is obsolete{instead}")
    if procedure.effective is not None and procedure.effective > today:
        raise NotInForce(procedure, f"it comes into force on {procedure.effective}")


def act(
    run_id: str,
    command: Command,
    *,
    journal: RunJournal,
    register: Register,
    by: str,
    now: datetime,
    key: str,
    calendar: Calendar | None = None,
    entry: Entry = AT_ONCE,
) -> Acted:
    """Do something to a run; when others were faster it is tried again on what they left, if it still holds there.

    `calendar` is the company's, for times that follow; without one the usual week counts.
    """
    stream = PREFIX + run_id
    content = _content(run_id, command, entry)
    for _ in range(TRIES):
        earlier = journal.answered(stream, by=by, key=key, content=content)
        if earlier is not None:
            return _first_answer(journal, earlier.stream, earlier.first, earlier.last)
        run = look(run_id, journal=journal)
        events = decide(run, command, by=by, now=now, register=register, calendar=calendar, entry=entry)
        after = replay(run, events)
        try:
            appended = journal.append(
                stream, expected=run.number, events=events, by=by, key=key, content=content, row=_line(after)
            )
        except Conflict:
            continue
        if appended.repeated:
            return _first_answer(journal, appended.stream, appended.first, appended.last)
        return Acted(run=after, events=events)
    raise TooBusy(run_id)


def look(run_id: str, *, journal: RunJournal) -> Run:
    """A run as it stands."""
    loaded = journal.load(PREFIX + run_id)
    if loaded is None:
        raise UnknownRun(run_id)
    return loaded.state


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
    """Runs, newest first; without `ended` only the open ones."""
    phases = () if ended else (Phase.OPEN.value,)
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


def files_of(procedure: Procedure, book: Handbook) -> tuple[str, ...]:
    """The files that a run of the procedure is frozen from."""
    decided = {step.decide for step in procedure.all_steps() if isinstance(step, Decide)}
    return (procedure.origin.file, *(book.expect(one, Decision).origin.file for one in sorted(decided)))


def _first_answer(journal: RunJournal, stream: str, first: int, last: int) -> Acted:
    loaded = journal.load(stream)
    assert loaded is not None, "an answered request has its events"
    return Acted(run=loaded.state, events=journal.events(stream)[first - 1 : last], repeated=True)


def _content(what: str, command: Command, entry: Entry = AT_ONCE) -> str:
    """All that was asked for, as text: the same key with another content is a mistake."""
    given = {"of": what, "command": type(command).__name__, **to_plain(command)}
    if entry != AT_ONCE:
        given["entry"] = to_plain(entry)
    return json.dumps(given, sort_keys=True, default=str)


def _line(run: Run) -> RunLine:
    assert run.started_at is not None
    checklist = run.plan.checklist
    return RunLine(
        stream=PREFIX + run.id,
        procedure=checklist.procedure,
        version=checklist.version,
        title=run.title,
        checklist=run.checklist,
        phase=run.phase.value,
        started_at=run.started_at,
        started_by=run.initiator,
        ended_at=run.ended_at,
        done=sum(run.is_closed(leaf.id) for leaf in run.plan.leaves),
        total=len(run.plan.leaves),
        number=run.number,
    )

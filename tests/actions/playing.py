"""Runs that were played without records, put into them act by act as surfaces do."""

from dataclasses import replace
from hashlib import sha256
from typing import Any

from runs_builders import Play
from sopbook.actions.recording import Asking, append
from sopbook.actions.surroundings import RunJournal
from sopbook.runs.checklist import written
from sopbook.runs.life import RunStarted
from sopbook.runs.state import Run


def record(play: Play, journal: RunJournal, id: str = "r1") -> None:
    """Record what happened in a run since it was recorded last, in one append."""
    frozen = written(play.checklist)
    digest = sha256(frozen).hexdigest()
    loaded = journal.load(f"run:{id}")
    plan = play.fresh.plan
    run = loaded.state if loaded else Run(id=id, checklist=digest, plan=plan, library={digest: plan})
    events = tuple(_of(id, digest, event) for event in play.events[run.number :])
    if events:
        asking = Asking(by="ines", key=f"{id}:{run.number}", content="played")
        append(run, events, asking, journal, {} if loaded else {digest: frozen})


def _of(id: str, digest: str, event: Any) -> Any:
    return replace(event, run=id, checklist=digest) if isinstance(event, RunStarted) else event

"""What the events of a whole run make of it: its phase, its due times, what was written into it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from sopbook.runs import life
from sopbook.runs.event import RunEvent
from sopbook.runs.folding import changed, deviated
from sopbook.runs.migration_folds import moved
from sopbook.runs.parts import Attachment, WrittenNote
from sopbook.runs.state import DueTime, Held, Phase, Run


def _started(run: Run, event: life.RunStarted) -> Run:
    return run.but(
        phase=Phase.PLANNED if event.begins_on else Phase.OPEN,
        title=event.title,
        initiator=event.by,
        lead=event.by,
        started_at=event.at,
        begins_on=event.begins_on,
        inputs=event.inputs,
        people=event.people,
        practice=event.practice,
        parent=event.parent,
        zone=event.zone,
    )


def _begun(run: Run, _event: life.RunBegun) -> Run:
    return run.but(phase=Phase.OPEN)


def _noted(run: Run, event: life.Noted) -> Run:
    note = WrittenNote(text=event.text, step=event.step, name=event.name, at=event.at)
    return run.but(notes=(*run.notes, note))


def _attached(run: Run, event: life.Attached) -> Run:
    added = Attachment(file=event.file, step=event.step, text=event.text, name=event.name, at=event.at)
    return run.but(attachments=(*run.attachments, added))


def _amended(run: Run, event: life.Amended) -> Run:
    run = deviated(run, event, "amendment", event.reason)
    if event.step is None:
        return run.but(inputs={**run.inputs, event.field: event.new})
    was = run.part(event.step)
    values = {**was.values, event.field: event.new}
    return changed(run, event.step, values=values, performers=was.performers | {event.by})


def _summary_issued(run: Run, event: life.SummaryIssued) -> Run:
    return run.but(summary=event.summary)


def _held(run: Run, event: life.RunHeld) -> Run:
    held = Held(by=event.by, name=event.name, at=event.at, reason=event.reason)
    return run.but(phase=Phase.ON_HOLD, held=held)


def _resumed(run: Run, _event: life.RunResumed) -> Run:
    return run.but(phase=Phase.OPEN, held=None)


def _due_set(run: Run, event: life.DueSet) -> Run:
    return run.but(dues={**run.dues, event.step: DueTime(at=event.due, why=event.why)})


def _due_missed(run: Run, event: life.DueMissed) -> Run:
    missed = replace(run.dues[event.step], missed=True)
    run = run.but(dues={**run.dues, event.step: missed})
    return deviated(run, event, "missed due time", missed.why)


def _finished(run: Run, _event: life.RunFinished) -> Run:
    return run.but(confirmed=True)


def _completed(run: Run, event: life.RunCompleted) -> Run:
    return run.but(phase=Phase.COMPLETED, ended_at=event.at, summary=event.summary)


def _winding_up(run: Run, event: life.WindingUpStarted) -> Run:
    plan = run.plan.winding_up(event.steps)
    return run.but(phase=Phase.WINDING_UP, held=None, cancelled_because=event.reason, plan=plan)


def _cancelled(run: Run, event: life.RunCancelled) -> Run:
    return run.but(phase=Phase.CANCELLED, held=None, cancelled_because=event.reason, ended_at=event.at)


def _closed_by_time(run: Run, event: life.RunClosedByTime) -> Run:
    return run.but(phase=Phase.CLOSED_BY_TIME, held=None, ended_at=event.at)


LIFE_FOLDS: Mapping[type[RunEvent], Callable[[Run, Any], Run]] = {
    life.RunStarted: _started,
    life.RunBegun: _begun,
    life.Noted: _noted,
    life.Attached: _attached,
    life.Amended: _amended,
    life.SummaryIssued: _summary_issued,
    life.Migrated: moved,
    life.RunHeld: _held,
    life.RunResumed: _resumed,
    life.DueSet: _due_set,
    life.DueMissed: _due_missed,
    life.RunFinished: _finished,
    life.RunCompleted: _completed,
    life.WindingUpStarted: _winding_up,
    life.RunCancelled: _cancelled,
    life.RunClosedByTime: _closed_by_time,
}

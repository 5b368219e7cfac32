"""Changes of a run's state that many events have in common."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sopbook.documents.ids import StepId
from sopbook.runs.event import ENGINE, Deviation, RunEvent, StepEvent
from sopbook.runs.parts import PartState
from sopbook.runs.state import Run


def changed(run: Run, step: StepId, **changes: Any) -> Run:
    """The run with the state of one part changed."""
    return replace(run, parts={**run.parts, step: replace(run.part(step), **changes)})


def acted(run: Run, event: StepEvent, **changes: Any) -> Run:
    """Change a part by what somebody did to it."""
    performers = run.part(event.step).performers | ({event.by} if event.by != ENGINE else set())
    who = {"by": event.by, "name": event.name, "role": event.role, "at": event.at, "performers": performers}
    return changed(run, event.step, **who, **changes)


def deviated(run: Run, event: RunEvent, kind: str, why: str) -> Run:
    """Note that the run did not go as written, at the event's step or as a whole."""
    step = getattr(event, "step", None)
    deviation = Deviation(step=step, kind=kind, by=event.by, name=event.name, at=event.at, why=why)
    return replace(run, deviations=(*run.deviations, deviation))


def reset(run: Run, steps: Iterable[StepId]) -> Run:
    """Open parts again; who acted on them before and how often they went back stays known.

    Only what somebody or something had acted on begins a new attempt.
    """
    parts = dict(run.parts)
    for step in steps:
        was = run.part(step)
        parts[step] = PartState(attempt=was.attempt + bool(was.by), performers=was.performers, went_back=was.went_back)
    return replace(run, parts=parts)

"""Changes of a run's state that many events have in common."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sopbook.documents.ids import StepId
from sopbook.runs.checklist import Leaf
from sopbook.runs.event import ENGINE, Deviation, RunEvent, StepEvent
from sopbook.runs.parts import PartState, Status
from sopbook.runs.state import Run


def with_parts(run: Run, parts: Mapping[StepId, PartState]) -> Run:
    """The run with other states of these parts; which parts are closed is kept beside, for whoever walks over them."""
    closed = {step for step, state in parts.items() if state.closed}
    return run.but(parts={**run.parts, **parts}, closed_steps=(run.closed_steps - parts.keys()) | closed)


def changed(run: Run, step: StepId, **changes: Any) -> Run:
    """The run with the state of one part changed."""
    return with_parts(run, {step: replace(run.part(step), **changes)})


def acted(run: Run, event: StepEvent, **changes: Any) -> Run:
    """Change a part by what somebody did to it."""
    performers = run.part(event.step).performers | ({event.by} if event.by != ENGINE else set())
    who = {"by": event.by, "name": event.name, "role": event.role, "at": event.at, "number": run.number}
    return changed(run, event.step, performers=performers, **who, **changes)


def deviated(run: Run, event: RunEvent, kind: str, why: str) -> Run:
    """Note that the run did not go as written, at the event's step or as a whole."""
    step = getattr(event, "step", None)
    deviation = Deviation(step=step, kind=kind, by=event.by, name=event.name, at=event.at, why=why)
    return run.but(deviations=(*run.deviations, deviation))


def reset(run: Run, steps: Iterable[StepId]) -> Run:
    """Open parts again; who acted on them before and how often they went back stays known.

    Only what somebody or something had acted on begins a new attempt.
    """
    return with_parts(run, {step: _again(run, step) for step in steps})


def _again(run: Run, step: StepId) -> PartState:
    """A part that is open again. What went out of the run is kept, until somebody says whether it still holds."""
    was, part = run.part(step), run.plan.written(step)
    if isinstance(part, Leaf) and part.verb in NOT_REPEATED and not run.plan.is_loop(step):
        if was.kept or was.awaits_child or was.case is not None:
            return was
        if was.status is Status.DONE:
            opened = replace(was, status=Status.OPEN, attempt=was.attempt + 1, kept=True)
            return replace(opened, reason="", answer=None, heeded=False, rejected=False)
    again = PartState(attempt=was.attempt + bool(was.by), performers=was.performers, went_back=was.went_back)
    return replace(again, assigned=was.assigned)


NOT_REPEATED = frozenset({"run", "read", "notify"})
"""Steps that ask "again, or still good?" when they are gone over once more."""

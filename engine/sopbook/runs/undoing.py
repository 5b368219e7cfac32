"""Winding up: when a run is cancelled, what was done and can be undone is undone first, latest first."""

from sopbook.documents.ids import StepId
from sopbook.runs.parts import Status
from sopbook.runs.state import Run


def to_undo(run: Run) -> tuple[StepId, ...]:
    """The steps that were done and say how they are undone, latest first."""
    done = (leaf.id for leaf in run.plan.leaves if leaf.undo and run.part(leaf.id).status is Status.DONE)
    return tuple(sorted(done, key=lambda step: run.part(step).number, reverse=True))

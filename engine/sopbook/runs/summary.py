"""What is fixed when a run completes."""

from collections.abc import Iterable
from datetime import datetime

from sopbook.documents.ids import StepId
from sopbook.runs.event import Summary
from sopbook.runs.parts import Status
from sopbook.runs.stamp import Stamp
from sopbook.runs.state import Run


def ended_at(run: Run, stamp: Stamp) -> datetime:
    """When the last of a run was done, which for a late entry lies before the clock."""
    last = last_moment(run, run.parts, stamp) or stamp.at
    return min(max(last, stamp.at) if run.confirmed else last, stamp.recorded_at)


def last_moment(run: Run, steps: Iterable[StepId], stamp: Stamp) -> datetime | None:
    """When something was last done to any of these steps; what follows by itself from an entry happened with it."""
    moments = (run.part(step).at for step in steps)
    return max((stamp.at if at == stamp.recorded_at else at for at in moments if at is not None), default=None)


def summary_of(run: Run, ended_at: datetime) -> Summary:
    """Counts, deviations, findings and signatures of a run whose steps are all closed."""
    assert run.started_at is not None
    states = [(leaf.id, run.part(leaf.id)) for leaf in run.plan.leaves]
    last = {signature.step: signature for signature in run.signatures}
    return Summary(
        started_at=run.started_at,
        ended_at=ended_at,
        done=sum(state.status in (Status.DONE, Status.FAILED) for _, state in states),
        skipped=sum(state.status is Status.SKIPPED for _, state in states),
        not_applicable=sum(state.status is Status.NOT_APPLICABLE for _, state in states),
        reworked=run.reworked,
        deviations=run.deviations,
        findings=tuple(step for step, state in states if state.status is Status.FAILED),
        signatures=tuple(last[step] for step, state in states if state.signed),
        due=run.dues[None].at if None in run.dues else None,
        effort=run.plan.checklist.effort,
        attachments=tuple(one.file.sha256 for one in run.attachments),
        practice=run.practice,
    )

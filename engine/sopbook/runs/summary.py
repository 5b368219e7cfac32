"""What is fixed when a run completes."""

from datetime import datetime

from sopbook.runs.event import Summary
from sopbook.runs.parts import Status
from sopbook.runs.state import Run


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
    )

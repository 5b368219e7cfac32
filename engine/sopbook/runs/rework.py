"""Going back: which steps are done again after a failure or a rejection, and what happens when that does not help."""

from sopbook.documents.ids import StepId
from sopbook.runs import events as ev
from sopbook.runs.checklist import Leaf
from sopbook.runs.events import RunEvent
from sopbook.runs.stamp import Stamp
from sopbook.runs.state import Run, Status


def rework(run: Run, leaf: Leaf, stamp: Stamp) -> tuple[RunEvent, ...]:
    """Going back after a failure or a rejection; when that has been done often enough, an escalation."""
    if leaf.rework is None:
        return ()
    time = run.part(leaf.id).went_back + 1
    if time > leaf.rework.at_most:
        if leaf.rework.escalate is None:
            return ()
        return (ev.CaseRequested(step=leaf.id, escalation=leaf.rework.escalate, **stamp.engine()),)
    steps = between(run, leaf.rework.to, leaf.id)
    return (ev.WentBack(step=leaf.id, to=leaf.rework.to, steps=steps, time=time, **stamp.engine()),)


def between(run: Run, first: StepId, last: StepId) -> tuple[StepId, ...]:
    """The parts from one step up to another that are to be done again.

    A choice on the way is made anew, so what was not applicable because of it is open again, wherever it stands.
    """
    order = run.plan.order
    on_the_way = [step for step in order if order[first] <= order[step] <= order[last]]
    chosen = [step for step in on_the_way if isinstance(run.plan.parts[step], Leaf) and run.plan.inside[step]]
    left = {
        inner for step in chosen for inner in run.plan.inside[step] if run.part(inner).status is Status.NOT_APPLICABLE
    }
    again = {step for step in on_the_way if step in run.parts} | {last} | left
    return tuple(sorted(again, key=order.__getitem__))

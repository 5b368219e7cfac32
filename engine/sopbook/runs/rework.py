"""Going back: which steps are done again after a failure or a rejection, and what happens when that does not help."""

from sopbook.documents.ids import StepId
from sopbook.runs import events as ev
from sopbook.runs.checklist import Leaf
from sopbook.runs.event import RunEvent
from sopbook.runs.stamp import Stamp
from sopbook.runs.state import Run


def rework(run: Run, leaf: Leaf, stamp: Stamp) -> tuple[RunEvent, ...]:
    """Going back after a failure or a rejection; when that has been done often enough, an escalation."""
    if leaf.rework is None:
        return ()
    time = run.part(leaf.id).went_back + 1
    if time > leaf.rework.at_most:
        if leaf.rework.escalate is None:
            return ()
        return (ev.CaseRequested(step=leaf.id, escalation=leaf.rework.escalate, **stamp.engine()),)
    steps = to_do_again(run, leaf.rework.to, leaf.id, always=leaf.id)
    return (ev.WentBack(step=leaf.id, to=leaf.rework.to, steps=steps, time=time, **stamp.engine()),)


def to_do_again(run: Run, first: StepId, last: StepId, *, always: StepId) -> tuple[StepId, ...]:
    """The parts from one up to another of which anything was said, and `always` one of them.

    What did not apply because of one of them is open again, wherever it stands; what does not apply because of
    something else stays as it is.
    """
    order = run.plan.order
    on_the_way = {step for step in order if order[first] <= order[step] <= order[last]}
    causes = on_the_way | {None}
    said = {step for step in on_the_way if run.part(step).touched and run.part(step).because_of in causes}
    again = said | {always, *(step for step in run.left_because_of(on_the_way) if step in order)}
    return tuple(sorted(again, key=order.__getitem__))

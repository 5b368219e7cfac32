"""What the events of children, cases, messages, readings, quizzes and waits make of a run."""

from collections.abc import Callable, Mapping
from typing import Any

from sopbook.runs import events as ev
from sopbook.runs.checklist import Leaf
from sopbook.runs.commands import Ending
from sopbook.runs.event import ENGINE, RunEvent, StepEvent
from sopbook.runs.folding import acted, changed, deviated
from sopbook.runs.parts import Status
from sopbook.runs.quizzing import score
from sopbook.runs.state import Run

WAIT_ENDED_EARLY = "wait ended early"
"""What it is called among the deviations."""


def _leaf(run: Run, event: StepEvent) -> Leaf:
    part = run.plan.written(event.step)
    assert isinstance(part, Leaf), "only steps have runs, readings and waits"
    return part


# Children and cases


def _child_due(run: Run, event: ev.ChildDue) -> Run:
    """After one that failed, another run is a new attempt."""
    was = run.part(event.step)
    fresh = {"reason": "", "let_go": False, "rejected": False, "signed": "", "ended": "", "kept": False}
    attempt = was.attempt + (was.status is Status.FAILED)
    return acted(run, event, status=Status.OPEN, child=event.child, attempt=attempt, **fresh)


def _child_ended(run: Run, event: ev.ChildEnded) -> Run:
    child = _leaf(run, event).child
    if event.ending != Ending.COMPLETED.value:
        why = f"its run was {event.ending}" + (f": {event.reason}" if event.reason else "")
        return acted(run, event, status=Status.FAILED, ended=event.ending, reason=why)
    signed = child is not None and child.approve_by is not None
    return acted(run, event, status=Status.OPEN if signed else Status.DONE, ended=event.ending)


DETACHED = "detached"


def _child_detached(run: Run, event: ev.ChildDetached) -> Run:
    """By a person the step is left with it; by itself only what was closed already has one child less."""
    if event.by == ENGINE:
        return changed(run, event.step, ended=DETACHED)
    run = acted(run, event, status=Status.SKIPPED, ended=DETACHED, reason=event.reason)
    return deviated(run, event, "skipped", event.reason)


def _child_cancel_due(run: Run, event: ev.ChildCancelDue) -> Run:
    return changed(run, event.step, ended=Ending.CANCELLED.value)


def _case_ended(run: Run, event: ev.CaseEnded) -> Run:
    """What the escalation stood in for is done; a check that had failed too often is judged once more."""
    if _leaf(run, event).verb == "run":
        return acted(run, event, status=Status.DONE, case=None)
    return changed(run, event.step, case=None)


# Messages, readings, quizzes, waits


def _message_due(run: Run, event: ev.MessageDue) -> Run:
    return acted(run, event, status=Status.DONE, kept=False)


def _acknowledged(run: Run, event: ev.Acknowledged) -> Run:
    """The version is what came of the step, so a signature covers it."""
    version = {"version": event.version, "fingerprint": event.fingerprint} if event.version else None
    return acted(run, event, status=Status.DONE, values=event.values, result=version, kept=False)


def _quiz_taken(run: Run, event: ev.QuizTaken) -> Run:
    if event.passed:
        return acted(run, event, status=Status.DONE, values=event.values, reason="")
    quiz = _leaf(run, event).quiz
    assert quiz is not None, "only a quiz is taken"
    attempt = run.part(event.step).attempt + 1
    return acted(run, event, values=event.values, reason=score(quiz, len(event.right)), attempt=attempt)


def _wait_started(run: Run, event: ev.WaitStarted) -> Run:
    return acted(run, event, until=event.until, reason=event.why)


def _wait_ended(run: Run, event: ev.WaitEnded) -> Run:
    run = acted(run, event, status=Status.DONE, reason=event.reason)
    return deviated(run, event, WAIT_ENDED_EARLY, event.reason) if event.reason else run


VERB_FOLDS: Mapping[type[RunEvent], Callable[[Run, Any], Run]] = {
    ev.ChildDue: _child_due,
    ev.ChildEnded: _child_ended,
    ev.ChildDetached: _child_detached,
    ev.ChildCancelDue: _child_cancel_due,
    ev.CaseEnded: _case_ended,
    ev.MessageDue: _message_due,
    ev.Acknowledged: _acknowledged,
    ev.QuizTaken: _quiz_taken,
    ev.WaitStarted: _wait_started,
    ev.WaitEnded: _wait_ended,
}

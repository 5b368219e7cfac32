"""What each event makes of a run; `apply` never refuses and never decides, so old records are read for ever."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sopbook.documents.ids import StepId
from sopbook.runs import events as ev
from sopbook.runs import life
from sopbook.runs.checklist import Leaf
from sopbook.runs.event import ENGINE, RunEvent, Signature, StepEvent
from sopbook.runs.folding import acted, changed, deviated, reset, with_parts
from sopbook.runs.life_folds import LIFE_FOLDS
from sopbook.runs.loop_folds import LOOP_FOLDS
from sopbook.runs.parts import Status
from sopbook.runs.people_folds import PEOPLE_FOLDS
from sopbook.runs.state import Run
from sopbook.runs.verb_folds import DETACHED, VERB_FOLDS


def replay(run: Run, events: Iterable[RunEvent]) -> Run:
    """Fold events in their order."""
    for event in events:
        run = apply(run, event)
    return run


def apply(run: Run, event: RunEvent) -> Run:
    """The run after one more event."""
    run = run.but(number=run.number + 1, recorded_at=event.recorded_at, last_act=_last_act(run, event))
    run = FOLDS[type(event)](run, event)
    return deviated(run, event, "late entry", event.late) if event.late and not event.offline else run


def _last_act(run: Run, event: RunEvent) -> tuple[str, StepId | None, datetime] | None:
    """What can be taken back as a slip; to write something down is nothing that follows."""
    if isinstance(event, StepEvent):
        return None if event.by == ENGINE else (event.by, event.step, event.recorded_at)
    return run.last_act if event.by == ENGINE or isinstance(event, life.Noted | life.Attached) else None


def _completed(run: Run, event: ev.StepCompleted | ev.CheckPassed) -> Run:
    attempt = _attempt(run, event)
    return acted(run, event, status=Status.DONE, values=event.values, reason="", let_go=False, attempt=attempt)


def _failed(run: Run, event: ev.CheckFailed) -> Run:
    how = {"values": event.values, "reason": event.reason, "let_go": event.closes, "attempt": _attempt(run, event)}
    return acted(run, event, status=Status.FAILED, **how)


def _attempt(run: Run, event: StepEvent) -> int:
    """A verdict after a failure is a new attempt."""
    was = run.part(event.step)
    return was.attempt + (was.status is Status.FAILED)


def _went_back(run: Run, event: ev.WentBack) -> Run:
    reason = run.part(event.step).reason
    run = reset(run, event.steps)
    run = changed(run, event.step, went_back=event.time)
    run = deviated(run, event, "rework", reason)
    return run.but(reworked=run.reworked + 1)


def _case_requested(run: Run, event: ev.CaseRequested) -> Run:
    if _verb(run, event) == "run":
        return acted(run, event, case=event.escalation, kept=False)
    return changed(run, event.step, case=event.escalation)


def _answered(run: Run, event: ev.StepAnswered) -> Run:
    if run.part(event.step).kept:
        return _still_good(run, event)
    run = acted(run, event, answer=event.yes, reason=event.reason)
    return deviated(run, event, "answer in place of a value", event.reason) if event.instead_of else run


def _still_good(run: Run, event: ev.StepAnswered) -> Run:
    """What was done before a way back holds; or it is done again, and nothing of it is left."""
    if not event.yes:
        return acted(run, event, status=Status.DONE, kept=False, reason=event.reason)
    return acted(run, event, kept=False, values={}, result=None, child="", ended="", signed="")


def _chosen(run: Run, event: ev.OptionChosen) -> Run:
    return acted(run, event, status=Status.DONE, chosen=event.option, values=event.values, reason=event.why)


def _decided(run: Run, event: ev.Decided) -> Run:
    return acted(run, event, status=Status.DONE, result=event.result, hits=event.rules, reason="")


def _overridden(run: Run, event: ev.Overridden) -> Run:
    run = deviated(run, event, "override", event.reason)
    if event.option is not None:
        run = reset(run, run.left_because_of({event.step}))
        return acted(run, event, status=Status.DONE, chosen=event.option, reason=event.reason, attention="")
    if event.result:
        return acted(run, event, status=Status.DONE, result=event.result, hits=(), reason=event.reason)
    if _verb(run, event) == "approve":
        return acted(run, event, case=None)  # what was rejected too often is asked again
    if _verb(run, event) == "run" and run.part(event.step).status is Status.OPEN:
        return acted(run, event, status=Status.DONE, case=None, reason=event.reason)
    return acted(run, event, let_go=True, case=None, reason=event.reason)


def _verb(run: Run, event: StepEvent) -> str:
    part = run.plan.written(event.step)
    return part.verb if isinstance(part, Leaf) else ""


def _approved(run: Run, event: ev.Approved) -> Run:
    signature = Signature(
        step=event.step,
        by=event.by,
        name=event.name,
        role=event.role,
        at=event.at,
        meaning=event.meaning,
        digest=event.digest,
        deputy_for=event.deputy_for,
        mode=event.mode,
    )
    run = run.but(signatures=(*run.signatures, signature))
    what = {"signed": event.digest, "values": event.values, "reason": "", "rejected": False}
    return acted(run, event, status=Status.DONE, **what)


def _lapsed(run: Run, event: ev.ApprovalLapsed) -> Run:
    return reset(run, (event.step,))


def _rejected(run: Run, event: ev.Rejected) -> Run:
    status = Status.FAILED if _verb(run, event) == "run" else Status.OPEN
    return acted(run, event, status=status, reason=event.reason, rejected=True)


def _heeded(run: Run, event: ev.DangerHeeded) -> Run:
    return changed(run, event.step, heeded=True)


def _skipped(run: Run, event: ev.StepSkipped) -> Run:
    run = acted(run, event, status=Status.SKIPPED, reason=event.reason)
    return deviated(run, event, "skipped", event.reason) if event.required else run


def _not_applicable(run: Run, event: ev.StepNotApplicable) -> Run:
    parts = {}
    for step in event.steps:
        was = run.part(step)
        parts[step] = replace(
            was,
            status=Status.NOT_APPLICABLE,
            reason=event.why,
            by=event.by,
            name=event.name,
            role=event.role,
            at=event.at,
            because_of=event.step,
            ended=DETACHED if was.awaits_child else was.ended,
            performers=was.performers if event.by == ENGINE else was.performers | {event.by},
        )
    return with_parts(run, parts)


def _reopened(run: Run, event: ev.StepReopened) -> Run:
    if event.slip:
        run = _taken_back(run, event)
    run = reset(run, event.steps)
    return run if event.slip or event.by == ENGINE else deviated(run, event, "reopened", event.reason)


def _taken_back(run: Run, event: ev.StepReopened) -> Run:
    """What was put right at once is no deviation either."""
    act = event.step, event.by, run.part(event.step).at
    return run.but(deviations=tuple(one for one in run.deviations if (one.step, one.by, one.at) != act))


def _questioned(run: Run, event: ev.AttentionNeeded) -> Run:
    return changed(run, event.step, attention=event.why)


def _confirmed(run: Run, event: ev.StepConfirmed) -> Run:
    """By a person the step stays as it is, whatever changed; by itself its old grounds are there again."""
    confirmed = "" if event.by == ENGINE else run.part(event.step).attention
    return changed(run, event.step, attention="", confirmed=confirmed)


FOLDS: Mapping[type[RunEvent], Callable[[Run, Any], Run]] = {
    ev.StepCompleted: _completed,
    ev.CheckPassed: _completed,
    ev.CheckFailed: _failed,
    ev.WentBack: _went_back,
    ev.CaseRequested: _case_requested,
    ev.StepAnswered: _answered,
    ev.OptionChosen: _chosen,
    ev.Decided: _decided,
    ev.Overridden: _overridden,
    ev.Approved: _approved,
    ev.ApprovalLapsed: _lapsed,
    ev.Rejected: _rejected,
    ev.DangerHeeded: _heeded,
    ev.StepSkipped: _skipped,
    ev.StepNotApplicable: _not_applicable,
    ev.StepReopened: _reopened,
    ev.AttentionNeeded: _questioned,
    ev.StepConfirmed: _confirmed,
    **LIFE_FOLDS,
    **LOOP_FOLDS,
    **PEOPLE_FOLDS,
    **VERB_FOLDS,
}

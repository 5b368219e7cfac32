"""The state of a run, folded from its events; `apply` never refuses and never decides.

What is ready or blocked is not here: it is computed by `survey`. What stands here was said by an event.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from typing import Any

from sopbook.documents.ids import DocumentId, OptionId, StepId
from sopbook.runs import events as ev
from sopbook.runs.events import ENGINE, Deviation, Member, RunEvent, Signature, StepEvent, Summary
from sopbook.runs.plan import Plan
from sopbook.runs.values import Value


class Phase(Enum):
    """Where a run stands in its life."""

    NEW = "not started"
    OPEN = "open"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class Status(Enum):
    """What was said of a part; everything else about it is computed."""

    OPEN = "open"
    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartState:
    """One step or group. `performers` are all who ever acted on it; `let_go` closes a failed check."""

    status: Status = Status.OPEN
    attempt: int = 1
    by: str = ""
    name: str = ""
    role: str | None = None
    at: datetime | None = None
    values: Mapping[str, Value] = field(default_factory=dict)
    reason: str = ""
    chosen: OptionId | None = None
    result: Mapping[str, Value] | None = None
    hits: tuple[str, ...] = ()
    answer: bool | None = None
    heeded: bool = False
    let_go: bool = False
    signed: str = ""
    went_back: int = 0
    case: DocumentId | None = None
    performers: frozenset[str] = frozenset()

    @property
    def closed(self) -> bool:
        """Whether what follows need not wait for it."""
        return self.status not in (Status.OPEN, Status.FAILED) or self.let_go


FRESH = PartState()


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenNote:
    """A note as it was written."""

    text: str
    step: StepId | None
    name: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run as its events say it is. `number` counts them; `last_act` is the last thing a person did."""

    id: str
    checklist: str
    plan: Plan = field(compare=False, repr=False)
    phase: Phase = Phase.NEW
    title: str = ""
    number: int = 0
    initiator: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    recorded_at: datetime | None = None
    inputs: Mapping[str, Value] = field(default_factory=dict)
    people: tuple[Member, ...] = ()
    parts: Mapping[StepId, PartState] = field(default_factory=dict)
    notes: tuple[WrittenNote, ...] = ()
    deviations: tuple[Deviation, ...] = ()
    signatures: tuple[Signature, ...] = ()
    reworked: int = 0
    last_act: tuple[str, StepId | None, datetime] | None = None
    confirmed: bool = False
    summary: Summary | None = None

    def part(self, step: StepId) -> PartState:
        """The state of a step or group."""
        return self.parts.get(step, FRESH)

    def is_closed(self, step: StepId) -> bool:
        """Whether a step is closed."""
        return self.part(step).closed

    @property
    def all_closed(self) -> bool:
        """Whether no step is open any more."""
        return all(self.is_closed(leaf.id) for leaf in self.plan.leaves)


def replay(run: Run, events: Iterable[RunEvent]) -> Run:
    """Fold events in their order."""
    for event in events:
        run = apply(run, event)
    return run


def apply(run: Run, event: RunEvent) -> Run:
    """The run after one more event."""
    run = replace(run, number=run.number + 1, recorded_at=event.recorded_at)
    if event.by != ENGINE:
        run = replace(run, last_act=(event.by, getattr(event, "step", None), event.recorded_at))
    return FOLDS[type(event)](run, event)


def _with(run: Run, step: StepId, **changes: Any) -> Run:
    return replace(run, parts={**run.parts, step: replace(run.part(step), **changes)})


def _act(run: Run, event: StepEvent, **changes: Any) -> Run:
    """Change a part by what somebody did to it."""
    performers = run.part(event.step).performers | ({event.by} if event.by != ENGINE else set())
    who = {"by": event.by, "name": event.name, "role": event.role, "at": event.at, "performers": performers}
    return _with(run, event.step, **who, **changes)


def _deviate(run: Run, event: StepEvent, kind: str, why: str) -> Run:
    deviation = Deviation(step=event.step, kind=kind, by=event.by, name=event.name, at=event.at, why=why)
    return replace(run, deviations=(*run.deviations, deviation))


def _reset(run: Run, steps: Iterable[StepId]) -> Run:
    """Open parts again for a new attempt; who acted on them before and how often they went back stays known."""
    parts = dict(run.parts)
    for step in steps:
        was = run.part(step)
        parts[step] = PartState(attempt=was.attempt + 1, performers=was.performers, went_back=was.went_back)
    return replace(run, parts=parts)


def _started(run: Run, event: ev.RunStarted) -> Run:
    return replace(
        run,
        phase=Phase.OPEN,
        title=event.title,
        initiator=event.by,
        started_at=event.at,
        inputs=event.inputs,
        people=event.people,
    )


def _completed(run: Run, event: ev.StepCompleted | ev.CheckPassed) -> Run:
    return _act(run, event, status=Status.DONE, values=event.values, reason="")


def _failed(run: Run, event: ev.CheckFailed) -> Run:
    return _act(run, event, status=Status.FAILED, values=event.values, reason=event.reason, let_go=event.closes)


def _went_back(run: Run, event: ev.WentBack) -> Run:
    reason = run.part(event.step).reason
    run = _reset(run, event.steps)
    run = _with(run, event.step, went_back=event.time)
    run = _deviate(run, event, "rework", reason)
    return replace(run, reworked=run.reworked + 1)


def _case_requested(run: Run, event: ev.CaseRequested) -> Run:
    return _with(run, event.step, case=event.escalation)


def _answered(run: Run, event: ev.StepAnswered) -> Run:
    run = _act(run, event, answer=event.yes, reason=event.reason)
    return _deviate(run, event, "answer in place of a value", event.reason) if event.instead_of else run


def _chosen(run: Run, event: ev.OptionChosen) -> Run:
    return _act(run, event, status=Status.DONE, chosen=event.option, values=event.values, reason=event.why)


def _decided(run: Run, event: ev.Decided) -> Run:
    return _act(run, event, status=Status.DONE, result=event.result, hits=event.rules, reason="")


def _overridden(run: Run, event: ev.Overridden) -> Run:
    run = _deviate(run, event, "override", event.reason)
    if event.option is not None:
        held = run.plan.inside[event.step]
        run = _reset(run, (step for step in held if run.part(step).status is Status.NOT_APPLICABLE))
        return _act(run, event, status=Status.DONE, chosen=event.option, reason=event.reason)
    if event.result:
        return _act(run, event, status=Status.DONE, result=event.result, hits=(), reason=event.reason)
    return _act(run, event, let_go=True, reason=event.reason)


def _approved(run: Run, event: ev.Approved) -> Run:
    signature = Signature(
        step=event.step,
        by=event.by,
        name=event.name,
        role=event.role,
        at=event.at,
        meaning=event.meaning,
        digest=event.digest,
    )
    run = replace(run, signatures=(*run.signatures, signature))
    return _act(run, event, status=Status.DONE, signed=event.digest, values=event.values, reason="")


def _lapsed(run: Run, event: ev.ApprovalLapsed) -> Run:
    return _reset(run, (event.step,))


def _rejected(run: Run, event: ev.Rejected) -> Run:
    return _act(run, event, reason=event.reason)


def _heeded(run: Run, event: ev.DangerHeeded) -> Run:
    return _with(run, event.step, heeded=True)


def _skipped(run: Run, event: ev.StepSkipped) -> Run:
    run = _act(run, event, status=Status.SKIPPED, reason=event.reason)
    return _deviate(run, event, "skipped", event.reason) if event.required else run


def _not_applicable(run: Run, event: ev.StepNotApplicable) -> Run:
    parts = dict(run.parts)
    who = {"by": event.by, "name": event.name, "role": event.role, "at": event.at}
    for step in event.steps:
        parts[step] = replace(run.part(step), status=Status.NOT_APPLICABLE, reason=event.why, **who)  # type: ignore[arg-type]
    return replace(run, parts=parts)


def _reopened(run: Run, event: ev.StepReopened) -> Run:
    run = _reset(run, event.steps)
    return run if event.slip else _deviate(run, event, "reopened", event.reason)


def _noted(run: Run, event: ev.Noted) -> Run:
    note = WrittenNote(text=event.text, step=event.step, name=event.name, at=event.at)
    return replace(run, notes=(*run.notes, note))


def _finished(run: Run, _event: ev.RunFinished) -> Run:
    return replace(run, confirmed=True)


def _run_completed(run: Run, event: ev.RunCompleted) -> Run:
    return replace(run, phase=Phase.COMPLETED, ended_at=event.at, summary=event.summary)


def _cancelled(run: Run, event: ev.RunCancelled) -> Run:
    return replace(run, phase=Phase.CANCELLED, ended_at=event.at)


FOLDS: Mapping[type[RunEvent], Callable[[Run, Any], Run]] = {
    ev.RunStarted: _started,
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
    ev.Noted: _noted,
    ev.RunFinished: _finished,
    ev.RunCompleted: _run_completed,
    ev.RunCancelled: _cancelled,
}

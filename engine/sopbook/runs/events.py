"""What happened in a run, in the past tense; folding them gives the state, and nothing is ever decided again.

Every event says who (`by` an id, `name` as it was then, `role` the one that gave the right), when it happened (`at`)
and when it was written down (`recorded_at`). What follows by itself is by `ENGINE`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sopbook.documents.ids import DocumentId, OptionId, StepId
from sopbook.runs.event import Member, RunEvent, StepEvent, Summary
from sopbook.runs.values import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStarted(RunEvent):
    """`checklist` is the digest of what is run; `people` are the holders of its roles on that day."""

    run: str
    title: str
    procedure: DocumentId
    version: str
    checklist: str
    inputs: Mapping[str, Value]
    needs: tuple[str, ...]
    people: tuple[Member, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepCompleted(StepEvent):
    """A step was done."""

    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPassed(StepEvent):
    """A check held."""

    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFailed(StepEvent):
    """A check did not hold; `closes` when the procedure goes on all the same."""

    reason: str
    values: Mapping[str, Value] = field(default_factory=dict)
    closes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WentBack(StepEvent):
    """Rework: `steps` are open again because `step` failed or was rejected."""

    to: StepId
    steps: tuple[StepId, ...]
    time: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRequested(StepEvent):
    """Rework came to its end, and an escalation is to be opened."""

    escalation: DocumentId


@dataclass(frozen=True, slots=True, kw_only=True)
class StepAnswered(StepEvent):
    """Whether a step or group applies was answered; `instead_of` names a value that can no longer be given."""

    yes: bool
    reason: str = ""
    instead_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionChosen(StepEvent):
    """A branch was taken; `why` when the engine chose."""

    option: OptionId
    why: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided(StepEvent):
    """A table answered: what it was given, the rules that fitted, what it gave."""

    inputs: Mapping[str, Value]
    rules: tuple[str, ...]
    result: Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overridden(StepEvent):
    """Somebody with the right to do so set the engine's verdict aside."""

    reason: str
    result: Mapping[str, Value] = field(default_factory=dict)
    option: OptionId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Approved(StepEvent):
    """A signature: its meaning, and the digest of what was signed."""

    meaning: str
    digest: str
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalLapsed(StepEvent):
    """What had been signed has changed since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected(StepEvent):
    """Somebody refused to sign."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DangerHeeded(StepEvent):
    """Somebody has read the danger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepSkipped(StepEvent):
    """A step was left undone; `required` when that departs from the procedure."""

    reason: str = ""
    required: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class StepNotApplicable(StepEvent):
    """A step, or everything open in a group (`steps`), does not fit; `why` in words."""

    why: str
    steps: tuple[StepId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepReopened(StepEvent):
    """Closed steps are open again; a slip is put right by the same person at once and is no deviation."""

    reason: str
    steps: tuple[StepId, ...]
    slip: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted(RunEvent):
    """Something was written down."""

    text: str
    step: StepId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFinished(RunEvent):
    """Everything in `done_when` was confirmed."""

    confirmed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunCompleted(RunEvent):
    """Nothing is open any more."""

    summary: Summary


@dataclass(frozen=True, slots=True, kw_only=True)
class RunCancelled(RunEvent):
    """The run was ended before it was done."""

    reason: str


EVENTS: Mapping[str, type[RunEvent]] = {
    "run_started": RunStarted,
    "step_completed": StepCompleted,
    "check_passed": CheckPassed,
    "check_failed": CheckFailed,
    "went_back": WentBack,
    "case_requested": CaseRequested,
    "step_answered": StepAnswered,
    "option_chosen": OptionChosen,
    "decided": Decided,
    "overridden": Overridden,
    "approved": Approved,
    "approval_lapsed": ApprovalLapsed,
    "rejected": Rejected,
    "danger_heeded": DangerHeeded,
    "step_skipped": StepSkipped,
    "step_not_applicable": StepNotApplicable,
    "step_reopened": StepReopened,
    "noted": Noted,
    "run_finished": RunFinished,
    "run_completed": RunCompleted,
    "run_cancelled": RunCancelled,
}
"""The name under which each event is stored."""

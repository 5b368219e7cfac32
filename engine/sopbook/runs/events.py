"""What happened to the steps of a run, in the past tense; folding them gives the state. Nothing is ever decided again.

Every event says who (`by` an id, `name` as it was then, `role` the one that gave the right), when it happened (`at`)
and when it was written down (`recorded_at`). What follows by itself is by `ENGINE`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sopbook.documents.ids import DocumentId, OptionId, RoleId, StepId
from sopbook.runs.event import LOCAL, StepEvent
from sopbook.runs.values import Value


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
    """An escalation is to be opened, with these values: rework came to its end, or the step opens one."""

    escalation: DocumentId
    inputs: Mapping[str, Value] = field(default_factory=dict)


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
    """A signature: its meaning, the digest of what was signed, and by what we know that it was them."""

    meaning: str
    digest: str
    values: Mapping[str, Value] = field(default_factory=dict)
    mode: str = LOCAL


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
class StepConfirmed(StepEvent):
    """What changed under a step after it was done is no reason to do it again."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AttentionNeeded(StepEvent):
    """A step that was acted on stands on something that has changed since; `why` in words."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepAssigned(StepEvent):
    """A step was given to one person, or with nobody back to its role."""

    to: str
    to_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopOpened(StepEvent):
    """A loop was reached: one round for each of the `items`, in their order."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemAdded(StepEvent):
    """One more round of a loop."""

    item: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRemoved(StepEvent):
    """A round of a loop fell away, with its number counted from 1."""

    number: int
    item: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopEnded(StepEvent):
    """No more items come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildDue(StepEvent):
    """A run of a sub-procedure is to be started under this id, with these values."""

    child: str
    procedure: DocumentId
    inputs: Mapping[str, Value]
    practice: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildEnded(StepEvent):
    """The run of a step has ended, or could not begin, for this reason."""

    child: str
    ending: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildDetached(StepEvent):
    """The child goes its own way; its end is no business of this run any more."""

    child: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildCancelDue(StepEvent):
    """The child is to be cancelled with its parent."""

    child: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEnded(StepEvent):
    """The case that a step asked for was resolved."""

    case: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageDue(StepEvent):
    """A message is to be sent to the holders of these roles."""

    to: tuple[RoleId, ...]
    subject: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged(StepEvent):
    """Somebody signed that they have read and understood a document at its version, or an address."""

    document: str
    version: str = ""
    fingerprint: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizTaken(StepEvent):
    """One attempt: what was picked, which were right, and whether it was enough."""

    answers: Mapping[str, tuple[str, ...]]
    right: tuple[str, ...]
    passed: bool
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitStarted(StepEvent):
    """A wait began, and when it will be over; `why` explains the time."""

    until: datetime
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitEnded(StepEvent):
    """A wait is over; with a reason when somebody did not wait for the time."""

    reason: str = ""

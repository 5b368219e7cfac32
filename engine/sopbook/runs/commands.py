"""What people ask of a run: imperative, and refused when the rules do not allow it.

`values` are as the surface has them; the machine checks them against the step's fields.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from sopbook.documents.ids import OptionId, StepId
from sopbook.runs.checklist import Checklist
from sopbook.runs.event import Parent
from sopbook.runs.values import FileRef, Raw


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Begin the run: values for its inputs, and whether everything in `needs` is at hand.

    Before the day `begins_on` nothing is ready. A `practice` run counts nowhere. `parent` is the step of another run
    that this one is started by.
    """

    inputs: Mapping[str, Raw] = field(default_factory=dict)
    needs_confirmed: bool = False
    practice: bool = False
    begins_on: date | None = None
    parent: Parent | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _OnStep:
    step: StepId


@dataclass(frozen=True, slots=True, kw_only=True)
class Complete(_OnStep):
    """A step was done; a check with `accept` fields is judged by the values."""

    values: Mapping[str, Raw] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass(_OnStep):
    """A check holds."""

    values: Mapping[str, Raw] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fail(_OnStep):
    """A check does not hold."""

    reason: str
    values: Mapping[str, Raw] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(_OnStep):
    """Whether a step or group applies; the reason is needed when the answer stands in for a value."""

    yes: bool
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choose(_OnStep):
    """Take one option of a branch."""

    option: OptionId
    values: Mapping[str, Raw] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Approve(_OnStep):
    """Sign."""

    values: Mapping[str, Raw] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject(_OnStep):
    """Refuse to sign."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Override(_OnStep):
    """Set the engine's verdict aside: let a failed check go, decide where no rule answers, choose another option."""

    reason: str
    result: Mapping[str, Raw] = field(default_factory=dict)
    option: OptionId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Heed(_OnStep):
    """The danger of a step or group has been read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skip(_OnStep):
    """Leave a step undone."""

    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkNotApplicable(_OnStep):
    """The step does not fit this run."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopen(_OnStep):
    """Take back that a step was closed; with `from_here_on` also every later one."""

    reason: str = ""
    from_here_on: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm(_OnStep):
    """A step whose grounds changed after it was done may stay as it is."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign(_OnStep):
    """Give a step to one person who may do it; to nobody gives it back to its role."""

    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddItem(_OnStep):
    """One more round of an open loop."""

    item: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndLoop(_OnStep):
    """No more items come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StartChild(_OnStep):
    """Start the run of a sub-procedure; values for those of its inputs that the step does not give."""

    inputs: Mapping[str, Raw] = field(default_factory=dict)


class Ending(Enum):
    """How something that a step waited for came to its end."""

    COMPLETED = "completed"
    CANCELLED = "cancelled"
    CLOSED_BY_TIME = "closed by time"
    NOT_STARTED = "not started"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildClosed(_OnStep):
    """The engine tells a run that the run of one of its steps has ended, or why it could not begin."""

    child: str
    ending: Ending
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseClosed(_OnStep):
    """The engine tells a run that a case which one of its steps asked for was resolved."""

    case: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Detach(_OnStep):
    """Let the child go its own way; its step is then left with this reason."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledge(_OnStep):
    """The document was read and understood, at the version that was in force; an address has none."""

    version: str = ""
    fingerprint: str = ""
    values: Mapping[str, Raw] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerQuiz(_OnStep):
    """The options picked for each question, by its id."""

    answers: Mapping[str, tuple[str, ...]]
    values: Mapping[str, Raw] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndWait(_OnStep):
    """Go on before the time has come."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Write something down, to a step or to the run."""

    text: str
    step: StepId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attach:
    """Add a file to a step or to the run."""

    file: FileRef
    step: StepId | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amend:
    """Put a recorded value right: of a step's field, or without a step of the run's input."""

    name: str
    value: Raw
    reason: str
    step: StepId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """Give the whole run to another lead, with a note on where it stands."""

    to: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replace:
    """Give everything that is open of one person to another: somebody leaves."""

    leaving: str
    to: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Nothing goes on until Resume; times run on."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume:
    """Go on after a hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Migrate:
    """Go on by a newer version of the procedure; `checklist` is the digest of `frozen`.

    `inputs` are values for what the newer version asks besides.
    """

    checklist: str
    frozen: Checklist
    inputs: Mapping[str, Raw] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """Record what time alone has made true: a wait that is over, a due time that was missed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseByTime:
    """The engine closes a scheduled run, because the next one starts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancel:
    """End the run before it is done.

    `detached` are the steps whose open child goes on without it; all other children are cancelled with it.
    """

    reason: str
    detached: tuple[StepId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finish:
    """Confirm everything in `done_when`."""


OnStep = (
    Complete
    | Pass
    | Fail
    | Answer
    | Choose
    | Approve
    | Reject
    | Override
    | Heed
    | Skip
    | MarkNotApplicable
    | Reopen
    | Confirm
    | Assign
    | AddItem
    | EndLoop
    | StartChild
    | ChildClosed
    | CaseClosed
    | Detach
    | Acknowledge
    | AnswerQuiz
    | EndWait
)
Command = (
    Start
    | OnStep
    | Note
    | Attach
    | Amend
    | HandOver
    | Replace
    | Hold
    | Resume
    | Migrate
    | Tick
    | CloseByTime
    | Cancel
    | Finish
)

"""What people ask of a run: imperative, and refused when the rules do not allow it.

`values` are as the surface has them; the machine checks them against the step's fields.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sopbook.documents.ids import OptionId, StepId
from sopbook.runs.values import Raw


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Begin the run: values for its inputs, and whether everything in `needs` is at hand."""

    inputs: Mapping[str, Raw] = field(default_factory=dict)
    needs_confirmed: bool = False


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
class Note:
    """Write something down, to a step or to the run."""

    text: str
    step: StepId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancel:
    """End the run before it is done."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finish:
    """Confirm everything in `done_when`."""


OnStep = (
    Complete | Pass | Fail | Answer | Choose | Approve | Reject | Override | Heed | Skip | MarkNotApplicable | Reopen
)
Command = Start | OnStep | Note | Cancel | Finish

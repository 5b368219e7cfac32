"""What happened to a run as a whole, from its start to its end; some of it may name a step besides."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sopbook.documents.ids import DocumentId, StepId
from sopbook.runs.event import Member, Parent, RunEvent, Summary
from sopbook.runs.values import FileRef, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStarted(RunEvent):
    """`checklist` is the digest of what is run; `people` are the team and the roles they held on that day.

    `zone` is the one by whose clocks moments are told.
    """

    run: str
    title: str
    procedure: DocumentId
    version: str
    checklist: str
    inputs: Mapping[str, Value]
    needs: tuple[str, ...]
    people: tuple[Member, ...]
    practice: bool = False
    begins_on: date | None = None
    parent: Parent | None = None
    zone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunBegun(RunEvent):
    """The day has come on which a run was to begin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueSet(RunEvent):
    """When a step, or without one the whole run, is due; `why` is the explanation."""

    due: datetime
    why: str
    step: StepId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DueMissed(RunEvent):
    """A step, or without one the whole run, was still open when it was due."""

    due: datetime
    step: StepId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted(RunEvent):
    """Something was written down; `instead_of` names the command of somebody who had lost the role meanwhile."""

    text: str
    step: StepId | None = None
    instead_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached(RunEvent):
    """A file was added."""

    file: FileRef
    step: StepId | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amended(RunEvent):
    """The value of a step's field, or without a step of the run's input, was put right; the old one stays beside."""

    field: str
    old: Value
    new: Value
    reason: str
    step: StepId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver(RunEvent):
    """The run has another lead."""

    to: str
    to_name: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonReplaced(RunEvent):
    """Everything that was open of one person is another's: these steps, and the lead when `leads`."""

    leaving: str
    to: str
    to_name: str
    steps: tuple[StepId, ...]
    leads: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunHeld(RunEvent):
    """Nothing goes on until it is resumed."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunResumed(RunEvent):
    """It goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Migrated(RunEvent):
    """The run goes on by another checklist, named by its digest.

    `kept` are the steps whose state holds, `again` those asked once more, `vanished` those done only under the old
    version, `appeared` the new ones.
    """

    checklist: str
    version: str
    kept: tuple[StepId, ...]
    again: tuple[StepId, ...]
    vanished: tuple[StepId, ...]
    appeared: tuple[StepId, ...]
    inputs: Mapping[str, Value] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFinished(RunEvent):
    """Everything in `done_when` was confirmed."""

    confirmed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunCompleted(RunEvent):
    """Nothing is open any more."""

    summary: Summary


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryIssued(RunEvent):
    """A new summary beside the old one, because something was amended after the end."""

    summary: Summary


@dataclass(frozen=True, slots=True, kw_only=True)
class WindingUpStarted(RunEvent):
    """The run is to end, and what was done is undone first: these steps, latest first."""

    reason: str
    steps: tuple[StepId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunCancelled(RunEvent):
    """The run was ended before it was done."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunClosedByTime(RunEvent):
    """The next run of the same schedule began, and this one was still open."""

"""What a run remembers of one part: what was last said of it, by whom, and what came of it.

A part that nobody has touched has no entry at all and stands as `FRESH`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from sopbook.documents.ids import DocumentId, OptionId, StepId
from sopbook.runs.values import FileRef, Value


class Status(Enum):
    """What was said of a part; everything else about it is computed."""

    OPEN = "open"
    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"
    NOT_APPLICABLE = "not applicable"


STILL_OPEN = (Status.OPEN, Status.FAILED)
"""A tuple with a name of its own, because every walk asks for it of every part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartState:
    """One step or group.

    `performers` are all who ever acted on it; `let_go` closes a failed check; `case` is the escalation it waits for;
    `because_of` is the part whose outcome made this one not applicable, and which would have to be taken back.

    `child` is the run that was last started for it, and `ended` how that ended; `until` is when its wait is over;
    `kept` says that it was done before a way back and is asked whether that still holds. `number` is that of the event
    by which somebody or something last acted on it. `attention` says what changed under it after it was done, and
    `confirmed` of which such change somebody said that it may stay so.
    `assigned` is the person it was given to, also when it is gone over once more.
    """

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
    rejected: bool = False
    because_of: StepId | None = None
    performers: frozenset[str] = frozenset()
    child: str = ""
    ended: str = ""
    until: datetime | None = None
    kept: bool = False
    assigned: str = ""
    number: int = 0
    attention: str = ""
    confirmed: str = ""

    @property
    def closed(self) -> bool:
        """Whether what follows need not wait for it."""
        return self.status not in STILL_OPEN or self.let_go

    @property
    def touched(self) -> bool:
        """Whether anything was said of it in this attempt."""
        return self.by != "" or self.heeded

    @property
    def awaits_child(self) -> bool:
        """Whether its run was started and has not ended."""
        return self.child != "" and self.ended == ""

    @property
    def going_on(self) -> bool:
        """Whether it has begun, by its run or its wait, so that nobody asks any more whether it applies."""
        return self.until is not None or (self.child != "" and not self.kept)


FRESH = PartState()


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenNote:
    """A note as it was written."""

    text: str
    step: StepId | None
    name: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that was added, beside those that fields ask for."""

    file: FileRef
    step: StepId | None
    text: str
    name: str
    at: datetime

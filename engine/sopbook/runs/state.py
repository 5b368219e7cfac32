"""The state of a run, folded from its events (see `folds`).

What is ready or blocked is not here: it is computed by `survey`. What stands here was said by an event.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Any, Self

from sopbook.documents.ids import StepId
from sopbook.runs.event import Deviation, Member, Parent, Signature, Summary
from sopbook.runs.parts import FRESH, Attachment, PartState, WrittenNote
from sopbook.runs.plan import Plan
from sopbook.runs.rounds import Rounds
from sopbook.runs.values import Value


class Phase(Enum):
    """Where a run stands in its life."""

    NEW = "not started"
    PLANNED = "planned"
    OPEN = "open"
    ON_HOLD = "on hold"
    WINDING_UP = "winding up"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    CLOSED_BY_TIME = "closed by time"


GOING_ON = frozenset({Phase.OPEN, Phase.WINDING_UP})
"""Phases in which something is done, and something follows by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueTime:
    """When something is due, why then, and whether it was recorded that the time was missed."""

    at: datetime
    why: str
    missed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Who stopped a run, when, and why."""

    by: str
    name: str
    at: datetime
    reason: str


@dataclass(frozen=True, kw_only=True)
class Run:
    """A run as its events say it is. `number` counts them; `last_act` is the last thing a person did to it.

    `dues` are the due times of its parts, under None its own. `rounds` are those of its loops; `plan` always is the
    checklist with these. `lead` answers for it, `replaced` are those who left it, each with whoever took over.

    `parts` are those of which anything was said, `closed_steps` the closed ones of them.
    `former` are the steps of older versions that are there no more; `library` holds the checklists by their digests
    that its events name.
    """

    id: str
    checklist: str
    plan: Plan = field(compare=False, repr=False)
    phase: Phase = Phase.NEW
    title: str = ""
    number: int = 0
    initiator: str = ""
    lead: str = ""
    started_at: datetime | None = None
    begins_on: date | None = None
    ended_at: datetime | None = None
    recorded_at: datetime | None = None
    inputs: Mapping[str, Value] = field(default_factory=dict)
    people: tuple[Member, ...] = ()
    replaced: Mapping[str, str] = field(default_factory=dict)
    practice: bool = False
    zone: str = ""
    parent: Parent | None = None
    parts: Mapping[StepId, PartState] = field(default_factory=dict)
    closed_steps: frozenset[StepId] = frozenset()
    rounds: Mapping[StepId, Rounds] = field(default_factory=dict)
    dues: Mapping[StepId | None, DueTime] = field(default_factory=dict)
    notes: tuple[WrittenNote, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    deviations: tuple[Deviation, ...] = ()
    signatures: tuple[Signature, ...] = ()
    reworked: int = 0
    last_act: tuple[str, StepId | None, datetime] | None = None
    confirmed: bool = False
    held: Held | None = None
    cancelled_because: str = ""
    summary: Summary | None = None
    former: Mapping[StepId, PartState] = field(default_factory=dict)
    library: Mapping[str, Plan] = field(default_factory=dict, compare=False, repr=False)

    def but(self, **changes: Any) -> Self:
        """The same run with some fields changed, as `replace` gives it.

        A replay asks for one with each event, and would spend most of its time in the constructor; therefore, and for
        this alone, a run has no slots.
        """
        assert changes.keys() <= vars(self).keys(), "only fields are changed"
        run = object.__new__(type(self))
        vars(run).update(vars(self), **changes)
        return run

    def part(self, step: StepId) -> PartState:
        """The state of a step or group."""
        return self.parts.get(step, FRESH)

    def is_closed(self, step: StepId) -> bool:
        """Whether a step is closed."""
        return self.part(step).closed

    def is_left(self, step: StepId) -> bool:
        """Whether the run is winding up, and the part is none of those that undo what was done."""
        return self.phase is Phase.WINDING_UP and step not in self.plan.undone

    def left_because_of(self, causes: Collection[StepId]) -> Iterator[StepId]:
        """The steps that do not apply because of one of these parts."""
        return (step for step, state in self.parts.items() if state.because_of in causes)

    @property
    def all_closed(self) -> bool:
        """Whether no step and no loop is open any more."""
        return self.plan.closing <= self.closed_steps

    @property
    def in_question(self) -> tuple[StepId, ...]:
        """The steps whose grounds changed after they were done, and of which nobody has said what that means."""
        return tuple(step for step, state in self.parts.items() if state.attention)

"""Where a part of a run stands, as people are told."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from sopbook.documents.ids import StepId
from sopbook.runs.parts import Status


class State(Enum):
    """Where a part stands, as people are told."""

    PENDING = "pending"
    READY = "ready"
    ASKING = "asking"
    BLOCKED = "blocked"
    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"
    NOT_APPLICABLE = "not applicable"
    NEEDS_ATTENTION = "needs attention"

    @property
    def symbol(self) -> str:
        """One character: state has a shape before it has a colour."""
        return SYMBOLS[self]


SYMBOLS: Mapping[State, str] = {
    State.PENDING: "·",
    State.READY: "○",
    State.ASKING: "?",
    State.BLOCKED: "⧗",
    State.DONE: "●",
    State.FAILED: "✕",
    State.SKIPPED: "–",
    State.NOT_APPLICABLE: "∅",
    State.NEEDS_ATTENTION: "!",
}

CLOSED_AS: Mapping[Status, State] = {
    Status.DONE: State.DONE,
    Status.FAILED: State.FAILED,
    Status.SKIPPED: State.SKIPPED,
    Status.NOT_APPLICABLE: State.NOT_APPLICABLE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where one part stands.

    `why` says in words what it waits for or what it asks; `danger` is the part whose danger is to be heeded first;
    `instead_of` is the value that can no longer be given, when the question stands in its place; `waits_for` is the
    step that will give what is missing.
    """

    step: StepId
    state: State
    why: str = ""
    danger: StepId | None = None
    instead_of: str = ""
    waits_for: StepId | None = None

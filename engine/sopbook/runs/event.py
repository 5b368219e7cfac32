"""What every event of a run carries, and the values that events and the state of a run share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sopbook.documents.ids import RoleId, StepId

ENGINE = "engine"
"""Who did what follows by itself."""

LOCAL = "local"
"""The mode of a signature for which no password was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody of the team as the run knows them; `roles` are those held at the moment.

    `stands_in_for` are the people whose deputy they are just now, each with the roles that this gives; `away_until` is
    the last day of their own absence.
    """

    id: str
    name: str
    roles: tuple[RoleId, ...] = ()
    stands_in_for: Mapping[str, tuple[RoleId, ...]] = field(default_factory=dict)
    away_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parent:
    """The step of another run that a run was started by; `depth` counts the runs above."""

    run: str
    step: StepId
    depth: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunEvent:
    """What every event carries.

    `role` is the one that gave the right, `deputy_for` the person in whose stead it was used. `clock_back` says that
    the clock stood earlier than at the event before, `late` why it was entered so long after it happened, `offline`
    that it was made without network, `bounded` that its time was out of bounds and set to them.
    """

    by: str
    name: str
    role: str | None
    at: datetime
    recorded_at: datetime
    clock_back: bool = False
    late: str = ""
    offline: bool = False
    bounded: bool = False
    deputy_for: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepEvent(RunEvent):
    """Something that happened to one step or group."""

    step: StepId


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """Where a run did not go as written: which step, or none for the whole run; what kind, who, when, why."""

    step: StepId | None
    kind: str
    by: str
    name: str
    at: datetime
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who signed what, when, with which meaning; `mode` says by what we know that it was them."""

    step: StepId
    by: str
    name: str
    role: str | None
    at: datetime
    meaning: str
    digest: str
    deputy_for: str = ""
    mode: str = LOCAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What is fixed when a run completes; `findings` are checks that failed and were let go.

    `due` is when the whole run was due, and `effort` the people's time that was planned for it, as it is written;
    `attachments` are the digests of the files that were added. A run for `practice` says so here, too.
    """

    started_at: datetime
    ended_at: datetime
    done: int
    skipped: int
    not_applicable: int
    reworked: int
    deviations: tuple[Deviation, ...]
    findings: tuple[StepId, ...]
    signatures: tuple[Signature, ...]
    due: datetime | None = None
    effort: str = ""
    attachments: tuple[str, ...] = ()
    practice: bool = False

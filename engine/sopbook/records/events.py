"""What happens to a ledger as a whole, kept in a stream of its own, and the name under which each is stored.

The stream is called `ledger:` and the ledger's id. Names never change.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

PREFIX = "ledger:"


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEvent:
    """Who did it, in which role if one gave the right, and when."""

    by: str
    name: str
    role: str | None
    at: datetime
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleImported(LedgerEvent):
    """The streams of a bundle were brought here, or are being brought: this stands from the first of them on.

    `bundle` is its digest, `ledger` the one that it was exported from, `writers` all ledgers in which its events were
    written: from now on their events may stand here. `streams` and `events` are what the bundle holds.
    """

    bundle: str
    ledger: str
    writers: tuple[str, ...]
    handbook: str
    exported_at: datetime
    streams: int
    events: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Expired:
    """A stream whose keeping ended: salts and payloads of its events up to `last` were deleted.

    `keep` is the rule as its checklist had it, `ended_at` from when it counted, `until` the last day of the keeping.
    What is left of it is only for the roles in `records_for`, when there are any.
    """

    stream: str
    last: int
    procedure: str
    version: str
    keep: str
    ended_at: datetime
    until: date
    records_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamsExpired(LedgerEvent):
    """The keeping of a run and of all that belongs to it has ended; recorded with the deletion, in one transaction."""

    streams: tuple[Expired, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldPlaced(LedgerEvent):
    """A stream, and with it all that belongs to it, does not expire until the hold is released."""

    stream: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldReleased(LedgerEvent):
    """A stream may expire again."""

    stream: str
    reason: str


EVENTS: Mapping[str, type[LedgerEvent]] = {
    "bundle_imported": BundleImported,
    "streams_expired": StreamsExpired,
    "hold_placed": HoldPlaced,
    "hold_released": HoldReleased,
}

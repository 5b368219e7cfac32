"""What happens to a ledger as a whole, kept in a stream of its own, and the name under which each is stored.

The stream is called `ledger:` and the ledger's id. Names never change.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

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


EVENTS: Mapping[str, type[LedgerEvent]] = {
    "bundle_imported": BundleImported,
}

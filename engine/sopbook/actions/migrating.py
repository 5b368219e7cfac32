"""Bringing the tables of the records up to date, or making them; what is recorded never changes by it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sopbook.records.ledger import Ledger
from sopbook.records.schema import NEWEST, is_older
from sopbook.workspace.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Migrated:
    """From which form of the tables to which."""

    place: str
    before: str
    after: str

    @property
    def changed(self) -> bool:
        return is_older(self.before)


def migrate(settings: Settings, *, now: datetime, grant_to: Iterable[str] = ()) -> Migrated:
    """Make the tables where there are none, bring older ones up to date, and let these roles record."""
    with Ledger.open(settings.records_url, handbook=settings.id, now=now, upgrade=True) as ledger:
        for role in grant_to:
            ledger.grant(role)
        before = ledger.opened_from
        return Migrated(place=ledger.place, before=before, after=NEWEST if is_older(before) else before)

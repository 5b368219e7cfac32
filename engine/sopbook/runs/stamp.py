"""Who and when, as all events of one command carry it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sopbook.runs.event import ENGINE, Member
from sopbook.timing.calendar import Calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """How something is entered: when it happened, if not now; why so late; whether it was made without network."""

    at: datetime | None = None
    reason: str = ""
    offline: bool = False


AT_ONCE = Entry()
"""It happens now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """The person acting and the two times; `clock_back` when the clock stood earlier than at the event before.

    `calendar` is the company's, for the times that follow.
    """

    by: Member
    at: datetime
    recorded_at: datetime
    calendar: Calendar
    clock_back: bool = False

    def person(self, role: str | None = None) -> dict[str, Any]:
        """For what the person does, by this role."""
        return {"by": self.by.id, "name": self.by.name, "role": role, **self._times()}

    def engine(self) -> dict[str, Any]:
        """For what follows by itself."""
        return {"by": ENGINE, "name": "", "role": None, **self._times()}

    def _times(self) -> dict[str, Any]:
        return {"at": self.at, "recorded_at": self.recorded_at, "clock_back": self.clock_back}


def stamp_for(by: Member, now: datetime, last: datetime | None, calendar: Calendar) -> Stamp:
    """Times never run backwards within a run: an earlier clock gives the last time again, and says so."""
    back = last is not None and now < last
    moment = last if back and last is not None else now
    return Stamp(by=by, at=moment, recorded_at=moment, calendar=calendar, clock_back=back)

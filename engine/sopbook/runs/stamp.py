"""Who, by what right and when, as all events of one command carry it."""

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
class Right:
    """By what somebody acts: the role, where one is asked; and in whose stead, where it is a deputy's right."""

    role: str | None = None
    deputy_for: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """The person acting and the two times; `clock_back` when the clock stood earlier than at the event before.

    `late`, `offline` and `bounded` say how it was entered, as events have it. `calendar` is the company's, for the
    times that follow.
    """

    by: Member
    at: datetime
    recorded_at: datetime
    calendar: Calendar
    clock_back: bool = False
    late: str = ""
    offline: bool = False
    bounded: bool = False

    def person(self, right: Right | None = None) -> dict[str, Any]:
        """For what the person does, by this right; without one, by being of the team."""
        right = right or Right()
        return {
            "by": self.by.id,
            "name": self.by.name,
            "role": right.role,
            "deputy_for": right.deputy_for,
            "at": self.at,
            "recorded_at": self.recorded_at,
            "clock_back": self.clock_back,
            "late": self.late,
            "offline": self.offline,
            "bounded": self.bounded,
        }

    def engine(self) -> dict[str, Any]:
        """For what follows by itself: at the time at which it is recorded."""
        times = {"at": self.recorded_at, "recorded_at": self.recorded_at, "clock_back": self.clock_back}
        return {"by": ENGINE, "name": "", "role": None, **times}


def stamp_for(by: Member, now: datetime, last: datetime | None, calendar: Calendar) -> Stamp:
    """Times never run backwards within a run: an earlier clock gives the last time again, and says so."""
    back = last is not None and now < last
    moment = last if back and last is not None else now
    return Stamp(by=by, at=moment, recorded_at=moment, calendar=calendar, clock_back=back)

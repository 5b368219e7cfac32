"""When a schedule comes round: its moments, one after the other.

They strictly increase, in UTC. A time that the clocks leave out is moved to the first moment after the gap, one that
comes twice is its first; two that fall together (day 31 and the last day, or a day that the zone leaves out) are one.
A series never stops at New Year; it stops at `until`, at the count or the moment asked for, or a century on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from sopbook.timing.calendar import Calendar
from sopbook.timing.explanation import Explanation
from sopbook.timing.picking import NthWorkingDay, Picked
from sopbook.timing.schedule import Schedule, series
from sopbook.timing.schedule_parts import EARLIEST, LATEST
from sopbook.timing.series import Series
from sopbook.timing.spoken import spoken_day
from sopbook.timing.zones import ONE_DAY, Placed, place

HORIZON = 100 * 366 * ONE_DAY
"""No further ahead does anybody look."""
A_YEAR = timedelta(days=366)
LOOSE = 2 * ONE_DAY
"""By how much the day of a moment may differ from the day it was picked for: zones, and a day that is left out."""
FIRST_DAY, LAST_DAY = date(EARLIEST, 1, 1), date(LATEST, 12, 31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One time that a schedule comes round: the moment, in UTC, and why."""

    at: datetime
    explanation: Explanation


@dataclass(frozen=True, slots=True, kw_only=True)
class IdleOccurrence:
    """An occurrence outside of working time; `why` is `before working hours, 09:00-17:00` or names the day off."""

    occurrence: Occurrence
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Idle:
    """How many of a year's occurrences there are, and which of them find nobody at work."""

    of: int
    occurrences: tuple[IdleOccurrence, ...]

    @property
    def always(self) -> bool:
        return 0 < self.of == len(self.occurrences)


def occurrences(
    schedule: Schedule,
    calendar: Calendar,
    after: datetime,
    *,
    until: datetime | None = None,
    count: int | None = None,
) -> Iterator[Occurrence]:
    """Those later than `after`, up to and including `until`, at most `count`; the schedule has no problems."""
    found = _increasing(series(schedule), calendar, after, until)
    return found if count is None else islice(found, max(0, count))


def never_fires(schedule: Schedule, calendar: Calendar, since: datetime) -> str | None:
    """Why it does not come round once after that moment, in words; None when it does."""
    plan = series(schedule)
    if not calendar.working_days and all(isinstance(choice, NthWorkingDay) for choice in plan.choices.each):
        return f"{plan} is never: the calendar has no working days"
    if next(occurrences(schedule, calendar, since, count=1), None):
        return None
    today = calendar.day_of(since)
    if plan.last and plan.last < today:
        return f"its last day, {spoken_day(plan.last)}, is over"
    first = max(plan.first or today, today)
    last = f"its last day, {spoken_day(plan.last)}" if plan.last else "a hundred years later"
    return f"{plan} does not come round between {spoken_day(first)} and {last}"


def fires_when_nobody_works(schedule: Schedule, calendar: Calendar, since: datetime) -> Idle:
    """Its occurrences in the year after that moment that lie outside of working time."""
    found = tuple(occurrences(schedule, calendar, since, until=since + A_YEAR))
    idle = ((one, calendar.why_closed(one.at)) for one in found)
    return Idle(of=len(found), occurrences=tuple(IdleOccurrence(occurrence=one, why=why) for one, why in idle if why))


def _increasing(plan: Series, calendar: Calendar, after: datetime, until: datetime | None) -> Iterator[Occurrence]:
    assert after.tzinfo is not None, "a moment carries its offset"
    if after.year > LATEST:
        return
    first = max(after.date() if after.year > EARLIEST else FIRST_DAY, plan.first or FIRST_DAY) - LOOSE
    last = min(first + HORIZON, LAST_DAY, until.date() + LOOSE if until and until.year < LATEST else LAST_DAY)
    latest = after
    for picked in plan.picked(max(first, FIRST_DAY), last, calendar):
        occurrence = _occurrence(plan, picked, calendar)
        if until and occurrence.at > until:
            return
        if occurrence.at > latest:
            latest = occurrence.at
            yield occurrence


def _occurrence(plan: Series, picked: Picked, calendar: Calendar) -> Occurrence:
    zone = plan.zone or calendar.zone
    clock: time = calendar.working_hours.opens if plan.at is None else plan.at
    placed: Placed = place(picked.day, clock, zone)
    when = f" at {clock:%H:%M}" if plan.at is not None else ", when working hours begin"
    explanation = Explanation(
        at=placed.at,
        zone=zone,
        offset=f"{plan}{when}",
        skipped=picked.skipped,
        remarks=tuple(remark for remark in (picked.remark, placed.remark) if remark),
    )
    return Occurrence(at=placed.at, explanation=explanation)

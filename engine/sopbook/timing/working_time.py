"""So long after a moment, and so long before it, on a calendar.

- Minutes and hours count exactly, whatever the clocks do; working ones run only inside working hours.
- Days, weeks, months and years are counted from day to day in the calendar's zone and end with the working hours of
  their last day. Working days leave out weekends and holidays; a month end stays a month end.
- A day in place of a moment means that day: after it is after its working hours, before it is before they begin.

So a later start never gives an earlier end, nor does a longer duration; both are held by tests. Where the calendar has
no working day within twenty years, or the end lies more than a century away, the answer is a refusal, never a search
without end.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import TypeAlias

from sopbook.errors import SopbookError
from sopbook.timing.calendar import Calendar, DayOff
from sopbook.timing.durations import Duration, Unit
from sopbook.timing.explanation import Explanation
from sopbook.timing.months import MONTHS_IN_A_YEAR, is_month_end, month_length, months_later
from sopbook.timing.spoken import MONTHS, spoken_day, spoken_moment
from sopbook.timing.zones import ONE_DAY, Placed

LONGEST_IDLE = 20 * 366
"""Days in a row on which nobody works; after so many the calendar is at fault."""
FURTHEST = 100 * 366
"""Days that are walked, one by one, before the search is given up."""

Start: TypeAlias = datetime | date
"""A moment with its offset, or a day."""


class Direction(StrEnum):
    AFTER = "after"
    BEFORE = "before"

    @property
    def sign(self) -> int:
        return 1 if self is Direction.AFTER else -1


class OutOfReach(SopbookError):
    """There is no such moment, or none that a search of reasonable length finds."""


class NobodyEverWorks(OutOfReach):
    """The calendar has no working day for many years."""

    def __init__(self, day: date) -> None:
        super().__init__(
            f"The calendar has no working day within 20 years of {spoken_day(day)}: "
            "look at its `working_days` and `holidays`."
        )


class TooFarAway(OutOfReach):
    """The moment lies beyond a century, or beyond the years that a date can have."""

    def __init__(self, duration: Duration, direction: Direction, start: Start) -> None:
        super().__init__(
            f"{duration} {direction} {start.isoformat()} is too far away to be worked out: "
            "write a shorter duration, or look at the date."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A moment, in UTC, and why it is this one."""

    at: datetime
    explanation: Explanation


def add(start: Start, duration: Duration, calendar: Calendar, *, anchor: str = "the start") -> Due:
    """So long after a moment or a day; `anchor` is what the explanation calls it."""
    return count(start, duration, Direction.AFTER, calendar, anchor=anchor)


def subtract(start: Start, duration: Duration, calendar: Calendar, *, anchor: str = "the start") -> Due:
    """So long before a moment or a day."""
    return count(start, duration, Direction.BEFORE, calendar, anchor=anchor)


def count(start: Start, duration: Duration, direction: Direction, calendar: Calendar, *, anchor: str) -> Due:
    """So long after or before."""
    try:
        reached = _reach(_Count(start, duration, direction, calendar))
    except OverflowError:
        raise TooFarAway(duration, direction, start) from None
    explanation = Explanation(
        at=reached.at,
        zone=calendar.zone,
        offset=f"{duration} {direction}",
        anchor=anchor,
        counted_from=start,
        skipped=reached.skipped,
        remarks=tuple(remark for remark in reached.remarks if remark),
    )
    return Due(at=reached.at, explanation=explanation)


@dataclass(frozen=True, slots=True)
class _Reached:
    at: datetime
    skipped: tuple[DayOff, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Count:
    """What is to be counted; the ways of counting are functions over it."""

    start: Start
    duration: Duration
    direction: Direction
    calendar: Calendar

    @property
    def day(self) -> date:
        return self.calendar.day_of(self.start) if isinstance(self.start, datetime) else self.start

    def edge(self) -> Placed:
        """The moment that minutes and hours count from."""
        if isinstance(self.start, datetime):
            assert self.start.tzinfo is not None, "a moment carries its offset"
            return Placed(self.start.astimezone(UTC))
        after = self.direction is Direction.AFTER
        edge = self.calendar.closing(self.start) if after else self.calendar.opening(self.start)
        which = "end" if after else "beginning"
        return Placed(edge.at, edge.remark or f"a day is counted from the {which} of its working hours")

    def working_time_left(self, day: date, edge: datetime) -> tuple[datetime, timedelta]:
        """Where counting goes on that day, and how much working time the day still has in its direction."""
        opens, closes = self.calendar.opening(day).at, self.calendar.closing(day).at
        if self.direction is Direction.AFTER:
            opens = max(opens, edge)
        else:
            closes = min(closes, edge)
        first = opens if self.direction is Direction.AFTER else closes
        return first, max(timedelta(), closes - opens)

    def working_days(self, first: date, skipped: list[DayOff]) -> Iterator[date]:
        """The working days from the first one on, in the direction of counting; notes what it passes over."""
        idle, day = 0, first
        for _ in range(FURTHEST):
            if off := self.calendar.day_off(day):
                skipped.append(off)
                idle += 1
                if idle > LONGEST_IDLE:
                    raise NobodyEverWorks(first)
            else:
                idle = 0
                yield day
            day += self.direction.sign * ONE_DAY
        raise TooFarAway(self.duration, self.direction, self.start)


def _reach(it: _Count) -> _Reached:
    match it.duration:
        case Duration(working=True, unit=Unit.DAY):
            return _working_days(it)
        case Duration(working=True):
            return _inside_working_hours(it)
        case Duration(unit=Unit.MINUTE | Unit.HOUR):
            return _exactly(it)
        case _:
            return _from_day_to_day(it)


def _exactly(it: _Count) -> _Reached:
    edge = it.edge()
    at = edge.at + it.direction.sign * timedelta(minutes=it.duration.minutes)
    return _Reached(at, remarks=(edge.remark, _clocks_between(edge.at, at, it.calendar)))


def _clocks_between(start: datetime, at: datetime, calendar: Calendar) -> str:
    first, last = sorted((start, at))
    before, after = (moment.astimezone(calendar.zone).utcoffset() or timedelta() for moment in (first, last))
    if before == after:
        return ""
    way = "forward" if after > before else "back"
    return f"the clocks go {way} by {abs(after - before) // timedelta(minutes=1)} minutes in between"


def _inside_working_hours(it: _Count) -> _Reached:
    edge, left = it.edge(), timedelta(minutes=it.duration.minutes)
    begun: datetime | None = None
    skipped: list[DayOff] = []
    for day in it.working_days(it.day, skipped):
        first, length = it.working_time_left(day, edge.at)
        if not length:
            continue
        begun = begun or first
        if length >= left:
            at = first + it.direction.sign * left
            return _Reached(at, tuple(skipped), (edge.remark, _first_counted(edge.at, begun, it.calendar)))
        left -= length
    raise AssertionError("the walk over working days ends by finding or by refusing")


def _first_counted(edge: datetime, begun: datetime, calendar: Calendar) -> str:
    return "" if begun == edge else f"counting begins {spoken_moment(begun, calendar.zone)}"


def _working_days(it: _Count) -> _Reached:
    skipped: list[DayOff] = []
    days = it.working_days(it.day + it.direction.sign * ONE_DAY, skipped)
    for _ in range(it.duration.amount - 1):
        next(days)
    closing = it.calendar.closing(next(days))
    return _Reached(closing.at, tuple(skipped), (closing.remark,))


def _from_day_to_day(it: _Count) -> _Reached:
    amount = it.direction.sign * it.duration.amount
    match it.duration.unit:
        case Unit.DAY | Unit.WEEK:
            last = it.day + amount * (7 * ONE_DAY if it.duration.unit is Unit.WEEK else ONE_DAY)
            remark = ""
        case unit:
            last = months_later(it.day, amount * (MONTHS_IN_A_YEAR if unit is Unit.YEAR else 1))
            remark = _month_end(it.day, last)
    closing = it.calendar.closing(last)
    return _Reached(closing.at, remarks=(remark, closing.remark, _nobody_works(last, it.calendar)))


def _month_end(start: date, last: date) -> str:
    if start.day == last.day:
        return ""
    if is_month_end(start):
        return "a month end stays a month end"
    return f"{MONTHS[last.month - 1]} {last.year} has {month_length(last)} days"


def _nobody_works(day: date, calendar: Calendar) -> str:
    off = calendar.day_off(day)
    return f"nobody works on {off}" if off else ""

"""A schedule, understood: a beat of periods, the days chosen in each, a time of day, and where it begins and ends.

Every schedule is the same two steps, so that none needs a rule of its own: dateutil's `rrule` beats the periods, and
choices pick days in each. `every: day` is the first day of each one-day period, `every: working day` its first working
day; `every: year` counted from 29 February is day 29 of each twelve months that begin with a February.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from dateutil.rrule import DAILY, MONTHLY, rrule

from sopbook.timing.calendar import Calendar
from sopbook.timing.months import month_number, month_start
from sopbook.timing.picking import Choice, NthWeekday, NthWorkingDay, Numbered, Period, Picked
from sopbook.timing.schedule_parts import Every, Interval
from sopbook.timing.spoken import WEEKDAYS, spoken_day, spoken_list
from sopbook.timing.zones import ONE_DAY

ORIGIN = date(1900, 1, 1)
"""A Monday that begins a week, a month, a quarter and a year: where beats without a `from` count from."""

IN_DAYS = {Every.DAY: 1, Every.WORKING_DAY: 1, Every.WEEK: 7}
IN_MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Beat:
    """Periods in a row, or every second, third, ... of them, counted from the one that begins with `origin`."""

    interval: Interval
    origin: date

    @classmethod
    def of(cls, interval: Interval, first: date | None, chosen: tuple[Choice, ...]) -> "Beat":
        """Without chosen days a quarter or year is counted from the month of its first day, whichever that is."""
        if first is None:
            return cls(interval, ORIGIN)
        if span := IN_DAYS.get(interval.unit):
            return cls(interval, first - (first - ORIGIN).days % span * ONE_DAY)
        span = IN_MONTHS[interval.unit] if chosen else 1
        return cls(interval, month_start(month_number(first) // span * span))

    def periods(self, first: date, last: date) -> Iterator[Period]:
        """Those that hold a day from `first` to `last`, none before the origin, in order."""
        first = max(first, self.origin)
        until = datetime.combine(last, time())
        if span := IN_DAYS.get(self.interval.unit):
            step = span * self.interval.amount
            start = first - (first - self.origin).days % step * ONE_DAY
            for begin in rrule(DAILY, datetime.combine(start, time()), interval=step, until=until):
                yield Period(begin.date(), begin.date() + span * ONE_DAY)
            return
        span = IN_MONTHS[self.interval.unit]
        step = span * self.interval.amount
        number = month_number(first) - (month_number(first) - month_number(self.origin)) % step
        for begin in rrule(MONTHLY, datetime.combine(month_start(number), time()), interval=step, until=until):
            yield Period(begin.date(), month_start(month_number(begin) + span))


@dataclass(frozen=True, slots=True)
class Choices:
    """The days of each period; never none."""

    each: tuple[Choice, ...]
    words: str
    """How a sentence names them; empty where there is nothing to choose."""

    @classmethod
    def of(cls, interval: Interval, first: date | None, chosen: tuple[Choice, ...]) -> "Choices":
        match interval.unit:
            case Every.DAY:
                return cls((Numbered(1),), "")
            case Every.WORKING_DAY:
                return cls((NthWorkingDay(1),), "")
            case Every.WEEK:
                weekdays = chosen or (NthWeekday(1, first.weekday()) if first else NthWorkingDay(1),)
                return cls(weekdays, spoken_list([_in_a_week(choice) for choice in weekdays]))
            case Every.MONTH:
                days = chosen or (Numbered(first.day) if first else NthWorkingDay(1),)
                return cls(days, spoken_list([str(choice) for choice in days]))
            case _ if chosen or first is None:
                days = chosen or (NthWorkingDay(1),)
                return cls(days, spoken_list([str(choice) for choice in days]))
            case _:
                return cls((Numbered(first.day),), f"the date of {spoken_day(first)}")

    def pick(self, period: Period, calendar: Calendar) -> list[Picked]:
        """The chosen days of one period in order; a day that two choices share is named by each."""
        picked = (choice.pick(period, calendar) for choice in self.each)
        return sorted((one for one in picked if one), key=lambda one: one.day)


def _in_a_week(choice: Choice) -> str:
    return WEEKDAYS[choice.weekday] if isinstance(choice, NthWeekday) else str(choice)


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """What a schedule without problems means; without `at` or `zone` they are the calendar's."""

    beat: Beat
    choices: Choices
    at: time | None = None
    zone: ZoneInfo | None = None
    first: date | None = None
    last: date | None = None

    def __str__(self) -> str:
        on = f" on {self.choices.words}" if self.choices.words else ""
        return f"{self.beat.interval}{on}"

    def picked(self, first: date, last: date, calendar: Calendar) -> Iterator[Picked]:
        """The days from `first` to `last` on which it comes round, none outside its own limits, in order."""
        first = max(first, self.first or first)
        last = min(last, self.last or last)
        for period in self.beat.periods(first, last):
            yield from (one for one in self.choices.pick(period, calendar) if first <= one.day <= last)

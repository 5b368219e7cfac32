"""The page of the calendar register: when we work, and the days when we do not."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from sopbook.documents.calendar import Calendar, Holiday
from sopbook.pages.fact import Fact
from sopbook.pages.frame import Backlinks, Frame, frame
from sopbook.pages.html import html
from sopbook.pages.page import Heading
from sopbook.pages.times import days_of_week, zone
from sopbook.pages.writer import Writer
from sopbook.timing.spoken import MONTHS, WEEKDAYS

HOLIDAYS = Heading(level=2, id="_holidays", text="Days off")


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayView:
    """A day off, within its year."""

    day: str
    weekday: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class YearView:
    """The days off of one year, in order."""

    year: int
    holidays: tuple[HolidayView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarView:
    """Everything the template prints."""

    frame: Frame
    facts: tuple[Fact, ...]
    years: tuple[YearView, ...]


def view(calendar: Calendar, writer: Writer, backlinks: Backlinks) -> CalendarView:
    """The page's content."""
    ordered = sorted(calendar.holidays, key=lambda one: one.day)
    return CalendarView(
        frame=frame(calendar, writer, backlinks),
        facts=tuple(_facts(calendar)),
        years=tuple(
            YearView(year=year, holidays=tuple(_holiday(one) for one in days))
            for year, days in groupby(ordered, key=lambda one: one.day.year)
        ),
    )


def outline(page: CalendarView) -> tuple[Heading, ...]:
    """The register has one part beside its facts."""
    return (HOLIDAYS,) if page.years else ()


def hours(calendar: Calendar) -> str:
    """Working hours as people say them: `09:00 to 18:00`."""
    return calendar.working_hours.replace("-", " to ")


def _facts(calendar: Calendar) -> Iterator[Fact]:
    yield Fact(word="Working days", says=html("{}", days_of_week(calendar.working_days)))
    yield Fact(word="Working hours", says=html("{}", hours(calendar)))
    yield Fact(word="Time zone", says=html("{}", zone(calendar.zone)))


def _holiday(one: Holiday) -> HolidayView:
    return HolidayView(
        day=f"{one.day.day} {MONTHS[one.day.month - 1]}",
        weekday=WEEKDAYS[one.day.weekday()].title(),
        name=one.name,
    )

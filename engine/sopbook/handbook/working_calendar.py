"""The calendar register as the value that `timing` computes with.

A register with a fault of its own (an unknown zone, hours that end before they begin) gives no value: what would be
worked out with it would be wrong, and its fault is reported at the register.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sopbook.documents.calendar import Calendar as Register
from sopbook.handbook.book import Handbook
from sopbook.problem import Problem
from sopbook.source.position import Pointer
from sopbook.timing.calendar import Calendar, parse_hours
from sopbook.timing.problem import TimeError
from sopbook.timing.spoken import WEEKDAYS
from sopbook.timing.zones import find_zone, zone_hint


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarFault:
    """What keeps a register from being a calendar, and where in it."""

    pointer: Pointer
    problem: Problem


def working_calendar(book: Handbook) -> Calendar | None:
    """When this company works, by the first calendar; None where no register says so."""
    return book.once_for_all(_of_the_register)


def counting_calendar(book: Handbook) -> Calendar:
    """The same to count with: without a register, the usual week."""
    return working_calendar(book) or Calendar.default()


def calendar_faults(document: Register) -> Iterator[CalendarFault]:
    """Everything that keeps a register from being a calendar."""
    if find_zone(document.zone) is None:
        words = Problem(0, len(document.zone), f"there is no time zone `{document.zone}`", zone_hint(document.zone))
        yield CalendarFault(pointer=("zone",), problem=words)
    try:
        parse_hours(document.working_hours)
    except TimeError as fault:
        yield CalendarFault(pointer=("working_hours",), problem=fault.problem)


def _of_the_register(book: Handbook) -> Calendar | None:
    register = next(iter(book.every(Register)), None)
    if register is None or any(calendar_faults(register)):
        return None
    zone = find_zone(register.zone)
    assert zone is not None, "a zone that nobody knows is a fault"
    return Calendar(
        zone=zone,
        working_days=frozenset(WEEKDAYS.index(day) for day in register.working_days),
        working_hours=parse_hours(register.working_hours),
        holidays={holiday.day: holiday.name for holiday in register.holidays},
    )

"""SOP251: the calendar register says something that cannot be.

Its zone stands in the world's table of time zones, its working hours end after they begin, a holiday stands in it once,
and a handbook has one calendar: with two, nobody knows which one counts. What is wrong here would be wrong in every
time that is counted.
"""

from collections.abc import Iterator
from datetime import date

from sopbook.documents.calendar import Calendar
from sopbook.handbook.book import Handbook
from sopbook.handbook.working_calendar import calendar_faults
from sopbook.source.diagnostic import Diagnostic, Severity, error
from sopbook.timing.spoken import spoken_day

CODE = "SOP251"
SEVERITY = Severity.ERROR


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Look at every calendar register."""
    calendars = sorted((one for one in book.all if isinstance(one, Calendar)), key=lambda one: -len(one.holidays))
    for calendar in calendars:
        for fault in calendar_faults(calendar):
            at = calendar.inside(fault.pointer, fault.problem.offset)
            yield error(CODE, fault.problem.message, at=at, hint=fault.problem.hint)
        yield from _repeated(calendar)
    for extra in calendars[1:]:
        message = f"there is a calendar already: {calendars[0].origin.file}"
        yield error(CODE, message, at=extra.where("kind"), hint="write all holidays into one of them")


def _repeated(calendar: Calendar) -> Iterator[Diagnostic]:
    first: dict[date, str] = {}
    for holiday in calendar.holidays:
        if holiday.day in first:
            message = f"{spoken_day(holiday.day)} is a holiday already: {first[holiday.day]}"
            yield error(CODE, message, at=calendar.where(*holiday.path, "day"), hint="leave one of them out")
        first.setdefault(holiday.day, holiday.name)

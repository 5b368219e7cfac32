"""SOP243: a schedule begins work when nobody works.

The calendar register says when people work. A procedure that always begins on a weekend, on a holiday or outside of
working hours waits for the next working day, late from the start; so does one that begins every day where some days of
the week are free. Write a working day (`every: working day`, `first working day`), or another time.
A day of the month that falls on a weekend now and then is no finding.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from itertools import islice

from sopbook.handbook.book import Handbook
from sopbook.handbook.schedules import Scheduled, scheduled
from sopbook.handbook.working_calendar import working_calendar
from sopbook.source.diagnostic import Diagnostic, Severity, warning
from sopbook.timing.calendar import Calendar
from sopbook.timing.recurrence import occurrences
from sopbook.timing.schedule_parts import Every
from sopbook.timing.spoken import WEEKDAYS, spoken_list

CODE = "SOP243"
SEVERITY = Severity.WARNING

LOOKED_AT = 40
"""Occurrences that are looked at: enough to meet every day of the week, few enough to be quick."""


def check(book: Handbook, today: date) -> Iterator[Diagnostic]:
    """Look at the next occurrences of every live schedule."""
    calendar = working_calendar(book)
    for one in scheduled(book) if calendar else ():
        if calendar and one.is_sound and one.procedure.is_live and (fault := _fault(one, calendar, today)):
            key, message, hint = fault
            yield warning(CODE, message, at=one.procedure.where(*one.written.path, key), hint=hint)


def _fault(one: Scheduled, calendar: Calendar, today: date) -> tuple[str, str, str] | None:
    since = datetime.combine(today, time(), tzinfo=UTC)
    found = tuple(islice(occurrences(one.schedule, calendar, since), LOOKED_AT))
    reasons = [calendar.why_closed(each.at) for each in found]
    if not found:
        return None
    if all(reasons):
        key = "day" if one.written.day else "at" if one.written.at else "every"
        days = [calendar.day_off(calendar.day_of(each.at)) for each in found]
        if not any(days):
            return "at", f"it begins when nobody works: {reasons[0]}", "write a time inside of working hours"
        return key, f"it always begins when nobody works, as on {reasons[0]}", _hint(one)
    return _free_weekday(one, calendar)


def _free_weekday(one: Scheduled, calendar: Calendar) -> tuple[str, str, str] | None:
    """A day of the week that is always free, of a schedule that comes round on others too."""
    free = [name for number, name in enumerate(WEEKDAYS) if number not in calendar.working_days]
    if one.written.every == Every.DAY and free:
        return "every", f"it also begins on {_names(free)}, when nobody works", _hint(one)
    named = [day for day in one.written.day if day in free] if one.written.every.startswith(Every.WEEK) else []
    return ("day", f"nobody works on {_names(named)}", _hint(one)) if named else None


def _names(days: Iterable[object]) -> str:
    return spoken_list([str(day).title() for day in days])


def _hint(one: Scheduled) -> str:
    if one.written.every == Every.DAY:
        return "write `every: working day`"
    return "write another day" if "week" in one.written.every else "write a working day, as in `first working day`"

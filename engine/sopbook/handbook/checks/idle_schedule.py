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
"""Occurrences that are looked at before a schedule counts as one that always finds nobody: several weeks of each."""

Fault = tuple[str, str, str]
"""The key that is at fault, what is wrong, and what to do."""


def check(book: Handbook, today: date) -> Iterator[Diagnostic]:
    """Look at the next occurrences of every live schedule."""
    calendar = working_calendar(book)
    for one in scheduled(book) if calendar else ():
        if calendar and one.procedure.is_live and one.is_sound and (fault := _fault(one, calendar, today)):
            key, message, hint = fault
            yield warning(CODE, message, at=one.procedure.where(*one.written.path, key), hint=hint)


def _fault(one: Scheduled, calendar: Calendar, today: date) -> Fault | None:
    since = datetime.combine(today, time(), tzinfo=UTC)
    idle: list[datetime] = []
    for occurrence in islice(occurrences(one.schedule, calendar, since), LOOKED_AT):
        if calendar.why_closed(occurrence.at) is None:
            return _free_weekday(one, calendar)
        idle.append(occurrence.at)
    return _always(one, calendar, idle) if idle else None


def _always(one: Scheduled, calendar: Calendar, idle: list[datetime]) -> Fault:
    day_off = next((off for at in idle if (off := calendar.day_off(calendar.day_of(at)))), None)
    if day_off is None:
        message = f"it begins when nobody works: {calendar.why_closed(idle[0])}"
        return "at", message, "write a time inside of working hours"
    key = "day" if one.written.day else "every"
    return key, f"it always begins when nobody works, as on {day_off}", _hint(one)


def _free_weekday(one: Scheduled, calendar: Calendar) -> Fault | None:
    """A day of the week that is always free, of a schedule that comes round on others too."""
    free = [name for number, name in enumerate(WEEKDAYS) if number not in calendar.working_days]
    if one.written.every == Every.DAY and free:
        return "every", f"it also begins on {_names(free)}, when nobody works", _hint(one)
    named = [day for day in one.written.day if day in free] if "week" in one.written.every else []
    return ("day", f"nobody works on {_names(named)}", _hint(one)) if named else None


def _names(days: Iterable[object]) -> str:
    return spoken_list([str(day).title() for day in days])


def _hint(one: Scheduled) -> str:
    if one.written.every == Every.DAY:
        return "write `every: working day`"
    return "write another day" if "week" in one.written.every else "write a working day, as in `first working day`"

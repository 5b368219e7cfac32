"""SOP242: a schedule makes no sense, or never comes round.

Every key of a schedule is read, and then all of them together: `until` lies before `from`, `every: 2 weeks` does not
say which weeks, a month has several mondays, no working day is left. A schedule whose last day is over is a warning:
nothing begins by itself any more, so the schedule or the document can go.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from sopbook.handbook.book import Handbook
from sopbook.handbook.schedules import Scheduled, scheduled
from sopbook.handbook.working_calendar import counting_calendar
from sopbook.source.diagnostic import Diagnostic, Severity, error, warning
from sopbook.timing.calendar import Calendar
from sopbook.timing.recurrence import never_fires
from sopbook.timing.schedule import problems
from sopbook.timing.spoken import spoken_day

CODE = "SOP242"
SEVERITY = Severity.ERROR


def check(book: Handbook, today: date) -> Iterator[Diagnostic]:
    """Look at every schedule, key by key and as a whole."""
    calendar = counting_calendar(book)
    for one in scheduled(book):
        found = [*_unsound(one)]
        yield from found or _never(one, calendar, today)


def _unsound(one: Scheduled) -> Iterator[Diagnostic]:
    for problem in problems(one.schedule):
        index = () if problem.index is None else (problem.index,)
        at = one.procedure.where(*one.written.path, problem.key, *index)
        yield error(CODE, problem.message, at=at, hint=problem.hint)


def _never(one: Scheduled, calendar: Calendar, today: date) -> Iterator[Diagnostic]:
    first, last = one.written.from_ or today, one.written.until
    if why := never_fires(one.schedule, calendar, _before(min(first, last) if last else first)):
        at = one.procedure.where_key(*one.written.path)
        yield error(CODE, f"it never begins: {why}", at=at, hint="mend the schedule, or leave it out")
    elif last and last < today and one.procedure.is_live:
        at = one.procedure.where(*one.written.path, "until")
        message = f"nothing begins by itself any more: {spoken_day(last)} is over"
        yield warning(CODE, message, at=at, hint="write a later day, or leave the schedule out")


def _before(day: date) -> datetime:
    """A moment before that day, wherever one is."""
    return datetime.combine(day, time(), tzinfo=UTC) - timedelta(days=1)

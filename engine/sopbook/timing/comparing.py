"""Which of two durations is the shorter, where that can be known.

A duration is measured in several ways at once, each time as the least and the most it can come to: minutes that pass,
days that pass, working minutes, working days, months. Two of them are compared by the first measure that separates
them; `1 month` against `30 days` is separated by none, and the answer is that nobody can say.
"""

from collections.abc import Callable
from typing import TypeAlias

from sopbook.timing.calendar import Calendar
from sopbook.timing.durations import Duration, Unit, effort_minutes

Bounds: TypeAlias = tuple[int, int | None]
"""The least and the most; None is: no limit that the unit alone sets."""

A_DAY = 24 * 60
CLOCKS_CHANGE = 60
"""Minutes by which a change of clocks can stretch or shrink a day, as a rule; the dayline's 24 hours are left out."""
IN_DAYS = {Unit.DAY: (1, 1), Unit.WEEK: (7, 7), Unit.MONTH: (28, 31), Unit.YEAR: (365, 366)}


def is_shorter(one: Duration, other: Duration, calendar: Calendar | None = None) -> bool | None:
    """Whether `one` after a moment is always before `other` after it; False when it never is, None when it depends."""
    calendar = calendar or Calendar.default()
    for measure in MEASURES:
        mine, theirs = measure(one, calendar), measure(other, calendar)
        if mine is None or theirs is None:
            continue
        if mine[1] is not None and mine[1] < theirs[0]:
            return True
        if theirs[1] is not None and mine[0] >= theirs[1]:
            return False
    return None


def elapsed_minutes(duration: Duration, calendar: Calendar) -> Bounds:
    """The minutes that pass between a moment and so long after it."""
    if duration.is_exact:
        return duration.minutes, None if duration.working else duration.minutes
    least, most = days(duration, calendar) or (0, None)
    closing = int(calendar.working_hours.closing.total_seconds()) // 60
    earliest = (least - 1) * A_DAY + closing - CLOCKS_CHANGE
    return max(0, earliest), None if most is None else most * A_DAY + closing + CLOCKS_CHANGE


def days(duration: Duration, _: Calendar) -> Bounds | None:
    """The days between a moment's day and the last day of the duration; nothing for minutes and hours."""
    if duration.is_exact:
        return None
    least, most = IN_DAYS[duration.unit]
    return duration.amount * least, None if duration.working else duration.amount * most


def working_minutes(duration: Duration, calendar: Calendar) -> Bounds | None:
    """The working time in it: so many working days hold all their hours and up to the whole of the day before them."""
    if not duration.working:
        return None
    if duration.is_exact:
        return duration.minutes, duration.minutes
    return effort_minutes(duration, calendar), effort_minutes(Duration(duration.amount + 1, Unit.DAY), calendar)


def working_days(duration: Duration, _: Calendar) -> Bounds | None:
    if duration.working and duration.unit is Unit.DAY:
        return duration.amount, duration.amount
    return None


def months(duration: Duration, _: Calendar) -> Bounds | None:
    many = {Unit.MONTH: 1, Unit.YEAR: 12}.get(duration.unit)
    return (many * duration.amount, many * duration.amount) if many else None


MEASURES: tuple[Callable[[Duration, Calendar], Bounds | None], ...] = (
    elapsed_minutes,
    days,
    working_minutes,
    working_days,
    months,
)

"""A moment as people say it from where they stand: `today 15:00`, `tomorrow 09:00`, `3 working days late`."""

from datetime import date, datetime, timedelta

from sopbook.timing.calendar import Calendar
from sopbook.timing.spoken import counted, spoken_day
from sopbook.timing.zones import ONE_DAY

HOUR = timedelta(hours=1)
LONGEST = 366
"""So many days are counted one by one; what lies further back is told by the day."""


def said(moment: datetime, now: datetime, calendar: Calendar) -> str:
    """A day and time by the company's clocks, the nearer the shorter."""
    local = moment.astimezone(calendar.zone)
    return f"{_day(local.date(), calendar.day_of(now))} {local:%H:%M}"


def _day(day: date, today: date) -> str:
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}.get((day - today).days)
    if near:
        return near
    spoken = spoken_day(day)
    return spoken.removesuffix(f" {day.year}") if day.year == today.year else spoken


def late_by(due: datetime, now: datetime, calendar: Calendar) -> str:
    """How much too late it is: in working days, or in hours and minutes as long as no working day has passed."""
    first, today = calendar.day_of(due), calendar.day_of(now)
    days = (today - first).days
    if days > LONGEST:
        return f"late since {spoken_day(first)}"
    worked = sum(calendar.works_on(first + ONE_DAY * number) for number in range(1, days + 1))
    if worked:
        return f"{counted(worked, 'working day')} late"
    return f"{_elapsed(now - due)} late"


def _elapsed(time: timedelta) -> str:
    if time >= 2 * ONE_DAY:
        return counted(time.days, "day")
    if time >= HOUR:
        return counted(time // HOUR, "hour")
    return counted(max(1, time // timedelta(minutes=1)), "minute")

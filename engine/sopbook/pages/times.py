"""Times in the words of a reader: "within 2 working days of the start", "every Monday at 09:00".

What cannot be read is shown as it is written; a check says what is wrong with it. Nothing is counted here.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from sopbook.documents.schedule import Schedule
from sopbook.pages.html import Html, html
from sopbook.timing.due import START, Anchored, parse_time
from sopbook.timing.problem import TimeError
from sopbook.timing.spoken import MONTHS, WEEKDAYS, spoken_list
from sopbook.timing.working_time import Direction

AnchorWords = Callable[[str], tuple[Html, bool]]
"""From an anchor to what people call it, and whether it is a part of the procedure that has to be closed."""

ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def day(value: date) -> str:
    """A date as people say it: `15 January 2026`."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def deadline(text: str, anchor: AnchorWords) -> Html:
    """A due time behind the word "due": "within 1 day of the start", "by Kick-off"."""
    time = _read(text)
    if time is None:
        return html("<code>{}</code>", text)
    called, closes = _called(time.anchor, anchor)
    if time.duration is None:
        return html("when {} is closed", called) if closes else html("by {}", called)
    if time.direction is Direction.AFTER and closes:
        return html("within {} after {} is closed", time.duration, called)
    if time.direction is Direction.AFTER:
        return html("within {} of {}", time.duration, called)
    return html("at the latest {} before {}", time.duration, called)


def moment(text: str, anchor: AnchorWords) -> Html:
    """A time behind the word "until": "2 days before Kick-off", "step 3 is closed"."""
    time = _read(text)
    if time is None:
        return html("<code>{}</code>", text)
    called, closes = _called(time.anchor, anchor)
    called = html("{} is closed", called) if closes else called
    return called if time.duration is None else html("{} {} {}", time.duration, time.direction, called)


def often(duration: str) -> str:
    """A repeated time: `1 day` as "every day", `2 days` as "every 2 days"."""
    return f"every {duration.removeprefix('1 ')}"


def zone(name: str) -> str:
    """A time zone without its underscores."""
    return name.replace("_", " ")


def schedule(of: Schedule) -> str:
    """When something begins by itself: "every 2 weeks on Monday at 09:00, from 5 January 2026"."""
    days = spoken_list([_day_word(one) for one in of.day])
    words = f"every {of.every.removeprefix('1 ')}"
    if of.day and of.every in ("week", "1 week"):
        words = f"every {days}"
    elif of.day:
        words += f" on {days}" if _are_weekdays(of.day) else f" on the {days}"
    words += f" at {of.at}" if of.at else ""
    words += f" ({zone(of.zone)})" if of.zone else ""
    bounds = (("from", of.from_), ("until", of.until))
    limits = " ".join(f"{word} {day(bound)}" for word, bound in bounds if bound is not None)
    return f"{words}, {limits}" if limits else words


def missed(of: Schedule) -> str:
    """What happens to one that is still open when the next begins."""
    if of.overdue == "keep":
        return "One that is still open stays open when the next begins."
    return "One that is still open is closed when the next begins."


def ordinal(number: int) -> str:
    """`1st`, `2nd`, `3rd`, `11th`."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ENDINGS.get(number % 10, 'th')}"


def days_of_week(days: tuple[str, ...]) -> str:
    """Days that follow each other as "Monday to Friday", others one by one."""
    places = [WEEKDAYS.index(one) for one in days]
    if len(places) > 2 and places == list(range(places[0], places[0] + len(places))):
        return f"{days[0].title()} to {days[-1].title()}"
    return spoken_list([one.title() for one in days])


def _day_word(one: str | Decimal) -> str:
    if isinstance(one, Decimal) or one.isdecimal():
        return ordinal(int(one))
    if one == "last":
        return "last day"
    return re.sub("|".join(WEEKDAYS), lambda found: found[0].title(), one)


def _are_weekdays(days: tuple[str | Decimal, ...]) -> bool:
    return all(one in WEEKDAYS for one in days)


def _read(text: str) -> Anchored | None:
    try:
        return parse_time(text)
    except TimeError:
        return None


def _called(name: str, anchor: AnchorWords) -> tuple[Html, bool]:
    return (html("the start"), False) if name == START else anchor(name)

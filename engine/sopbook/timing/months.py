"""Steps of whole months, with the one law that needs saying: a month end stays a month end."""

from calendar import monthrange
from datetime import date

MONTHS_IN_A_YEAR = 12


def month_length(day: date) -> int:
    """The number of days in that day's month."""
    return monthrange(day.year, day.month)[1]


def is_month_end(day: date) -> bool:
    return day.day == month_length(day)


def month_number(day: date) -> int:
    """The months since year 0, so that they can be counted with."""
    return day.year * MONTHS_IN_A_YEAR + day.month - 1


def month_start(number: int) -> date:
    """The first day of a month given by its number."""
    year, month = divmod(number, MONTHS_IN_A_YEAR)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError(f"there is no year {year}")
    return date(year, month + 1, 1)


def months_later(day: date, months: int) -> date:
    """That day, so many months on: the last of a month gives the last, and a day that a month lacks gives its last."""
    first = month_start(month_number(day) + months)
    longest = month_length(first)
    return first.replace(day=longest if is_month_end(day) else min(day.day, longest))

"""What can be calculated with what: one table, from which both the type of a calculation and its value are read.

Dates and times follow DMN 1.3, 10.3.2.3. A length of time that is added to a moment with a zone counts exactly, also
across a change of the clocks, so that `later - earlier` is what has passed. Months end on the last day of a month that
is too short. A share of a duration of months is cut to whole months, as DMN has it.

A calculation that has no answer, such as a division by zero or a day after the last of the calendar, gives null.
"""

from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_DOWN, Decimal
from typing import Any, TypeVar

from sopbook.feel.types import Date, DateTime, DaysAndTime, Number, Temporal, Text, Time, YearsAndMonths
from sopbook.feel.values import ARITHMETIC, Months, Value, kind_of, rank

_Day = TypeVar("_Day", date, datetime)

_TICK = timedelta(microseconds=1)
_ONE_DAY = timedelta(days=1)
_FIRST = datetime.min.replace(tzinfo=UTC)


def calculated(operator: str, left: Value, right: Value) -> Value:
    """The value of `left operator right`; null where there is none."""
    found = OPERATIONS.get((operator, kind_of(left), kind_of(right)))
    try:
        return found[1](left, right) if found else None
    except (ArithmeticError, TypeError, ValueError):
        return None


def negated(value: Value) -> Value:
    """`-value`, for numbers and durations."""
    match value:
        case Decimal():
            return ARITHMETIC.minus(value)
        case timedelta():
            return calculated("-", timedelta(), value)
        case Months(count=count):
            return Months(-count)
        case _:
            return None


def _plus_length(moment: datetime, length: timedelta) -> datetime:
    if moment.tzinfo is None:
        return moment + length
    since: timedelta = rank(moment) + length
    return (_FIRST + since).astimezone(moment.tzinfo)


def _clock_plus(clock: time, length: timedelta) -> time:
    """Round the clock, past midnight."""
    face = datetime.combine(date(2000, 1, 1), clock.replace(tzinfo=None)) + length % _ONE_DAY
    return face.time().replace(tzinfo=clock.tzinfo)


def _plus_months(day: _Day, months: Months) -> _Day:
    year, month = divmod(day.year * 12 + day.month - 1 + months.count, 12)
    last = monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last))


def _passed(later: datetime | time, earlier: datetime | time) -> timedelta | None:
    """Between two moments, or two times of a day; nobody knows when only one of them says how far it is from UTC."""
    if (later.tzinfo is None) is not (earlier.tzinfo is None):
        return None
    late, early = (datetime.combine(date.min, one) if isinstance(one, time) else one for one in (later, earlier))
    passed: timedelta = rank(late) - rank(early)
    return passed


def _ticks(length: timedelta) -> Decimal:
    return Decimal(length // _TICK)


def _scaled(length: timedelta, work: Callable[[Decimal, Decimal], Decimal], by: Decimal) -> timedelta:
    return timedelta(microseconds=int(work(_ticks(length), by).to_integral_value(context=ARITHMETIC)))


def _scaled_months(months: Months, work: Callable[[Decimal, Decimal], Decimal], by: Decimal) -> Months:
    return Months(int(work(Decimal(months.count), by).to_integral_value(ROUND_DOWN)))


def _power(base: Decimal, exponent: Decimal) -> Decimal | None:
    found = ARITHMETIC.power(base, exponent)
    return found if found.is_finite() else None  # 0 ** -1


_add, _subtract, _times, _per = ARITHMETIC.add, ARITHMETIC.subtract, ARITHMETIC.multiply, ARITHMETIC.divide

OPERATIONS: Mapping[tuple[str, type, type], tuple[Number | Text | Temporal, Callable[[Any, Any], Value]]] = {
    ("+", Decimal, Decimal): (Number(), _add),
    ("-", Decimal, Decimal): (Number(), _subtract),
    ("*", Decimal, Decimal): (Number(), _times),
    ("/", Decimal, Decimal): (Number(), _per),
    ("**", Decimal, Decimal): (Number(), _power),
    ("+", str, str): (Text(), lambda text, more: text + more),
    ("-", date, date): (DaysAndTime(), lambda day, since: day - since),
    ("+", date, timedelta): (Date(), lambda day, length: day + length),
    ("+", timedelta, date): (Date(), lambda length, day: day + length),
    ("-", date, timedelta): (Date(), lambda day, length: day + -length),
    ("+", date, Months): (Date(), _plus_months),
    ("+", Months, date): (Date(), lambda months, day: _plus_months(day, months)),
    ("-", date, Months): (Date(), lambda day, months: _plus_months(day, Months(-months.count))),
    ("-", datetime, datetime): (DaysAndTime(), _passed),
    ("+", datetime, timedelta): (DateTime(), _plus_length),
    ("+", timedelta, datetime): (DateTime(), lambda length, moment: _plus_length(moment, length)),
    ("-", datetime, timedelta): (DateTime(), lambda moment, length: _plus_length(moment, -length)),
    ("+", datetime, Months): (DateTime(), _plus_months),
    ("+", Months, datetime): (DateTime(), lambda months, moment: _plus_months(moment, months)),
    ("-", datetime, Months): (DateTime(), lambda moment, months: _plus_months(moment, Months(-months.count))),
    ("-", time, time): (DaysAndTime(), _passed),
    ("+", time, timedelta): (Time(), _clock_plus),
    ("+", timedelta, time): (Time(), lambda length, clock: _clock_plus(clock, length)),
    ("-", time, timedelta): (Time(), lambda clock, length: _clock_plus(clock, -length)),
    ("+", timedelta, timedelta): (DaysAndTime(), lambda length, more: length + more),
    ("-", timedelta, timedelta): (DaysAndTime(), lambda length, less: length - less),
    ("*", timedelta, Decimal): (DaysAndTime(), lambda length, by: _scaled(length, _times, by)),
    ("*", Decimal, timedelta): (DaysAndTime(), lambda by, length: _scaled(length, _times, by)),
    ("/", timedelta, Decimal): (DaysAndTime(), lambda length, by: _scaled(length, _per, by)),
    ("/", timedelta, timedelta): (Number(), lambda length, by: _per(_ticks(length), _ticks(by))),
    ("+", Months, Months): (YearsAndMonths(), lambda months, more: Months(months.count + more.count)),
    ("-", Months, Months): (YearsAndMonths(), lambda months, less: Months(months.count - less.count)),
    ("*", Months, Decimal): (YearsAndMonths(), lambda months, by: _scaled_months(months, _times, by)),
    ("*", Decimal, Months): (YearsAndMonths(), lambda by, months: _scaled_months(months, _times, by)),
    ("/", Months, Decimal): (YearsAndMonths(), lambda months, by: _scaled_months(months, _per, by)),
    ("/", Months, Months): (Number(), lambda months, by: _per(Decimal(months.count), Decimal(by.count))),
}
"""By operator and the kinds on its left and right: the type of the answer, and how it is found."""

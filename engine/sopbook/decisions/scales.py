"""The order of values: each kind that `<` can ask about, as numbers on a line and back.

A line is dense (any decimal number) or a lattice: whole numbers, dates by their day, times and moments by their
microsecond. A `Cut` stands between values, just before `at` or just after it. On a lattice a cut always stands before a
point, so between two different cuts there is always a value.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from sopbook.documents.fields import Field, FieldType
from sopbook.feel.values import Value

_SECOND = 1_000_000
_DAY = 86_400 * _SECOND
_TICK = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1)


class Cut(NamedTuple):
    """A place between values: `at` itself is below it when it stands `after`."""

    at: Decimal
    after: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How values of one kind lie on their line; `low` and `high` are the ends of what can be given at all.

    `steps` are the distances of round values, longest first; without any, powers of ten. `is_endless` says that
    the ends are only those of Python's calendar, which nobody means.
    """

    number: Callable[[object], Decimal | None]
    value: Callable[[Decimal], Value]
    is_lattice: bool = True
    steps: tuple[int, ...] = ()
    low: Cut | None = None
    high: Cut | None = None
    origin: Decimal = Decimal(0)
    is_endless: bool = False

    def cut(self, number: Decimal, *, after: bool) -> Cut:
        """The cut before or after a number, which need not lie on the lattice."""
        if not self.is_lattice:
            return Cut(number, after)
        whole = ceil(number) + (after and ceil(number) == number)
        return Cut(Decimal(whole))

    def holds(self, number: Decimal) -> bool:
        """Whether the number lies on the line, between its two ends."""
        if self.is_lattice and number != int(number):
            return False
        place = Cut(number)
        return (self.low is None or place >= self.low) and (self.high is None or place < self.high)

    def between(self, low: Cut | None, high: Cut | None) -> Decimal:
        """The roundest number between two different cuts; without a cut the line is open there."""
        if self.is_endless:
            low, high = None if low == self.low else low, None if high == self.high else high
        if low is None and high is None:
            return self.origin
        first, last = self._reached(low, high)
        for step in self._steps(max(abs(first.at), abs(last.at))):
            count = ceil(Fraction(first.at) / step)
            found = (count + (first.after and count * step == first.at)) * step
            if found < last.at or (last.after and found == last.at):
                return _decimal(found)
        raise AssertionError("between two cuts there is a number")

    def _reached(self, low: Cut | None, high: Cut | None) -> tuple[Cut, Cut]:
        """Both cuts; an open end is put as far from the other as that is from nought, or some hours or days."""
        known = (low or high or Cut(Decimal(0))).at
        far = Decimal(24 * self.steps[0]) if self.steps else max(abs(known), Decimal(1))
        return low or Cut(known - far), high or Cut(known + far, after=True)

    def _steps(self, most: Decimal) -> Iterator[Fraction]:
        yield from map(Fraction, self.steps)
        exponent = most.adjusted() if most else 0
        while not self.steps and (exponent >= 0 or not self.is_lattice):
            yield Fraction(10) ** exponent
            exponent -= 1


def scale_of(field: Field, known: Iterable[object] = ()) -> Scale | None:
    """The scale of what is entered into a field, if it has an order; `known` are values that it is compared with.

    A moment with a zone and one without cannot be compared; which of the two a field holds is what its cells ask for.
    """
    match field.type:
        case FieldType.NUMBER:
            scale = WHOLE if field.integer else NUMBERS
            low = None if field.min is None else scale.cut(field.min, after=False)
            high = None if field.max is None else scale.cut(field.max, after=True)
            is_empty = low is not None and high is not None and low >= high
            return scale if is_empty else replace(scale, low=low, high=high)
        case FieldType.DATE:
            return DATES
        case FieldType.TIME:
            return ZONED_TIMES if any(isinstance(one, time) and one.tzinfo for one in known) else TIMES
        case FieldType.DATETIME:
            return ZONED_MOMENTS if any(isinstance(one, datetime) and one.tzinfo for one in known) else MOMENTS
        case _:
            return None


def _decimal(found: Fraction) -> Decimal:
    """Exactly; the denominator is a power of ten, for what comes here is a multiple of one."""
    exponent = 0
    while found.denominator != 1:
        found, exponent = found * 10, exponent - 1
    whole = found.numerator
    return Decimal((int(whole < 0), tuple(map(int, str(abs(whole)))), exponent))


def _of_number(value: object) -> Decimal | None:
    return value if isinstance(value, Decimal) else None


def _of_date(value: object) -> Decimal | None:
    return Decimal(value.toordinal()) if isinstance(value, date) and not isinstance(value, datetime) else None


def _of_time(value: object) -> Decimal | None:
    return _since_midnight(value) if isinstance(value, time) and value.tzinfo is None else None


def _of_zoned_time(value: object) -> Decimal | None:
    """By the instant of one day; a time just after midnight in the east lies below nought."""
    if not isinstance(value, time) or (offset := value.utcoffset()) is None:
        return None
    return _since_midnight(value) - offset // _TICK


def _since_midnight(value: time) -> Decimal:
    return Decimal(((value.hour * 60 + value.minute) * 60 + value.second) * _SECOND + value.microsecond)


def _time(number: Decimal) -> time:
    return _moment(number).time()


def _moment(number: Decimal) -> datetime:
    return _EPOCH + timedelta(microseconds=int(number))


def _of_moment(value: object) -> Decimal | None:
    if not isinstance(value, datetime) or value.tzinfo is not None:
        return None
    return Decimal((value - _EPOCH) // _TICK)


def _of_zoned_moment(value: object) -> Decimal | None:
    if not isinstance(value, datetime) or value.tzinfo is None:
        return None
    return Decimal((value - _EPOCH.replace(tzinfo=UTC)) // _TICK)


NUMBERS = Scale(number=_of_number, value=Decimal, is_lattice=False)
WHOLE = replace(NUMBERS, is_lattice=True)
DATES = Scale(
    number=_of_date,
    value=lambda number: date.fromordinal(int(number)),
    steps=(1,),
    low=Cut(Decimal(date.min.toordinal())),
    high=Cut(Decimal(date.max.toordinal() + 1)),
    origin=Decimal(date(2026, 1, 1).toordinal()),
    is_endless=True,
)
TIMES = Scale(
    number=_of_time,
    value=_time,
    steps=(3600 * _SECOND, 60 * _SECOND, _SECOND, 1),
    low=Cut(Decimal(0)),
    high=Cut(Decimal(_DAY)),
    origin=Decimal(12 * 3600 * _SECOND),
)
ZONED_TIMES = replace(
    TIMES,
    number=_of_zoned_time,
    value=lambda number: _time(number % _DAY).replace(tzinfo=UTC),
)
MOMENTS = Scale(
    number=_of_moment,
    value=_moment,
    steps=(_DAY, 3600 * _SECOND, 60 * _SECOND, _SECOND, 1),
    low=Cut(Decimal((datetime.min - _EPOCH) // _TICK)),
    high=Cut(Decimal((datetime.max - _EPOCH) // _TICK + 1)),
    origin=Decimal(20_454 * _DAY),
    is_endless=True,
)
ZONED_MOMENTS = replace(
    MOMENTS,
    number=_of_zoned_moment,
    value=lambda number: _moment(number).replace(tzinfo=UTC),
)

"""What may enter an expression from outside."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from sopbook.feel.values import MOST_MONTHS, Months, Value, as_value, kind_of, rank

LISBON = ZoneInfo("Europe/Lisbon")


def test_integers_become_decimals_and_lists_tuples() -> None:
    assert as_value([1, True, "x", None, [Decimal("0.1")]]) == (Decimal(1), True, "x", None, (Decimal("0.1"),))
    assert as_value(True) is True


@pytest.mark.parametrize("stranger", [0.1, Decimal("NaN"), Decimal("Infinity"), {"a": 1}, b"x", time(tzinfo=LISBON)])
def test_a_stranger_is_a_bug_of_the_caller(stranger: object) -> None:
    with pytest.raises(TypeError, match="no value"):
        as_value(stranger)


@pytest.mark.parametrize(
    "value", [date(2026, 1, 31), time(10), datetime(2026, 1, 31, tzinfo=LISBON), timedelta(days=1), Months(-3)]
)
def test_dates_and_durations_enter_as_they_are(value: Value) -> None:
    assert as_value(value) is value
    assert kind_of(value) is type(value)


def test_a_kind_is_told_whatever_python_takes_it_for() -> None:
    class Word(str):
        __slots__ = ()

    kinds = [kind_of(value) for value in (True, Decimal(1), Word("x"), datetime(2026, 1, 31), ("a",), None)]
    assert kinds == [bool, Decimal, str, datetime, tuple, type(None)]


def test_moments_of_one_zone_are_ranked_by_what_passes_and_not_by_the_clock() -> None:
    first, second = (datetime(2026, 10, 25, 1, 30, tzinfo=LISBON, fold=fold) for fold in (0, 1))
    assert first == second
    assert rank(second) - rank(first) == timedelta(hours=1)
    assert rank(datetime(2026, 10, 25, 0, 30, tzinfo=UTC)) == rank(first)


def test_no_calendar_holds_more_months() -> None:
    with pytest.raises(OverflowError):
        Months(MOST_MONTHS + 1)

"""Durations: what can be written, what is said about the rest, and which is the shorter."""

from datetime import datetime

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sopbook.problem import Problem
from sopbook.timing.calendar import Calendar
from sopbook.timing.comparing import is_shorter
from sopbook.timing.durations import Duration, Unit, effort_minutes, parse_duration
from sopbook.timing.problem import TimeError
from sopbook.timing.working_time import add
from timing_builders import LISBON, MOMENTS, a_calendar, calendars, durations


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30 minutes", Duration(30, Unit.MINUTE)),
        ("2 hours", Duration(2, Unit.HOUR)),
        ("4 working hours", Duration(4, Unit.HOUR, working=True)),
        ("45 working minutes", Duration(45, Unit.MINUTE, working=True)),
        ("1 day", Duration(1, Unit.DAY)),
        ("2 working days", Duration(2, Unit.DAY, working=True)),
        ("1 week", Duration(1, Unit.WEEK)),
        ("6 months", Duration(6, Unit.MONTH)),
        ("7 years", Duration(7, Unit.YEAR)),
    ],
)
def test_every_form_of_the_manual_is_read_and_written_the_same(text: str, expected: Duration) -> None:
    assert parse_duration(text) == expected
    assert str(expected) == text


@settings(max_examples=50)
@given(durations())
def test_what_is_written_is_read_again(duration: Duration) -> None:
    assert parse_duration(str(duration)) == duration


@pytest.mark.parametrize(
    ("text", "offset", "hint"),
    [
        ("2 workingdays", 2, "write `2 working days`"),
        ("2 business days", 2, "write `2 working days`"),
        ("1.5 hours", 0, "write `90 minutes`"),
        ("1,5 working hours", 0, "write `90 working minutes`"),
        ("0.3 minutes", 0, "write a whole number of a smaller unit"),
        ("0 days", 0, "count from 1 up, or leave the key out"),
        ("-1 day", 0, "count from 1 up, or leave the key out"),
        ("+3 days", 0, "write `3 days`"),
        ("007 days", 0, "write `7 days`"),
        ("30min", 2, "write `30 minutes`"),
        ("2 huors", 2, "write `2 hours`"),
        ("2  days", 3, "write `2 days`"),
        ("2 Days", 2, "write `2 days`"),
        ("2 quarters", 2, "write `6 months`"),
        ("1 fortnight", 2, "write `2 weeks`"),
        ("30 seconds", 3, "write `1 minute`"),
        ("1 working week", 2, "write `1 week`"),
        ("two days", 0, "write `2 days`"),
        ("2 days 3 hours", 2, "write it in the smaller unit, as in `90 minutes`"),
        ("2 lightyears", 2, "units are minutes, hours, days, weeks and months"),
        ("2", 0, "write `2 hours`, or minutes, days, weeks, months"),
        ("3 ", 0, "write `3 hours`, or minutes, days, weeks, months"),
        ("101 years", 0, "write a shorter duration"),
        ("9999999999 days", 0, "write a shorter duration"),
    ],
)
def test_anything_else_says_what_to_write(text: str, offset: int, hint: str) -> None:
    with pytest.raises(TimeError) as caught:
        parse_duration(text)
    assert (caught.value.offset, caught.value.hint) == (offset, hint)


@given(st.text(max_size=20) | st.text("0123456789 -+.,adehikmnorstuwy", max_size=20))
def test_any_text_is_a_duration_or_a_problem_inside_it(text: str) -> None:
    match read(text):
        case Problem() as problem:
            assert problem.hint
            assert 0 <= problem.offset <= problem.end <= len(text)
        case duration:
            assert parse_duration(str(duration)) == duration


def read(text: str) -> Duration | Problem:
    try:
        return parse_duration(text)
    except TimeError as error:
        return error.problem


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("30 minutes", "4 hours", True),
        ("4 hours", "240 minutes", False),
        ("4 working hours", "2 working days", True),
        ("9 working hours", "1 working day", None),
        ("16 working hours", "1 working day", False),
        ("2 hours", "3 working hours", True),
        ("2 hours", "1 day", True),
        ("20 hours", "1 day", None),
        ("7 days", "1 week", False),
        ("3 working days", "5 working days", True),
        ("3 working days", "2 days", False),
        ("3 working days", "1 week", None),
        ("1 month", "30 days", None),
        ("1 month", "32 days", True),
        ("12 months", "1 year", False),
        ("1 year", "13 months", True),
    ],
)
def test_the_shorter_one_is_named_where_that_can_be_known(one: str, other: str, expected: bool | None) -> None:
    assert is_shorter(parse_duration(one), parse_duration(other), a_calendar(holidays={})) is expected


@settings(max_examples=60, deadline=None)
@given(durations(), durations(), MOMENTS, calendars())
def test_the_shorter_one_ends_first_wherever_it_starts(
    one: Duration, other: Duration, start: datetime, calendar: Calendar
) -> None:
    assume(calendar.zone.key != "Pacific/Apia")  # a day left out is outside of what comparing promises
    ends, ends_other = add(start, one, calendar).at, add(start, other, calendar).at
    match is_shorter(one, other, calendar):
        case True:
            assert ends < ends_other
        case False:
            assert ends >= ends_other
        case None:
            assert one != other


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("10 minutes", 10),
        ("3 hours", 180),
        ("3 working hours", 180),
        ("1 day", 480),
        ("2 weeks", 4800),
        ("1 year", 124800),
    ],
)
def test_effort_is_counted_in_working_hours(text: str, minutes: int) -> None:
    assert effort_minutes(parse_duration(text), Calendar(zone=LISBON)) == minutes

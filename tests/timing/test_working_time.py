"""So long after and before: each rule by example, then the laws on calendars and moments of every kind."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sopbook.timing.calendar import Calendar
from sopbook.timing.durations import Duration, Unit, parse_duration
from sopbook.timing.working_time import Direction, NobodyEverWorks, TooFarAway, add, count, subtract
from timing_builders import HOLIDAYS, MOMENTS, a_calendar, calendars, durations, moment, on_the_wall


@pytest.mark.parametrize(
    ("start", "duration", "end"),
    [
        # minutes and hours count exactly
        ("2026-01-02 16:45", "30 minutes", "2026-01-02 17:15"),
        ("2026-01-02 16:45", "48 hours", "2026-01-04 16:45"),
        ("2026-03-28 12:00", "24 hours", "2026-03-29 13:00"),
        ("2026-10-24 12:00", "24 hours", "2026-10-25 11:00"),
        # working ones inside working hours
        ("2026-01-05 10:00", "4 working hours", "2026-01-05 14:00"),
        ("2026-01-05 13:00", "4 working hours", "2026-01-05 17:00"),
        ("2026-01-05 15:00", "4 working hours", "2026-01-06 11:00"),
        ("2026-01-02 15:00", "4 working hours", "2026-01-05 11:00"),
        ("2026-01-03 12:00", "1 working minute", "2026-01-05 09:01"),
        ("2026-01-05 06:00", "8 working hours", "2026-01-05 17:00"),
        ("2026-01-05 17:00", "1 working hour", "2026-01-06 10:00"),
        ("2026-04-02 16:00", "2 working hours", "2026-04-06 10:00"),
        # days, weeks and months end with the working hours of their last day
        ("2026-01-02 10:00", "1 day", "2026-01-03 17:00"),
        ("2026-01-02 23:00", "1 week", "2026-01-09 17:00"),
        ("2025-12-31 10:00", "1 day", "2026-01-01 17:00"),
        # working days leave out weekends and holidays
        ("2026-01-02 10:00", "1 working day", "2026-01-05 17:00"),
        ("2026-01-03 10:00", "1 working day", "2026-01-05 17:00"),
        ("2026-01-05 06:00", "1 working day", "2026-01-06 17:00"),
        ("2025-12-31 10:00", "1 working day", "2026-01-02 17:00"),
        ("2026-04-01 10:00", "3 working days", "2026-04-07 17:00"),
        # a month end stays a month end
        ("2026-01-31 10:00", "1 month", "2026-02-28 17:00"),
        ("2028-01-31 10:00", "1 month", "2028-02-29 17:00"),
        ("2026-02-28 10:00", "1 month", "2026-03-31 17:00"),
        ("2026-01-30 10:00", "1 month", "2026-02-28 17:00"),
        ("2028-02-28 10:00", "1 month", "2028-03-28 17:00"),
        ("2026-04-30 10:00", "6 months", "2026-10-31 17:00"),
        ("2026-11-15 10:00", "3 months", "2027-02-15 17:00"),
        ("2028-02-29 10:00", "1 year", "2029-02-28 17:00"),
    ],
)
def test_so_long_after(start: str, duration: str, end: str) -> None:
    assert on_the_wall(add(moment(start), parse_duration(duration), a_calendar()).at) == end


@pytest.mark.parametrize(
    ("start", "duration", "end"),
    [
        ("2026-01-05 09:15", "30 minutes", "2026-01-05 08:45"),
        ("2026-01-05 11:00", "4 working hours", "2026-01-02 15:00"),
        ("2026-01-05 13:00", "4 working hours", "2026-01-05 09:00"),
        ("2026-01-05 09:00", "1 working hour", "2026-01-02 16:00"),
        ("2026-01-05 10:00", "1 working day", "2026-01-02 17:00"),
        ("2026-01-04 10:00", "1 working day", "2026-01-02 17:00"),
        ("2026-01-02 10:00", "1 working day", "2025-12-31 17:00"),
        ("2026-01-05 10:00", "2 days", "2026-01-03 17:00"),
        ("2026-03-31 10:00", "1 month", "2026-02-28 17:00"),
        ("2026-02-28 10:00", "1 month", "2026-01-31 17:00"),
    ],
)
def test_so_long_before(start: str, duration: str, end: str) -> None:
    assert on_the_wall(subtract(moment(start), parse_duration(duration), a_calendar()).at) == end


@pytest.mark.parametrize(
    ("duration", "direction", "end"),
    [
        ("2 hours", "after", "2026-01-05 19:00"),
        ("2 hours", "before", "2026-01-05 07:00"),
        ("2 working hours", "after", "2026-01-06 11:00"),
        ("2 working hours", "before", "2026-01-02 15:00"),
        ("1 working day", "after", "2026-01-06 17:00"),
        ("1 working day", "before", "2026-01-02 17:00"),
        ("1 day", "before", "2026-01-04 17:00"),
    ],
)
def test_a_day_is_counted_from_its_nearer_edge(duration: str, direction: str, end: str) -> None:
    due = count(date(2026, 1, 5), parse_duration(duration), Direction(direction), a_calendar(), anchor="kickoff_on")
    assert on_the_wall(due.at) == end


@pytest.mark.parametrize(
    ("start", "duration", "sentence"),
    [
        (
            "2026-04-02 15:00",
            "1 working day",
            "Mon 6 Apr 2026, 17:00 (Europe/Lisbon): 1 working day after start (Thu 2 Apr 2026, 15:00). "
            "Skipped: 2 weekend days and Good Friday (Fri 3 Apr 2026).",
        ),
        (
            "2026-03-28 12:00",
            "24 hours",
            "Sun 29 Mar 2026, 13:00 (Europe/Lisbon): 24 hours after start (Sat 28 Mar 2026, 12:00). "
            "The clocks go forward by 60 minutes in between.",
        ),
        (
            "2026-10-25 00:45",
            "1 hour",
            "Sun 25 Oct 2026, 01:45 UTC+01:00 (Europe/Lisbon): 1 hour after start (Sun 25 Oct 2026, 00:45).",
        ),
        (
            "2026-01-31 12:00",
            "1 month",
            "Sat 28 Feb 2026, 17:00 (Europe/Lisbon): 1 month after start (Sat 31 Jan 2026, 12:00). "
            "A month end stays a month end. Nobody works on Sat 28 Feb 2026 (weekend).",
        ),
        (
            "2026-01-05 06:00",
            "1 working hour",
            "Mon 5 Jan 2026, 10:00 (Europe/Lisbon): 1 working hour after start (Mon 5 Jan 2026, 06:00). "
            "Counting begins Mon 5 Jan 2026, 09:00.",
        ),
    ],
)
def test_every_result_explains_itself(start: str, duration: str, sentence: str) -> None:
    due = add(moment(start), parse_duration(duration), a_calendar(), anchor="start")
    assert due.explanation.sentence == sentence


def test_the_explanation_is_data_for_the_record() -> None:
    due = add(moment("2026-04-02 15:00"), parse_duration("1 working day"), a_calendar(), anchor="start")
    assert due.explanation.as_data() == {
        "at": "2026-04-06T16:00:00Z",
        "zone": "Europe/Lisbon",
        "offset": "1 working day after",
        "anchor": "start",
        "counted_from": "2026-04-02T14:00:00Z",
        "skipped": [
            {"day": "2026-04-03", "why": "holiday", "name": "Good Friday"},
            {"day": "2026-04-04", "why": "weekend", "name": "Saturday"},
            {"day": "2026-04-05", "why": "weekend", "name": "Sunday"},
        ],
        "remarks": [],
    }


@pytest.mark.parametrize("duration", ["1 working minute", "1 working day"])
@pytest.mark.parametrize("direction", list(Direction))
def test_a_calendar_without_working_days_is_refused(duration: str, direction: Direction) -> None:
    with pytest.raises(NobodyEverWorks, match="no working day within 20 years"):
        count(
            moment("2026-01-05 09:00"),
            parse_duration(duration),
            direction,
            a_calendar(working_days=frozenset()),
            anchor="x",
        )


def test_a_calendar_whose_holidays_fill_the_years_is_refused() -> None:
    holidays = {date(2026, 1, 1) + timedelta(days=number): "Strike" for number in range(21 * 366)}
    with pytest.raises(NobodyEverWorks):
        add(moment("2026-01-05 09:00"), parse_duration("1 working day"), a_calendar(holidays=holidays))


@pytest.mark.parametrize(
    ("start", "duration"),
    [
        (datetime(9999, 12, 30, tzinfo=UTC), "1 week"),
        (datetime(9999, 12, 30, tzinfo=UTC), "4 working days"),
        (datetime(9999, 12, 31, 23, tzinfo=UTC), "2 hours"),
        (date(9999, 12, 31), "1 year"),
        (date(2026, 1, 5), "99999 working hours"),
    ],
)
def test_what_lies_too_far_away_is_refused(start: datetime | date, duration: str) -> None:
    with pytest.raises(TooFarAway, match="too far away"):
        add(start, parse_duration(duration), a_calendar(working_days=frozenset({0})))


@pytest.mark.parametrize("duration", ["1 week", "4 working days", "3 months", "3 working hours"])
def test_what_lies_before_the_first_year_is_refused(duration: str) -> None:
    with pytest.raises(TooFarAway):
        subtract(date(1, 1, 1), parse_duration(duration), a_calendar())


def test_a_missing_day_is_no_working_day_and_days_go_on_around_it() -> None:
    calendar = a_calendar("Pacific/Apia")
    start = moment("2011-12-28 10:00", calendar.zone)
    assert on_the_wall(add(start, parse_duration("2 working days"), calendar).at, calendar.zone) == "2012-01-02 17:00"
    assert on_the_wall(add(start, parse_duration("2 days"), calendar).at, calendar.zone) == "2011-12-31 17:00"
    assert on_the_wall(add(start, parse_duration("3 days"), calendar).at, calendar.zone) == "2011-12-31 17:00"


LATER = st.timedeltas(timedelta(), timedelta(days=40))


@settings(max_examples=60, deadline=None)
@given(MOMENTS, LATER, durations(), calendars(), st.sampled_from(Direction))
def test_a_later_start_never_gives_an_earlier_end(
    start: datetime, later: timedelta, duration: Duration, calendar: Calendar, direction: Direction
) -> None:
    one = count(start, duration, direction, calendar, anchor="x").at
    assert one <= count(start + later, duration, direction, calendar, anchor="x").at


@settings(max_examples=60, deadline=None)
@given(MOMENTS, durations(), st.integers(0, 30), calendars(), st.sampled_from(Direction))
def test_a_longer_duration_never_ends_nearer(
    start: datetime, duration: Duration, more: int, calendar: Calendar, direction: Direction
) -> None:
    longer = Duration(duration.amount + more, duration.unit, duration.working)
    ends = count(start, duration, direction, calendar, anchor="x").at
    ends_later = count(start, longer, direction, calendar, anchor="x").at
    assert ends <= ends_later if direction is Direction.AFTER else ends >= ends_later


@settings(max_examples=60, deadline=None)
@given(MOMENTS, durations((Unit.MINUTE, Unit.HOUR), working=False), calendars())
def test_exact_durations_go_there_and_back(start: datetime, duration: Duration, calendar: Calendar) -> None:
    assert subtract(add(start, duration, calendar).at, duration, calendar).at == start


@settings(max_examples=60, deadline=None)
@given(MOMENTS, durations((Unit.MINUTE, Unit.HOUR, Unit.DAY), working=True), calendars(), st.sampled_from(Direction))
def test_working_durations_end_inside_working_hours(
    start: datetime, duration: Duration, calendar: Calendar, direction: Direction
) -> None:
    due = count(start, duration, direction, calendar, anchor="x")
    nearby = (calendar.day_of(due.at) + timedelta(days=days) for days in (-1, 0))
    assert any(
        calendar.works_on(day) and calendar.opening(day).at <= due.at <= calendar.closing(day).at for day in nearby
    )
    assert not any(calendar.works_on(off.day) for off in due.explanation.skipped)


@settings(max_examples=70, deadline=None)
@given(MOMENTS, st.integers(1, 3000), calendars())
def test_working_minutes_are_all_the_working_time_in_between(start: datetime, minutes: int, calendar: Calendar) -> None:
    end = add(start, Duration(minutes, Unit.MINUTE, working=True), calendar).at
    worked, day = timedelta(), calendar.day_of(start)
    while day <= calendar.day_of(end):
        if calendar.works_on(day):
            overlap = min(end, calendar.closing(day).at) - max(start, calendar.opening(day).at)
            worked += max(timedelta(), overlap)
        day += timedelta(days=1)
    assert worked == timedelta(minutes=minutes)


def test_the_holidays_of_the_tests_are_working_weekdays() -> None:
    assert all(day.weekday() < 5 for day in HOLIDAYS)

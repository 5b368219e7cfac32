"""When a schedule comes round: examples, and a judge that looks at every single day."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sopbook.timing.calendar import Calendar
from sopbook.timing.recurrence import fires_when_nobody_works, never_fires, occurrences
from sopbook.timing.schedule import Schedule, problems
from sopbook.timing.spoken import WEEKDAYS
from sopbook.timing.zones import place
from timing_builders import MOMENTS, ZONES, a_calendar, calendars, moment, on_the_wall

NEW_YEAR = moment("2026-01-01 00:00")


def days(schedule: Schedule, count: int, after: datetime = NEW_YEAR) -> list[str]:
    found = occurrences(schedule, a_calendar(), after, count=count)
    return [on_the_wall(one.at)[:10] for one in found]


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        (Schedule(every="day"), ["2026-01-01", "2026-01-02", "2026-01-03"]),
        (Schedule(every="working day"), ["2026-01-02", "2026-01-05", "2026-01-06"]),
        (Schedule(every="3 days", from_="2025-12-30"), ["2026-01-02", "2026-01-05", "2026-01-08"]),
        (Schedule(every="week", day=("monday", "friday")), ["2026-01-02", "2026-01-05", "2026-01-09"]),
        (Schedule(every="week"), ["2026-01-05", "2026-01-12", "2026-01-19"]),
        (Schedule(every="week", day=("last working day",)), ["2026-01-02", "2026-01-09", "2026-01-16"]),
        (Schedule(every="2 weeks", day=("monday",), from_="2025-12-24"), ["2026-01-05", "2026-01-19", "2026-02-02"]),
        (Schedule(every="month", day=(31,)), ["2026-01-31", "2026-02-28", "2026-03-31"]),
        (Schedule(every="month", day=(31, "last")), ["2026-01-31", "2026-02-28", "2026-03-31"]),
        (Schedule(every="month", day=("first working day",)), ["2026-01-02", "2026-02-02", "2026-03-02"]),
        (Schedule(every="month", day=("last working day",)), ["2026-01-30", "2026-02-27", "2026-03-31"]),
        (Schedule(every="month", day=("last friday",)), ["2026-01-30", "2026-02-27", "2026-03-27"]),
        (Schedule(every="month", day=("second tuesday",)), ["2026-01-13", "2026-02-10", "2026-03-10"]),
        (Schedule(every="month", from_="2025-11-30"), ["2026-01-30", "2026-02-28", "2026-03-30"]),
        (Schedule(every="quarter"), ["2026-01-02", "2026-04-01", "2026-07-01"]),
        (Schedule(every="quarter", day=("last",)), ["2026-03-31", "2026-06-30", "2026-09-30"]),
        (Schedule(every="quarter", from_="2025-11-30"), ["2026-02-28", "2026-05-30", "2026-08-30"]),
        (Schedule(every="year", day=(1,)), ["2026-01-01", "2027-01-01", "2028-01-01"]),
        (Schedule(every="year", from_="2024-02-29"), ["2026-02-28", "2027-02-28", "2028-02-29"]),
        (Schedule(every="4 years", from_="2024-02-29"), ["2028-02-29", "2032-02-29", "2036-02-29"]),
    ],
)
def test_the_days_it_comes_round(schedule: Schedule, expected: list[str]) -> None:
    assert days(schedule, 3) == expected


def test_until_is_its_last_day_and_from_its_first() -> None:
    schedule = Schedule(every="day", from_="2026-01-05", until="2026-01-06")
    assert days(schedule, 9) == ["2026-01-05", "2026-01-06"]


def test_a_series_does_not_stop_at_new_year() -> None:
    schedule = Schedule(every="month", day=("last",), at="23:30")
    found = [on_the_wall(one.at) for one in occurrences(schedule, a_calendar(), moment("2026-11-30 23:30"), count=3)]
    assert found == ["2026-12-31 23:30", "2027-01-31 23:30", "2027-02-28 23:30"]


def test_after_is_left_out_and_until_is_kept() -> None:
    schedule = Schedule(every="day", at="09:00")
    start, end = moment("2026-01-05 09:00"), moment("2026-01-07 09:00")
    found = [on_the_wall(one.at) for one in occurrences(schedule, a_calendar(), start, until=end)]
    assert found == ["2026-01-06 09:00", "2026-01-07 09:00"]


def test_the_schedules_zone_comes_before_the_calendars() -> None:
    (one,) = occurrences(Schedule(every="day", at="09:00", zone="Asia/Kathmandu"), a_calendar(), NEW_YEAR, count=1)
    assert one.at == datetime(2026, 1, 1, 3, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("schedule", "after", "sentence"),
    [
        (
            Schedule(every="day", at="01:30"),
            "2026-03-28 02:00",
            "Sun 29 Mar 2026, 02:00 (Europe/Lisbon): every day at 01:30. "
            "01:30 does not exist on Sun 29 Mar 2026: the clocks go forward; moved to 02:00.",
        ),
        (
            Schedule(every="day", at="01:30"),
            "2026-10-24 02:00",
            "Sun 25 Oct 2026, 01:30 UTC+01:00 (Europe/Lisbon): every day at 01:30. "
            "01:30 comes twice on Sun 25 Oct 2026: the clocks go back; the first is meant.",
        ),
        (
            Schedule(every="month", day=(31,)),
            "2026-04-01 00:00",
            "Thu 30 Apr 2026, 09:00 (Europe/Lisbon): every month on day 31, when working hours begin. "
            "April 2026 has 30 days, so the last stands for day 31.",
        ),
        (
            Schedule(every="month", day=("first working day",), at="00:00"),
            "2026-01-01 00:00",
            "Fri 2 Jan 2026, 00:00 (Europe/Lisbon): every month on the first working day at 00:00. "
            "Skipped: New Year (Thu 1 Jan 2026).",
        ),
    ],
)
def test_every_occurrence_explains_itself(schedule: Schedule, after: str, sentence: str) -> None:
    (one,) = occurrences(schedule, a_calendar(), moment(after), count=1)
    assert one.explanation.sentence == sentence


def test_a_day_that_a_zone_left_out_falls_together_with_the_next() -> None:
    schedule = Schedule(every="day", from_="2011-12-29", until="2012-01-01", at="09:00")
    apia = a_calendar("Pacific/Apia")
    found = [on_the_wall(one.at, apia.zone) for one in occurrences(schedule, apia, datetime(2011, 1, 1, tzinfo=UTC))]
    assert found == ["2011-12-29 09:00", "2011-12-31 09:00", "2012-01-01 09:00"]


@pytest.mark.parametrize(
    ("schedule", "calendar", "why"),
    [
        (Schedule(every="week", day=("monday",)), a_calendar(), None),
        (Schedule(every="day", until="2025-12-31"), a_calendar(), "its last day, Wed 31 Dec 2025, is over"),
        (
            Schedule(every="week", day=("monday",), from_="2026-01-06", until="2026-01-08"),
            a_calendar(),
            "every week on monday does not come round between Tue 6 Jan 2026 and its last day, Thu 8 Jan 2026",
        ),
        (
            Schedule(every="working day"),
            a_calendar(working_days=frozenset()),
            "every working day is never: the calendar has no working days",
        ),
    ],
)
def test_a_schedule_that_never_fires_says_why(schedule: Schedule, calendar: Calendar, why: str | None) -> None:
    assert never_fires(schedule, calendar, NEW_YEAR) == why


def test_a_schedule_says_when_it_finds_nobody_at_work() -> None:
    on_sundays = fires_when_nobody_works(Schedule(every="week", day=("sunday",)), a_calendar(), NEW_YEAR)
    assert on_sundays.always
    assert on_sundays.occurrences[0].why == "Sun 4 Jan 2026 (weekend)"

    late = fires_when_nobody_works(Schedule(every="working day", at="20:00"), a_calendar(), NEW_YEAR)
    assert late.always
    assert late.occurrences[0].why == "after working hours, 09:00-17:00"

    monthly = fires_when_nobody_works(Schedule(every="month", day=(1,)), a_calendar(), NEW_YEAR)
    assert (monthly.of, len(monthly.occurrences), monthly.always) == (13, 5, False)

    working = fires_when_nobody_works(Schedule(every="working day"), a_calendar(), NEW_YEAR)
    assert (working.of > 250, working.occurrences) == (True, ())


@pytest.mark.parametrize("after", [datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)])
def test_the_ends_of_time_end_a_series_quietly(after: datetime) -> None:
    found = list(occurrences(Schedule(every="year", day=(1,)), a_calendar(), after))
    assert len(found) in (0, 100, 101)


ORDINALS = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1}
PERIODS = {"week": 7, "month": 1, "quarter": 3, "year": 12}


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    """Any schedule without problems."""
    unit = draw(st.sampled_from(["day", "working day", "week", "month", "quarter", "year"]))
    amount = draw(st.integers(1, 4)) if unit != "working day" else 1
    first = draw(st.none() | st.dates(date(2010, 1, 1), date(2030, 12, 31))) if amount == 1 else date(2011, 10, 31)
    weekdays = st.sampled_from(WEEKDAYS)
    ordinal = st.builds("{} {}".format, st.sampled_from(list(ORDINALS)), weekdays | st.just("working day"))
    day = {
        "week": weekdays | st.just("first working day") | st.just("last working day"),
        "month": st.integers(1, 31) | st.just("last") | ordinal,
        "quarter": st.just(1) | st.just("last") | ordinal,
        "year": st.just(1) | st.just("last") | ordinal,
    }.get(unit)
    schedule = Schedule(
        every=unit if amount == 1 else f"{amount} {unit}s",
        day=tuple(draw(st.lists(day, max_size=3, unique=True))) if day is not None else (),
        at=draw(st.sampled_from(["", "00:00", "01:30", "02:15", "09:00", "23:59"])),
        zone=draw(st.sampled_from(["", *ZONES])),
        from_=first.isoformat() if first else "",
        until=draw(st.sampled_from(["", "2031-06-30"])),
    )
    assert problems(schedule) == ()
    return schedule


def naive(schedule: Schedule, calendar: Calendar, first: date, last: date) -> Iterator[date]:
    """Looks at each day and asks whether it is one of those."""
    start = date.fromisoformat(schedule.from_) if schedule.from_ else None
    end = date.fromisoformat(schedule.until) if schedule.until else date.max
    day = first
    while day <= last:
        if (start is None or day >= start) and day <= end and _is_one(day, schedule, calendar, start):
            yield day
        day += timedelta(days=1)


def _is_one(day: date, schedule: Schedule, calendar: Calendar, start: date | None) -> bool:
    number, _, unit = schedule.every.rpartition(" ") if schedule.every[0].isdigit() else ("1", "", schedule.every)
    amount, unit = int(number), unit.removesuffix("s")
    if unit == "working day":
        return calendar.works_on(day)
    if unit == "day":
        return start is None or (day - start).days % amount == 0
    if unit == "week":
        period = [day + timedelta(days=offset - day.weekday()) for offset in range(7)]
        in_beat = start is None or (period[0] - start + timedelta(days=start.weekday())).days // 7 % amount == 0
        wanted = schedule.day or ((WEEKDAYS[start.weekday()],) if start else ("first working day",))
    else:
        months = PERIODS[unit]
        origin = _month(start) // months * months if start and schedule.day else _month(start) if start else 0
        begin = _month(day) - (_month(day) - origin) % months
        period = [date(m // 12, m % 12 + 1, d + 1) for m in range(begin, begin + months) for d in range(_length(m))]
        in_beat = (begin - origin) // months % amount == 0
        wanted = schedule.day or ((start.day,) if start else ("first working day",))
    return in_beat and any(_named(period, name, calendar) == day for name in wanted)


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _length(month: int) -> int:
    return monthrange(month // 12, month % 12 + 1)[1]


def _named(period: list[date], name: str | int, calendar: Calendar) -> date | None:
    if isinstance(name, int):
        return period[min(name, _length(_month(period[0]))) - 1]
    if name == "last":
        return period[-1]
    ordinal, _, of = name.rpartition(" ") if name in WEEKDAYS else name.partition(" ")
    fitting = [d for d in period if (calendar.works_on(d) if of == "working day" else WEEKDAYS[d.weekday()] == of)]
    place = ORDINALS[ordinal or "first"]
    return fitting[place] if -len(fitting) <= place < len(fitting) else None


@settings(max_examples=70, deadline=None)
@given(schedules(), calendars(), MOMENTS, st.integers(1, 500))
def test_no_day_is_missing_and_none_is_too_many(
    schedule: Schedule, calendar: Calendar, after: datetime, ahead: int
) -> None:
    until = after + timedelta(days=ahead)
    found = [one.at for one in occurrences(schedule, calendar, after, until=until)]
    zone = ZoneInfo(schedule.zone) if schedule.zone else calendar.zone
    clock = datetime.strptime(schedule.at, "%H:%M").time() if schedule.at else calendar.working_hours.opens
    around = naive(schedule, calendar, after.date() - timedelta(days=3), until.date() + timedelta(days=3))
    expected = {place(day, clock, zone).at for day in around}
    assert found == sorted(at for at in expected if after < at <= until)


@settings(max_examples=70, deadline=None)
@given(schedules(), calendars(), MOMENTS)
def test_occurrences_increase_and_explain_themselves(schedule: Schedule, calendar: Calendar, after: datetime) -> None:
    found = list(occurrences(schedule, calendar, after, count=12))
    assert all(one.at < other.at for one, other in pairwise(found))
    assert all(one.at > after and one.explanation.sentence for one in found)
    assert (never_fires(schedule, calendar, after) is None) is bool(found)


@settings(max_examples=60, deadline=None)
@given(schedules(), calendars(), MOMENTS)
def test_asking_again_from_each_goes_through_the_same_series(
    schedule: Schedule, calendar: Calendar, after: datetime
) -> None:
    at_once = [one.at for one in occurrences(schedule, calendar, after, count=5)]
    one_by_one: list[datetime] = []
    for _ in at_once:
        one_by_one += [one.at for one in occurrences(schedule, calendar, after, count=1)]
        after = one_by_one[-1]
    assert one_by_one == at_once

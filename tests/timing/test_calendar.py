"""The calendar: which days work and why others do not; which moment a clock on the wall means."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from sopbook.timing.calendar import Calendar, Hours, Off, parse_hours
from sopbook.timing.problem import TimeError
from sopbook.timing.zones import find_zone, place, zone_hint
from timing_builders import a_calendar, moment


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 1, 5), None),
        (date(2026, 1, 3), "Sat 3 Jan 2026 (weekend)"),
        (date(2026, 4, 3), "Good Friday (Fri 3 Apr 2026)"),
    ],
)
def test_a_day_off_says_why(day: date, why: str | None) -> None:
    off = a_calendar().day_off(day)
    assert (str(off) if off else None) == why
    assert a_calendar().works_on(day) is (why is None)


def test_a_day_that_a_zone_left_out_is_no_working_day() -> None:
    off = a_calendar("Pacific/Apia").day_off(date(2011, 12, 30))
    assert off is not None
    assert off.why is Off.MISSING


def test_without_a_document_it_is_office_hours_in_utc() -> None:
    calendar = Calendar.default()
    assert (calendar.zone.key, str(calendar.working_hours)) == ("UTC", "09:00-17:00")
    assert calendar.working_days == {0, 1, 2, 3, 4}
    assert calendar == Calendar.default()
    assert hash(calendar) == hash(Calendar.default())


@pytest.mark.parametrize(
    ("at", "why"),
    [
        ("2026-01-05 08:59", "before working hours, 09:00-17:00"),
        ("2026-01-05 09:00", None),
        ("2026-01-05 16:59", None),
        ("2026-01-05 17:00", "after working hours, 09:00-17:00"),
        ("2026-01-04 12:00", "Sun 4 Jan 2026 (weekend)"),
    ],
)
def test_a_closed_moment_says_why(at: str, why: str | None) -> None:
    assert a_calendar().why_closed(moment(at)) == why


@pytest.mark.parametrize("text", ["09:00-18:00", "00:00-24:00", "00:00-00:30", "23:59-24:00"])
def test_hours_are_read_and_written_the_same(text: str) -> None:
    assert str(parse_hours(text)) == text


@pytest.mark.parametrize(
    "text", ["9:00-18:00", "18:00-09:00", "22:00-06:00", "09:00-09:00", "09:00 - 18:00", "", "24:00-24:00"]
)
def test_other_hours_are_refused_with_a_hint(text: str) -> None:
    with pytest.raises(TimeError) as caught:
        parse_hours(text)
    assert caught.value.hint


def test_hours_that_end_before_they_begin_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="working hours end after they begin"):
        Hours(time(9), time(8))


@pytest.mark.parametrize(
    ("day", "clock", "zone", "expected", "remark"),
    [
        (date(2026, 3, 29), time(0, 59), "Europe/Lisbon", "2026-03-29 00:59", ""),
        (date(2026, 3, 29), time(1, 0), "Europe/Lisbon", "2026-03-29 01:00", "moved to 02:00"),
        (date(2026, 3, 29), time(1, 30), "Europe/Lisbon", "2026-03-29 01:00", "moved to 02:00"),
        (date(2026, 3, 29), time(2, 0), "Europe/Lisbon", "2026-03-29 01:00", ""),
        (date(2026, 10, 25), time(1, 30), "Europe/Lisbon", "2026-10-25 00:30", "comes twice on Sun 25 Oct 2026"),
        (date(2026, 10, 4), time(2, 10), "Australia/Lord_Howe", "2026-10-03 15:30", "moved to 02:30"),
        (date(2011, 12, 30), time(9, 0), "Pacific/Apia", "2011-12-30 19:00", "Fri 30 Dec 2011 does not exist"),
    ],
)
def test_a_clock_on_the_wall_means_one_moment(day: date, clock: time, zone: str, expected: str, remark: str) -> None:
    placed = place(day, clock, ZoneInfo(zone))
    assert placed.at == datetime.fromisoformat(expected).replace(tzinfo=UTC)
    assert remark in placed.remark
    assert bool(remark) == bool(placed.remark)


@pytest.mark.parametrize("name", ["", "Europe", "../etc/passwd", "/etc/localtime", "Lisbon", "UTC+1", "a\0b", "é"])
def test_what_is_no_zone_is_none(name: str) -> None:
    assert find_zone(name) is None


def test_a_zone_is_guessed_from_its_town() -> None:
    assert zone_hint("Lisbon") == "did you mean `Europe/Lisbon`?"
    assert zone_hint("new york") == "did you mean `America/New_York`?"
    assert "table of time zones" in zone_hint("+02:00")

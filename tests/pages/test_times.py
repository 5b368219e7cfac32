from datetime import date
from decimal import Decimal

import pytest

from sopbook.documents.schedule import Schedule
from sopbook.pages.html import Html, html
from sopbook.pages.times import days_of_week, deadline, missed, moment, often, ordinal, schedule, zone


def anchored(name: str) -> tuple[Html, bool]:
    return (html("step 3"), True) if name == "pack" else (html("<em>{}</em>", name), False)


@pytest.mark.parametrize(
    ("written", "due", "until"),
    [
        ("2 working days after start", "within 2 working days of the start", "2 working days after the start"),
        ("1 day before opens_on", "at the latest 1 day before <em>opens_on</em>", "1 day before <em>opens_on</em>"),
        ("opens_on", "by <em>opens_on</em>", "<em>opens_on</em>"),
        ("3 hours after pack", "within 3 hours after step 3 is closed", "3 hours after step 3 is closed"),
        ("pack", "when step 3 is closed", "step 3 is closed"),
        ("start", "by the start", "the start"),
        ("<b>soon", "<code>&lt;b&gt;soon</code>", "<code>&lt;b&gt;soon</code>"),
    ],
)
def test_a_time_in_words(written: str, due: str, until: str) -> None:
    assert str(deadline(written, anchored)) == due
    assert str(moment(written, anchored)) == until


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (Schedule(every="day", at="09:00"), "every day at 09:00"),
        (Schedule(every="working day"), "every working day"),
        (Schedule(every="week", day=("monday",), at="09:00"), "every Monday at 09:00"),
        (Schedule(every="week", day=("monday", "friday")), "every Monday and Friday"),
        (Schedule(every="2 weeks", day=("monday",)), "every 2 weeks on Monday"),
        (Schedule(every="1 week", day=("sunday",)), "every Sunday"),
        (Schedule(every="month", day=(Decimal(1), Decimal(15))), "every month on the 1st and 15th"),
        (Schedule(every="month", day=("last",)), "every month on the last day"),
        (Schedule(every="quarter", day=("first working day",)), "every quarter on the first working day"),
        (Schedule(every="3 months", day=("last friday",)), "every 3 months on the last Friday"),
        (Schedule(every="year", zone="America/New_York", at="08:00"), "every year at 08:00 (America/New York)"),
        (
            Schedule(every="day", from_=date(2026, 1, 5), until=date(2026, 12, 31)),
            "every day, from 5 January 2026 until 31 December 2026",
        ),
    ],
)
def test_a_schedule_in_words(written: Schedule, words: str) -> None:
    assert schedule(written) == words


def test_what_happens_to_a_missed_one_is_said() -> None:
    assert "is closed" in missed(Schedule(every="day"))
    assert "stays open" in missed(Schedule(every="day", overdue="keep"))


def test_numbers_of_days_have_their_endings() -> None:
    numbers = (1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 30, 31)
    expected = "1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 23rd 30th 31st"
    assert " ".join(ordinal(number) for number in numbers) == expected


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (("monday", "tuesday", "wednesday"), "Monday to Wednesday"),
        (("monday", "tuesday"), "Monday and Tuesday"),
        (("monday", "wednesday", "friday"), "Monday, Wednesday and Friday"),
        (("sunday", "monday", "tuesday"), "Sunday, Monday and Tuesday"),
        (("sunday",), "Sunday"),
    ],
)
def test_working_days_that_follow_each_other_are_a_span(days: tuple[str, ...], words: str) -> None:
    assert days_of_week(days) == words


def test_once_is_not_counted_in_a_repetition() -> None:
    assert [often("1 day"), often("2 days"), often("1 working day")] == [
        "every day",
        "every 2 days",
        "every working day",
    ]


def test_a_zone_is_shown_with_blanks() -> None:
    assert zone("America/New_York") == "America/New York"

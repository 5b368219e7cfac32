"""Moments as people say them from where they stand."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sopbook.timing.calendar import Calendar
from sopbook.timing.nearness import late_by, said

LISBON = Calendar(zone=ZoneInfo("Europe/Lisbon"), holidays={date(2026, 12, 8): "Immaculate Conception"})
NOW = datetime(2026, 12, 4, 15, 0, tzinfo=UTC)  # a Friday


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-12-03T09:00+00:00", "yesterday 09:00"),
        ("2026-12-04T17:00+00:00", "today 17:00"),
        ("2026-12-05T00:00+00:00", "tomorrow 00:00"),
        ("2026-12-04T23:30-02:00", "tomorrow 01:30"),
        ("2026-12-07T17:00+00:00", "Mon 7 Dec 17:00"),
        ("2027-07-01T08:00+00:00", "Thu 1 Jul 2027 09:00"),
    ],
)
def test_a_moment_is_said_by_the_companys_clocks(moment: str, words: str) -> None:
    assert said(datetime.fromisoformat(moment), NOW, LISBON) == words


@pytest.mark.parametrize(
    ("later", "words"),
    [
        (timedelta(seconds=5), "1 minute late"),
        (timedelta(minutes=59), "59 minutes late"),
        (timedelta(hours=3), "3 hours late"),
        (timedelta(hours=40), "40 hours late"),  # Sunday morning: nobody has worked since
        (timedelta(days=2, hours=1), "2 days late"),
        (timedelta(days=3), "1 working day late"),
        (timedelta(days=5), "2 working days late"),  # Tuesday is a holiday
        (timedelta(days=400), "late since Fri 4 Dec 2026"),
    ],
)
def test_lateness_counts_working_days_once_one_has_passed(later: timedelta, words: str) -> None:
    assert late_by(NOW, NOW + later, LISBON) == words

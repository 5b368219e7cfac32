"""Times as they are typed for what happened earlier."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from sopbook.cli.entries import NoTime, entry_of, moment_of
from sopbook.runs.stamp import AT_ONCE
from sopbook.timing.calendar import Calendar

LISBON = Calendar(zone=ZoneInfo("Europe/Lisbon"))
NOW = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)  # in Lisbon it is half past midnight of the second


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("0:15", "2026-07-01T23:15+00:00"),
        ("09:30", "2026-07-02T08:30+00:00"),
        ("2026-07-01 09:30", "2026-07-01T08:30+00:00"),
        ("2026-01-31T09:30", "2026-01-31T09:30+00:00"),
        ("2026-07-01T09:30+03:00", "2026-07-01T06:30+00:00"),
        ("2026-03-29 01:30", "2026-03-29T01:00+00:00"),  # the clocks went forward over it
    ],
)
def test_a_time_is_meant_by_the_companys_clocks(typed: str, moment: str) -> None:
    assert moment_of(typed, NOW, LISBON) == datetime.fromisoformat(moment)


@pytest.mark.parametrize("typed", ["", "noon", "25:00", "2026-02-30 09:30", "9"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(NoTime, match="Write it as 09:30 for today"):
        moment_of(typed, NOW, LISBON)


def test_without_a_time_or_a_reason_it_happens_now() -> None:
    assert entry_of(None, "", NOW, LISBON) is AT_ONCE
    assert entry_of("09:30", "No network", NOW, LISBON).reason == "No network"

from datetime import date

import pytest

from pages_builders import a_writer, pages_of, the_bakery
from sopbook.documents.calendar import Calendar
from sopbook.documents.team import Away, Team
from sopbook.pages import calendar, team


def test_a_calendar_says_when_we_work_and_lists_days_off_by_year() -> None:
    book = the_bakery()
    page = calendar.view(book.expect("opening-hours", Calendar), a_writer(book, "opening-hours"), {})
    assert [(fact.word, str(fact.says)) for fact in page.facts] == [
        ("Working days", "Tuesday to Saturday"),
        ("Working hours", "04:00 to 13:00"),
        ("Time zone", "America/New York"),
    ]
    assert [(year.year, [(one.day, one.weekday) for one in year.holidays]) for year in page.years] == [
        (2026, [("3 July", "Friday"), ("25 December", "Friday")]),
        (2027, [("1 January", "Friday")]),
    ]


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ((2026, 8, 3), (2026, 8, 14), "3 to 14 August 2026"),
        ((2026, 7, 30), (2026, 8, 2), "30 July to 2 August 2026"),
        ((2026, 12, 24), (2027, 1, 2), "24 December 2026 to 2 January 2027"),
        ((2026, 8, 3), (2026, 8, 3), "3 August 2026"),
        ((2026, 8, 3), (2027, 8, 3), "3 August 2026 to 3 August 2027"),
    ],
)
def test_a_time_away_says_nothing_twice(first: tuple[int, int, int], last: tuple[int, int, int], words: str) -> None:
    assert team.period(Away(from_=date(*first), until=date(*last))) == words


def test_a_team_names_deputies_and_the_ways_to_reach_people() -> None:
    book = the_bakery()
    page = team.view(book.expect("crew", Team), a_writer(book, "crew"), {})
    mo, ida = page.people
    assert mo.deputy is not None
    assert (mo.deputy.text, mo.deputy.href) == ("Ida Roth", "#ida")
    assert ida.away == ("3 to 14 August 2026", "24 December 2026")
    assert page.channels == "Chat and Phone"


def test_no_page_says_an_address_where_a_channel_leads_or_since_when_somebody_is_here() -> None:
    for page in pages_of(the_bakery()).values():
        for secret in ("mo@users.example", "CREW_CHAT_URL", "CREW_PHONE", "2025", "February"):
            assert secret not in page.html, (page.path, secret)

from datetime import date
from textwrap import dedent

from handbook_builders import handbook_from
from sopbook.handbook.working_calendar import counting_calendar, working_calendar
from sopbook.timing.calendar import Calendar

TEXT = """\
kind: calendar
id: calendar
title: Calendar
zone: Europe/Lisbon
working_days: [monday, saturday]
working_hours: "09:00-24:00"
holidays: [{day: "2026-12-26", name: Boxing Day}]
"""


def test_the_register_becomes_a_calendar() -> None:
    calendar = working_calendar(handbook_from({"calendar.yml": TEXT}))
    assert calendar is not None
    assert (calendar.zone.key, sorted(calendar.working_days)) == ("Europe/Lisbon", [0, 5])
    assert str(calendar.working_hours) == "09:00-24:00"
    day_off = calendar.day_off(date(2026, 12, 26))
    assert day_off is not None
    assert day_off.name == "Boxing Day"


def test_without_a_register_or_with_a_wrong_one_the_usual_week_counts() -> None:
    wrong = (TEXT.replace("Lisbon", "Lisabon"), TEXT.replace("09:00-24:00", "18:00-09:00"))
    for files in ({}, *({"calendar.yml": dedent(text)} for text in wrong)):
        book = handbook_from(files)
        assert working_calendar(book) is None
        assert counting_calendar(book) == Calendar.default()

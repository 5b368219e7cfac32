"""Dates, times and durations as they are written, and what is said about those that are none."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings

from feel.strategies import temporals
from sopbook.feel.parser import parse_condition, parse_expression
from sopbook.feel.problem import FeelError
from sopbook.feel.syntax import Literal
from sopbook.feel.temporal import Temporal, temporal_text
from sopbook.feel.values import Months

IN_INDIA = timezone(timedelta(hours=5, minutes=30))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('date("2024-02-29")', date(2024, 2, 29)),
        ('time("14:30")', time(14, 30)),
        ('time("14:30:05.25")', time(14, 30, 5, 250_000)),
        ('time("14:30:00Z")', time(14, 30, tzinfo=UTC)),
        ('time("14:30+05:30")', time(14, 30, tzinfo=IN_INDIA)),
        ('date and time("2026-01-31")', datetime(2026, 1, 31)),
        ('date and time("2026-01-31T14:30")', datetime(2026, 1, 31, 14, 30)),
        ('date  and\ntime ( "2026-01-31T14:30:00Z" )', datetime(2026, 1, 31, 14, 30, tzinfo=UTC)),
        ('date and time("2026-01-31T14:30:00+05:30")', datetime(2026, 1, 31, 14, 30, tzinfo=IN_INDIA)),
        (
            'date and time("2026-07-31T14:30:00@Europe/Lisbon")',
            datetime(2026, 7, 31, 14, 30, tzinfo=ZoneInfo("Europe/Lisbon")),
        ),
        ('duration("P1DT2H3M4.5S")', timedelta(days=1, hours=2, minutes=3, seconds=4.5)),
        ('duration("-PT36H")', timedelta(hours=-36)),
        ('duration("P0D")', timedelta()),
        ('duration("P1Y6M")', Months(18)),
        ('duration("-P20M")', Months(-20)),
        ('@"2026-01-31"', date(2026, 1, 31)),
        ('@"14:30"', time(14, 30)),
        ('@"2026-01-31T14:30"', datetime(2026, 1, 31, 14, 30)),
        ('@"-P2D"', timedelta(days=-2)),
        ('@"P1M"', Months(1)),
        ('@"PT1M"', timedelta(minutes=1)),
    ],
)
def test_a_temporal_literal_has_its_value(text: str, value: Temporal) -> None:
    assert parse_expression(text) == Literal(value)


@pytest.mark.parametrize(
    ("text", "inside", "message", "hint"),
    [
        ('date("31.01.2026")', "31.01.2026", "`31.01.2026` is not a day", 'as in `date("2026-01-31")`'),
        ('date("2026-02-29")', "2026-02-29", "`2026-02-29` is not a day", ""),
        ('date("2026-1-5")', "2026-1-5", "`2026-1-5` is not a day", ""),
        ('date("2026-W01-1")', "2026-W01-1", "`2026-W01-1` is not a day", ""),
        ('date("")', "", "`` is not a day", ""),
        ('time("2 pm")', "2 pm", "`2 pm` is not a time of day", '`time("14:30")`'),
        ('time("24:00")', "24:00", "`24:00` is not a time of day", ""),
        ('time("10:00@Europe/Paris")', "10:00@Europe/Paris", "`10:00@Europe/Paris` is not a time of day", "+01:00"),
        ('time("10:00:00+25:00")', "10:00:00+25:00", "`10:00:00+25:00` is not a time of day", ""),
        ('date and time("2026-01-31 14:30")', "2026-01-31 14:30", "`2026-01-31 14:30` is not a day and time", "T14:30"),
        (
            '@"2026-01-31T14:30:00@Europe/Pari"',
            "2026-01-31T14:30:00@Europe/Pari",
            "there is no time zone `Europe/Pari`",
            "`Europe/Lisbon`",
        ),
        ('@"2026-01-31T14:30@../x"', "2026-01-31T14:30@../x", "there is no time zone `../x`", ""),
        ('@"2026-01-31T14:30@Europe"', "2026-01-31T14:30@Europe", "there is no time zone `Europe`", ""),
        ('@"2026-01-31T14:30@"', "2026-01-31T14:30@", "there is no time zone ``", ""),
        ('duration("5 days")', "5 days", "`5 days` is not a duration", '`duration("P2DT12H")`'),
        ('duration("P")', "P", "`P` is not a duration", ""),
        ('duration("P1DT")', "P1DT", "`P1DT` is not a duration", ""),
        ('duration("P1Y1D")', "P1Y1D", "`P1Y1D` is not a duration", ""),
        ('duration("P1W")', "P1W", "`P1W` is not a duration", ""),
        ('duration("P9999999999D")', "P9999999999D", "`P9999999999D` is not a duration", ""),
        ('duration("P10000Y")', "P10000Y", "`P10000Y` is not a duration", ""),
        ('@"tomorrow"', "tomorrow", "`tomorrow` is not a day", ""),
    ],
)
def test_what_is_none_is_told_inside_its_quotes(text: str, inside: str, message: str, hint: str) -> None:
    with pytest.raises(FeelError) as caught:
        parse_condition(f"a = 1 or b > {text}")
    problem = caught.value.problem
    start = f"a = 1 or b > {text}".index('"') + 1
    assert (problem.offset, problem.end) == (start, start + len(inside))
    assert problem.message == message
    assert hint in problem.hint


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ('@"0099-01-31"', 'date("0099-01-31")'),
        ('@"09:05"', 'time("09:05:00")'),
        ('@"09:05:00.500000+00:00"', 'time("09:05:00.500000Z")'),
        ('@"09:05:00-03:30"', 'time("09:05:00-03:30")'),
        ('@"2026-01-31T00:00@UTC"', 'date and time("2026-01-31T00:00:00@UTC")'),
        ('@"PT25H61M0.50S"', 'duration("P1DT2H1M0.5S")'),
        ('@"-PT0S"', 'duration("P0D")'),
        ('@"P24M"', 'duration("P2Y")'),
        ('@"-P13M"', 'duration("-P1Y1M")'),
        ('@"P0Y"', 'duration("P0M")'),
    ],
)
def test_there_is_one_spelling(text: str, spelled: str) -> None:
    literal = parse_expression(text)
    assert isinstance(literal, Literal)
    assert isinstance(literal.value, Temporal)
    assert temporal_text(literal.value) == spelled


@given(value=temporals())
@settings(max_examples=200, deadline=None)
def test_what_is_written_reads_back_the_same(value: Temporal) -> None:
    assert parse_expression(temporal_text(value)) == Literal(value)

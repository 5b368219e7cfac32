"""Times with an anchor: what can be written, and when it is due."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sopbook.problem import Problem
from sopbook.timing.due import Anchored, due, parse_time
from sopbook.timing.durations import Duration, parse_duration
from sopbook.timing.problem import TimeError
from sopbook.timing.working_time import Direction
from timing_builders import a_calendar, durations, moment, on_the_wall


@pytest.mark.parametrize(
    ("text", "anchor", "duration", "direction"),
    [
        ("1 working day after start", "start", "1 working day", Direction.AFTER),
        ("2 days before kickoff_on", "kickoff_on", "2 days", Direction.BEFORE),
        ("30 minutes after sign-off", "sign-off", "30 minutes", Direction.AFTER),
        ("1 month after contract.signed_on", "contract.signed_on", "1 month", Direction.AFTER),
        ("2 days after before-kickoff", "before-kickoff", "2 days", Direction.AFTER),
        ("2 days after after", "after", "2 days", Direction.AFTER),
    ],
)
def test_a_time_is_a_duration_and_an_anchor(text: str, anchor: str, duration: str, direction: Direction) -> None:
    assert parse_time(text) == Anchored(anchor, parse_duration(duration), direction)
    assert str(parse_time(text)) == text


@pytest.mark.parametrize("text", ["kickoff_on", "contract.signed_on", "prepare", "step-2"])
def test_a_time_may_be_an_anchor_alone(text: str) -> None:
    assert parse_time(text) == Anchored(text)
    assert str(parse_time(text)) == text


@given(
    durations(), st.sampled_from(Direction), st.from_regex(r"[a-z][a-z0-9]{0,5}([-_][a-z0-9]{1,3})?", fullmatch=True)
)
def test_what_is_written_is_read_again(duration: Duration, direction: Direction, anchor: str) -> None:
    time = Anchored(anchor, duration, direction)
    assert parse_time(str(time)) == time


@pytest.mark.parametrize(
    ("text", "offset", "hint"),
    [
        ("2 workingdays after start", 2, "write `2 working days`"),
        ("2 days", 0, "write `2 days after start`"),
        ("2 days after", 0, "write `2 days after start`, or the id of a step, an input or a field"),
        ("after start", 0, "write it as in `2 working days after start`"),
        ("start + 2 days", 6, "write `after` or `before`: write it as in `2 working days after start`"),
        ("2 days from start", 7, "write `after` or `before`: write it as in `2 working days after start`"),
        ("2 days after the kickoff", 13, "write `kickoff`"),
        ("2 days after Start", 13, "write `start`"),
        ("", 0, "write it as in `2 working days after start`"),
    ],
)
def test_anything_else_says_what_to_write(text: str, offset: int, hint: str) -> None:
    with pytest.raises(TimeError) as caught:
        parse_time(text)
    assert (caught.value.offset, caught.value.hint) == (offset, hint)


_WORDS = ["2", "days", "after", "before", "start", "x.y", "-", "1.5", "The", "\n"]


@given(st.text(max_size=25) | st.lists(st.sampled_from(_WORDS)).map(" ".join))
def test_any_text_is_a_time_or_a_problem(text: str) -> None:
    match read(text):
        case Problem() as problem:
            assert problem.hint
            assert 0 <= problem.offset <= problem.end <= max(1, len(text))
        case time:
            assert parse_time(str(time)) == time


def read(text: str) -> Anchored | Problem:
    try:
        return parse_time(text)
    except TimeError as error:
        return error.problem


@pytest.mark.parametrize(
    ("text", "anchor", "expected", "sentence"),
    [
        (
            "kickoff_on",
            date(2026, 1, 5),
            "2026-01-05 17:00",
            "Mon 5 Jan 2026, 17:00 (Europe/Lisbon): kickoff_on (Mon 5 Jan 2026). A day ends with its working hours.",
        ),
        (
            "prepare",
            moment("2026-01-05 10:20"),
            "2026-01-05 10:20",
            "Mon 5 Jan 2026, 10:20 (Europe/Lisbon): prepare (Mon 5 Jan 2026, 10:20).",
        ),
        (
            "2 working days before kickoff_on",
            date(2026, 1, 5),
            "2025-12-31 17:00",
            "Wed 31 Dec 2025, 17:00 (Europe/Lisbon): 2 working days before kickoff_on (Mon 5 Jan 2026). "
            "Skipped: 2 weekend days and New Year (Thu 1 Jan 2026).",
        ),
    ],
)
def test_it_is_due_once_its_anchor_is_known(text: str, anchor: date | datetime, expected: str, sentence: str) -> None:
    found = due(parse_time(text), anchor, a_calendar())
    assert on_the_wall(found.at) == expected
    assert found.explanation.sentence == sentence

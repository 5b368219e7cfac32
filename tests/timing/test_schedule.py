"""Schedules: everything that can be wrong with one stands at its key and says what to write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sopbook.timing.schedule import NoSchedule, Schedule, problems, series


@pytest.mark.parametrize(
    ("written", "key", "hint"),
    [
        ({"every": "daily"}, "every", "write `day`"),
        ({"every": "weeks"}, "every", "write `week`"),
        ({"every": "fortnight"}, "every", "write `2 weeks`"),
        ({"every": "3 moths"}, "every", "write `3 months`"),
        ({"every": "mondays"}, "every", "write `every: week` with `day: monday`"),
        ({"every": "30 minutes"}, "every", "the shortest is `day`"),
        ({"every": "0 9 * * 1"}, "every", "with `day` and `at`"),
        ({"every": ""}, "every", "write `day`, `working day`"),
        ({"every": "0 weeks"}, "every", "write a whole number, as in `2 weeks`"),
        ({"every": "11 years", "from_": "2026-01-05"}, "every", "write a shorter time"),
        ({"every": "2 weeks"}, "every", 'add the day it counts from, as in `from: "2026-01-05"`'),
        ({"every": "2 working days", "from_": "2026-01-05"}, "every", "write `working day`, or name the days"),
        ({"every": "day", "day": ("monday",)}, "day", "leave `day` out"),
        ({"every": "working day", "day": (1,)}, "day", "leave `day` out"),
        ({"every": "week", "day": (3,)}, "day", "write `wednesday`"),
        ({"every": "week", "day": ("mon",)}, "day", "write `monday`"),
        ({"every": "week", "day": ("Monday",)}, "day", "write `monday`"),
        ({"every": "week", "day": ("last",)}, "day", "write `sunday` or `last working day`"),
        ({"every": "week", "day": ("first monday",)}, "day", "write `monday`"),
        ({"every": "month", "day": ("friday",)}, "day", "write `first friday` or `last friday`"),
        ({"every": "month", "day": ("fifth friday",)}, "day", "write `last friday`"),
        ({"every": "month", "day": (32,)}, "day", "write 1 to 31, or `last`"),
        ({"every": "month", "day": (0,)}, "day", "write 1 to 31, or `last`"),
        ({"every": "month", "day": (-1,)}, "day", "write `last`"),
        ({"every": "month", "day": ("15th",)}, "day", "write the number alone: `15`"),
        ({"every": "month", "day": ("end of month",)}, "day", "write `last`"),
        ({"every": "month", "day": ("3rd business day",)}, "day", "write `third working day`"),
        ({"every": "quarter", "day": (31,)}, "day", "leave `day` out and give the first one as `from`"),
        ({"every": "year", "day": (15,)}, "day", "leave `day` out and give the first one as `from`"),
        ({"every": "week", "day": ("monday", "monday")}, "day", "leave one out"),
        ({"every": "day", "at": "9:00"}, "at", 'write two digits for the hour: `"09:00"`'),
        ({"every": "day", "at": "24:00"}, "at", 'write `"00:00"`, or `"23:59"`'),
        ({"every": "day", "at": "9am"}, "at", 'as in `"09:00"` or `"17:30"`'),
        ({"every": "day", "zone": "Lisbon"}, "zone", "did you mean `Europe/Lisbon`?"),
        ({"every": "day", "from_": "2026-02-29"}, "from", "look at the month and its number of days"),
        ({"every": "day", "from_": "5 January"}, "from", 'as in `"2026-01-05"`'),
        ({"every": "day", "until": "0026-01-05"}, "until", "write one from 1900 to 2999"),
        ({"every": "day", "from_": "2026-01-05", "until": "2026-01-04"}, "until", "write a later day"),
        ({"every": "day", "overdue": "drop"}, "overdue", "write `skip` or `keep`"),
    ],
)
def test_nonsense_is_named_at_its_key(written: dict[str, object], key: str, hint: str) -> None:
    (problem,) = problems(Schedule(**written))  # type: ignore[arg-type]
    assert problem.key == key
    assert hint in problem.hint


def test_all_faults_are_found_at_once_in_the_order_of_the_keys() -> None:
    schedule = Schedule(every="2 weeks", day=("monday", "fryday"), at="9", until="soon", overdue="?")
    assert [(fault.key, fault.index) for fault in problems(schedule)] == [
        ("every", None),
        ("day", 1),
        ("at", None),
        ("until", None),
        ("overdue", None),
    ]


def test_the_days_of_an_unknown_period_are_not_judged() -> None:
    assert [fault.key for fault in problems(Schedule(every="moon", day=("full",)))] == ["every"]


def test_a_schedule_with_problems_cannot_be_used() -> None:
    with pytest.raises(NoSchedule, match="every: `moon` is no period"):
        series(Schedule(every="moon"))


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ({"every": "day"}, "every day"),
        ({"every": "1 week", "day": ("monday", "thursday")}, "every week on monday and thursday"),
        ({"every": "2 weeks", "from_": "2026-01-08"}, "every 2 weeks on thursday"),
        ({"every": "month", "day": (15, "last")}, "every month on day 15 and the last day"),
        ({"every": "month"}, "every month on the first working day"),
        ({"every": "quarter", "day": ("last friday",)}, "every quarter on the last friday"),
        ({"every": "year", "from_": "2024-02-29"}, "every year on the date of Thu 29 Feb 2024"),
    ],
)
def test_a_series_says_what_it_is(written: dict[str, object], words: str) -> None:
    assert str(series(Schedule(**written))) == words  # type: ignore[arg-type]


_TEXT = st.text(max_size=12) | st.sampled_from(
    ["day", "2 weeks", "month", "last friday", "31", "09:00", "UTC", "2026-01-05"]
)


@given(
    st.builds(
        Schedule, every=_TEXT, day=st.tuples(_TEXT | st.integers()), at=_TEXT, zone=_TEXT, from_=_TEXT, until=_TEXT
    )
)
def test_any_texts_are_judged(schedule: Schedule) -> None:
    found = problems(schedule)
    assert all(problem.message and problem.hint for problem in found)
    assert not found or {problem.key for problem in found} <= {"every", "day", "at", "zone", "from", "until", "overdue"}

from fractions import Fraction
from textwrap import dedent

from hypothesis import given, settings
from hypothesis import strategies as st

from handbook_builders import TODAY, a_procedure, handbook_from
from sopbook.handbook.book import Handbook
from sopbook.handbook.time_plan import least_effort, loads, roles_doing, shares, spoken_minutes, stated_effort

ROLES = ("lead", "owner", "specialist")


def a_book(body: str, head: str = "") -> Handbook:
    return handbook_from({"work.yml": a_procedure(body, head=dedent(head))})


def shares_of(book: Handbook) -> dict[str, float]:
    return {str(role): float(minutes) for role, minutes in shares(book.procedure("work"), book).items()}


BODY = """
- {id: one, do: Work, effort: 30 minutes}
- {id: two, do: Work on, by: [specialist, owner], effort: 1 hour}
- {id: three, do: Anybody can do this}
"""


def test_without_an_effort_of_the_procedure_the_steps_are_all_there_is() -> None:
    assert shares_of(a_book(BODY, "by: lead")) == {"lead": 30, "specialist": 30, "owner": 30}


def test_what_the_steps_do_not_say_falls_to_who_does_the_procedure() -> None:
    assert shares_of(a_book(BODY, "by: lead\neffort: 3 hours")) == {"lead": 120, "specialist": 30, "owner": 30}


def test_steps_that_take_longer_than_the_procedure_are_shortened_alike() -> None:
    assert shares_of(a_book(BODY, "by: lead\neffort: 45 minutes")) == {"lead": 15, "specialist": 15, "owner": 15}


def test_work_of_somebody_who_is_known_only_in_a_run_is_nobodys() -> None:
    body = "- {id: one, do: Work, by: buddy, effort: 1 hour}"
    book = a_book(body, "by: lead\ninputs: {buddy: {type: person}}")
    assert shares_of(book) == {}
    assert roles_doing(book.procedure("work"), book.procedure("work").steps[0], book) == ()


CHOICE = """
- id: which
  choose: Which?
  options:
    - {id: long, label: Long, steps: [{id: slow, do: Work, effort: 2 hours}]}
    - {id: short, label: Short, steps: [{id: fast, do: Work, by: owner, effort: 20 minutes}]}
- {id: maybe, do: Work on, only_if: There is time, effort: 1 hour}
- {id: surely, do: Finish, effort: 5 minutes}
"""


def test_the_plan_takes_the_longest_way_and_every_run_at_least_the_shortest() -> None:
    book = a_book(CHOICE, "by: lead")
    work = book.procedure("work")
    assert shares_of(book) == {"lead": 185}
    assert least_effort(work.parts, work, book) == 25
    assert stated_effort(work, book) is None


def test_a_day_of_work_is_a_day_of_the_calendar() -> None:
    calendar = """\
    kind: calendar
    id: calendar
    title: Calendar
    zone: UTC
    working_days: [monday, tuesday]
    working_hours: "10:00-14:00"
    """
    text = a_procedure("- {id: one, do: Work}", head="by: lead\neffort: 1 week")
    book = handbook_from({"work.yml": text, "calendar.yml": dedent(calendar)})
    assert shares_of(book) == {"lead": 480}


def planned(schedule: str) -> list[tuple[str, int]]:
    book = a_book("- {id: one, do: Work}", f"by: lead\neffort: 2 hours\nschedule: {schedule}")
    return [(load.rhythm, int(load.minutes)) for load in loads(book, TODAY)]


def test_a_schedule_counts_in_its_rhythm() -> None:
    assert planned("{every: working day}") == [("daily", 120)]
    assert planned("{every: week, day: [monday, friday]}") == [("weekly", 240)]
    assert planned('{every: 2 weeks, from: "2026-01-05"}') == [("weekly", 60)]
    assert planned("{every: month, day: [1, 15]}") == [("monthly", 240)]
    assert planned("{every: quarter}") == [("monthly", 40)]
    assert planned("{every: year}") == [("monthly", 10)]


def test_a_schedule_that_is_over_or_makes_no_sense_takes_no_time() -> None:
    assert planned('{every: week, until: "2026-11-22"}') == []
    assert planned('{every: week, until: "2026-11-23"}') == [("weekly", 120)]
    assert planned("{every: 2 weeks}") == []


def test_minutes_are_told_in_hours_and_minutes() -> None:
    told = [spoken_minutes(Fraction(minutes)) for minutes in (0, 1, 60, 61, 150)]
    assert told == ["no time", "1 minute", "1 hour", "1 hour 1 minute", "2 hours 30 minutes"]
    assert spoken_minutes(Fraction(100, 3)) == "33 minutes"


steps = st.lists(st.tuples(st.sampled_from(ROLES), st.integers(1, 300)), min_size=1, max_size=5)


@settings(max_examples=25, deadline=None)
@given(steps, st.none() | st.integers(1, 1000))
def test_the_shares_are_the_stated_effort_or_else_the_steps(steps: list[tuple[str, int]], stated: int | None) -> None:
    lines = [
        f"- {{id: s{number}, do: Work, by: {role}, effort: {minutes} minutes}}"
        for number, (role, minutes) in enumerate(steps)
    ]
    book = a_book("\n".join(lines), "by: lead\n" + (f"effort: {stated} minutes" if stated else ""))
    total = sum(minutes for _, minutes in steps) if stated is None else stated
    assert sum(shares(book.procedure("work"), book).values()) == total

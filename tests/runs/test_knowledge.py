"""What conditions over the dates and times of a run come to."""

from datetime import date

import pytest

from handbook_builders import a_procedure, found_in, handbook_from
from runs_builders import Play
from sopbook.runs import commands as cmd
from sopbook.runs.checklist import read, written
from sopbook.runs.events import Decided
from sopbook.runs.freeze import freeze

HEAD = """\
order: any
inputs: {kickoff_on: {type: date}, until: {type: date, optional: true}, opens_at: {type: time}}"""
STEPS = """
- {id: meet, do: Meet, fields: {met_at: {type: datetime}}}
- {id: early, do: Hurry, when: 'kickoff_on < date("2026-12-01")'}
- {id: short, do: Shorten it, when: 'until != null and until - kickoff_on <= duration("P7D")'}
- {id: morning, do: Open up, when: 'opens_at in [time("06:00")..time("12:00"))'}
- {id: late, do: Apologise, when: 'meet.met_at > date and time("2026-11-05T12:00")'}
- {id: ask, decide: season, given: {day: 'kickoff_on + duration("P1M")'}}
- {id: heat, do: Heat, when: ask.name = "winter"}
"""
SEASON = """\
kind: decision
id: season
title: Season
owner: lead
version: "1.0"
question: Which season?
decided_by: lead
inputs: {day: {type: date}}
outputs: {name: {type: choice, options: [winter, other]}}
rules:
  - {id: cold, when: {day: '[date("2026-12-01")..date("2027-03-01"))'}, then: {name: winter}}
  - {id: mild, when: {day: '< date("2026-12-01"), >= date("2027-03-01")'}, then: {name: other}}
"""
FILES = {"season.yml": SEASON, "work.yml": a_procedure(STEPS, head=HEAD)}


def a_play(**inputs: str) -> Play:
    book = handbook_from(FILES)
    play = Play(checklist=read(written(freeze(book.procedure("work"), book, commit=""))))
    return play.start(**{"kickoff_on": "2026-11-20", "until": "", "opens_at": "09:00"} | inputs)


def test_a_handbook_may_compare_and_calculate_with_dates() -> None:
    assert not [one for one in found_in(handbook_from(FILES)) if one.code in ("SOP210", "SOP211", "SOP212", "SOP213")]


@pytest.mark.parametrize(
    ("inputs", "step", "state"),
    [
        ({}, "early", "ready"),
        ({"kickoff_on": "2026-12-01"}, "early", "not applicable"),
        ({}, "short", "not applicable"),
        ({"until": "2026-11-27"}, "short", "ready"),
        ({"until": "2026-11-28"}, "short", "not applicable"),
        ({"opens_at": "06:00"}, "morning", "ready"),
        ({"opens_at": "12:00"}, "morning", "not applicable"),
    ],
)
def test_a_condition_compares_dates_and_times(inputs: dict[str, str], step: str, state: str) -> None:
    play = a_play(**inputs)
    play.act(cmd.Complete(step="meet", values={"met_at": "2026-11-05T12:00"}))
    assert play.state(step) == state
    assert play.state("late") == "not applicable"


def test_a_decision_is_asked_with_a_date_that_was_calculated() -> None:
    play = a_play()
    play.act(cmd.Complete(step="meet", values={"met_at": "2026-11-05T12:01"}))
    assert play.state("late") == "ready"
    assert play.part("ask").result == {"name": "winter"}
    assert [one.inputs for one in play.events if isinstance(one, Decided)] == [{"day": date(2026, 12, 20)}]

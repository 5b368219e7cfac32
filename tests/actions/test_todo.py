"""What somebody has to do over all runs."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta

import pytest

from actions.playing import record
from runs_builders import INES, MARA, NIKO, NOON, TEAM, TOMAS, Play, approve, check, do, each, wait
from sopbook.actions.run_view import Here
from sopbook.actions.seeing import Seeing
from sopbook.actions.surroundings import RunJournal
from sopbook.actions.todo import Task, grouped, short_ids, todo
from sopbook.runs import commands as cmd
from sopbook.runs.event import Member
from sopbook.timing.calendar import Calendar

Tasks = Callable[..., tuple[Task, ...]]


@pytest.fixture
def tasks(journal: RunJournal) -> Callable[..., tuple[Task, ...]]:
    """Records runs, the first of them the oldest, and says what there is to do some hours after they were started."""

    def found(*plays: Play, me: Member | None = INES, hours: float = 2) -> tuple[Task, ...]:
        for number, play in enumerate(plays):
            record(play, journal, f"r{number}")
        register = plays[-1].register
        here = Here(now=NOON + timedelta(hours=hours), calendar=Calendar.default(), register=register)
        member = me and register[me.id]
        return todo(member, seeing=Seeing(journal=journal, me=lambda: member), here=here).tasks

    return found


def names(found: Iterable[Task]) -> list[str]:
    return [f"{task.run} {task.title}" for task in found]


def test_tasks_stand_by_when_they_are_due_and_then_by_run(tasks: Tasks) -> None:
    later = Play(do("a"), do("b", due="1 hour after start"), due="2 weeks after start", any_order=True).start()
    week = Play(do("c", due="1 working day after start")).start()
    no_time = Play(do("d")).start()
    today = Play(do("e", due="3 hours after start")).start()
    found = tasks(later, week, no_time, today)
    said = [(time.value, [names(run) for run in of_runs]) for time, of_runs in grouped(found)]
    assert said == [
        ("late", [["r0 B"]]),
        ("today", [["r3 E"]]),
        ("this week", [["r1 C"]]),
        ("later", [["r0 A"]]),
        ("no time set", [["r2 D"]]),
    ]
    assert [task.due for task in found] == [
        "59 minutes late",
        "today 15:01",
        "tomorrow 17:00",
        "Thu 19 Nov 17:00",
        "",
    ]


def test_a_step_has_the_time_of_its_group_or_of_the_run_when_that_comes_first(tasks: Tasks) -> None:
    rounds = do("mail", "Mail {{ name }}", loop=each("name", items=["Ann", "Bob"]), due="1 hour after start")
    run = Play(rounds, do("b"), any_order=True, due="3 hours after start").start()
    found = tasks(run)
    assert [(task.title, task.due) for task in found] == [
        ("Mail Ann", "59 minutes late"),
        ("Mail Bob", "59 minutes late"),
        ("B", "today 15:01"),
    ]


def test_everybody_finds_what_their_roles_do_and_what_is_nobodys(tasks: Tasks) -> None:
    run = Play(do("a", by="lead"), check("b", by="specialist"), do("c"), any_order=True).start()
    assert names(tasks(run, me=TOMAS)) == ["r0 A", "r0 C"]
    assert names(tasks(run, me=NIKO)) == ["r0 B", "r0 C"]
    assert names(tasks(run, me=MARA)) == ["r0 A", "r0 B", "r0 C"]
    assert names(tasks(run, me=None)) == ["r0 A", "r0 B", "r0 C"]


def test_a_step_that_was_given_to_one_person_is_theirs_alone(tasks: Tasks) -> None:
    run = Play(do("a", by="lead")).start()
    run.act(cmd.Assign(step="a", to="mara"), by="tomas")
    assert (names(tasks(run, me=TOMAS)), names(tasks(run, me=MARA))) == ([], ["r0 A"])
    assert tasks(run, me=MARA)[0].step.assigned == "Mara"


def test_whoever_stands_in_for_somebody_finds_their_steps(tasks: Tasks) -> None:
    niko = replace(NIKO, stands_in_for={"tomas": TOMAS.roles})
    run = Play(do("a", by="lead"), register={**TEAM, "niko": niko}).start()
    assert names(tasks(run, me=niko)) == ["r0 A"]


def test_who_is_kept_from_signing_by_what_they_did_does_not_find_it(tasks: Tasks) -> None:
    run = Play(do("a"), approve("s", by="lead", not_by=("a",))).start().done("a", by="mara")
    assert (names(tasks(run, me=MARA)), names(tasks(run, me=TOMAS))) == ([], ["r0 S"])


def test_what_waits_for_a_time_waits_for_nobody_until_the_time_has_come(tasks: Tasks) -> None:
    run = Play(wait("w", lasts="4 hours"), do("a")).start()
    assert names(tasks(run, hours=2)) == []
    assert names(tasks(run, hours=5)) == ["r0 A"]


def test_the_lead_confirms_that_a_run_is_done(tasks: Tasks) -> None:
    run = Play(do("a"), done_when=("All is well",)).start(by="tomas").done("a")
    assert names(tasks(run, me=TOMAS)) == ["r0 Confirm that it is done"]
    assert (tasks(run, me=TOMAS)[0].can, names(tasks(run, me=NIKO))) == (("finish",), [])


def test_ids_are_cut_as_short_as_they_can_be_told_apart() -> None:
    assert short_ids(["abcdef12", "abcdefgh", "xyz12345"]) == {
        "abcdef12": "abcdef1",
        "abcdefgh": "abcdefg",
        "xyz12345": "xyz123",
    }

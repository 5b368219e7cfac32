"""Whose records somebody may see, alike in every list and look."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta

import pytest

from actions.playing import record
from runs_builders import INES, NIKO, NOON, TEAM, TOMAS, ZOE, Play, do, wait
from sopbook.actions.paging import Passing, page
from sopbook.actions.run_view import Here
from sopbook.actions.searching import search
from sopbook.actions.seeing import NotForYou, Seeing
from sopbook.actions.surroundings import RunJournal
from sopbook.actions.todo import todo
from sopbook.records import lists
from sopbook.runs import commands as cmd
from sopbook.runs.event import Member
from sopbook.timing.calendar import Calendar

OTTO = Member(id="otto", name="Otto", roles=("auditor",))
SECRET = {"records_for": ("auditor",)}


@pytest.fixture
def sees(journal: RunJournal) -> Callable[..., list[str]]:
    """Who of the team may see the run `r1`, some hours after it began."""

    def found(hours: float = 1, *others: Member) -> list[str]:
        people = {**TEAM, "otto": OTTO, **{one.id: one for one in others}}
        return [id for id, one in people.items() if may_see(journal, one, hours)]

    return found


def looking(journal: RunJournal, me: Member | None, hours: float = 1) -> Seeing:
    here = Here(now=NOON + timedelta(hours=hours), calendar=Calendar.default(), register=TEAM)
    return Seeing(journal=journal, me=lambda: me, here=lambda: here)


def may_see(journal: RunJournal, me: Member | None, hours: float = 1) -> bool:
    line = journal.ledger.run("run:r1")
    assert line is not None
    return looking(journal, me, hours).may_see(line)


Sees = Callable[..., list[str]]


def test_without_records_for_everybody_sees_and_nobody_is_asked_who_they_are(journal: RunJournal, sees: Sees) -> None:
    record(Play(do("a", by="lead")).start(), journal)
    assert sees() == [*TEAM, "otto"]
    line = journal.ledger.run("run:r1")
    assert line is not None

    def nobody() -> Member:
        raise AssertionError("it does not matter who looks")

    assert Seeing(journal=journal, me=nobody).may_see(line)


def test_the_roles_named_see_it_and_whoever_answers_for_the_document(journal: RunJournal, sees: Sees) -> None:
    record(Play(do("a", by="initiator"), **SECRET).start(by="tomas"), journal)
    assert sees() == ["ines", "tomas", "otto"]
    assert not may_see(journal, None)


def test_whoever_did_something_or_was_given_something_sees_it_for_ever(journal: RunJournal, sees: Sees) -> None:
    play = Play(do("a", by="lead"), do("b", by="initiator"), **SECRET).start(by="tomas")
    play.act(cmd.Assign(step="a", to="mara"), by="tomas")
    play.act(cmd.Note(text="Look"), by="zoe")
    play.done("a", by="mara")
    record(play, journal)
    assert sees() == ["ines", "tomas", "mara", "zoe", "otto"]
    record(play.done("b", by="tomas"), journal)
    assert sees() == ["ines", "tomas", "mara", "zoe", "otto"]


def test_a_step_that_waits_for_a_role_shows_the_run_to_its_holders_as_long_as_it_waits(
    journal: RunJournal, sees: Sees
) -> None:
    play = Play(do("a", by="specialist"), do("b", by="initiator"), **SECRET).start(by="tomas")
    record(play, journal)
    assert sees() == ["ines", "tomas", "niko", "mara", "otto"]
    record(play.done("a", by="mara"), journal)
    assert sees() == ["ines", "tomas", "mara", "otto"]


def test_a_step_for_anybody_shows_the_run_to_nobody_else(journal: RunJournal, sees: Sees) -> None:
    record(Play(do("a"), **SECRET).start(by="tomas"), journal)
    assert sees() == ["ines", "tomas", "otto"]


def test_what_time_alone_has_opened_counts(journal: RunJournal, sees: Sees) -> None:
    record(Play(wait("w", lasts="4 hours"), do("a", by="specialist"), **SECRET).start(by="tomas"), journal)
    assert sees(1) == ["ines", "tomas", "otto"]
    assert sees(5) == ["ines", "tomas", "niko", "mara", "otto"]


def test_whoever_stands_in_for_somebody_sees_what_they_see(journal: RunJournal, sees: Sees) -> None:
    record(Play(do("a", by="initiator"), **SECRET).start(by="tomas"), journal)
    assert "zoe" in sees(1, replace(ZOE, stands_in_for={"tomas": TOMAS.roles}))
    assert "zoe" in sees(1, replace(ZOE, stands_in_for={"otto": OTTO.roles}))
    assert "zoe" not in sees(1, replace(ZOE, stands_in_for={"niko": NIKO.roles}))


def test_lists_that_are_behind_are_not_believed(journal: RunJournal, sees: Sees) -> None:
    play = Play(do("a", by="specialist"), **SECRET).start(by="tomas")
    play.act(cmd.Note(text="Look"), by="zoe")
    record(play, journal)
    with journal.ledger.writing() as connection:
        lists.forget(connection, "run:r1")
    assert sees() == ["ines", "tomas", "niko", "mara", "zoe", "otto"]


def test_a_look_at_what_is_for_others_is_refused_with_who_may(journal: RunJournal) -> None:
    record(Play(do("a", by="initiator"), **SECRET).start(by="tomas"), journal)
    line = journal.ledger.run("run:r1")
    assert line is not None
    looking(journal, TOMAS).require(line)
    with pytest.raises(NotForYou) as refused:
        looking(journal, ZOE).require(line)
    assert str(refused.value) == (
        "The records of `close-shop` are only for the role “auditor” or “Owner” and for the people who take part in a "
        "run, and you are none of them. Ask one of them."
    )


def test_every_list_leaves_it_out_alike_and_says_so(journal: RunJournal) -> None:
    record(Play(do("a", "Weigh gold", by="initiator"), **SECRET).start(by="tomas"), journal, "r1")
    record(Play(do("a", "Weigh gold"), **SECRET).start(by="tomas"), journal, "r2")
    record(Play(do("a", "Weigh gold"), run_title="Gold").start(by="tomas"), journal, "r3")
    record(Play(do("a", "Weigh gold"), run_title="Gold", **SECRET).start(by="tomas"), journal, "r4")
    told = {}
    for me in (ZOE, TOMAS, INES):
        seeing = looking(journal, me)
        here = Here(now=NOON, calendar=Calendar.default(), register=TEAM)
        listed = page(Passing(journal=journal, seeing=seeing), 10)
        found = search(("gold",), Passing(journal=journal, seeing=seeing), 10)
        mine, every = todo(me, seeing=seeing, here=here), todo(None, seeing=seeing, here=here)
        told[me.id] = (
            (names(line.stream for line in listed.lines), listed.left_out),
            (names(hit.line.stream for hit in found.hits), found.left_out),
            (names(task.run for task in mine.tasks), mine.left_out),
            (names(task.run for task in every.tasks), every.left_out),
        )
    everything = ["r1", "r2", "r3", "r4"]
    assert told["zoe"] == ((["r3"], 3), (["r3"], 3), (["r3"], 0), (["r3"], 3))
    assert told["tomas"] == ((everything, 0), (["r3", "r4"], 0), (everything, 0), (everything, 0))
    assert told["ines"] == ((everything, 0), (["r3", "r4"], 0), (["r2", "r3", "r4"], 0), (everything, 0))


def names(streams: Iterable[str]) -> list[str]:
    return sorted(one.removeprefix("run:") for one in streams)

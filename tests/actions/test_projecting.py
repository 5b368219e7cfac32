"""What the lists have of runs, act by act, against what all events together make of them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from actions.playing import record
from runs_builders import INES, NIKO, NOON, TEAM, TOMAS, Play, approve, check, do, each, read, wait
from runs_strategies import a_command, started
from sopbook.actions.mine import is_mine, words_for
from sopbook.actions.recording import fold, listed_anew, recorded
from sopbook.actions.run_view import ACTIVE, Here, view_of
from sopbook.actions.runs import ENDED
from sopbook.actions.seeing import hands_of
from sopbook.actions.surroundings import RunJournal
from sopbook.errors import Refused
from sopbook.records import lists, tables
from sopbook.records.journal import Journal
from sopbook.records.ledger import Ledger
from sopbook.records.lookups import with_open_work
from sopbook.runs import commands as cmd
from sopbook.runs.event import Member
from sopbook.runs.state import Phase
from sopbook.timing.calendar import Calendar
from sopbook.wiring import CODEC

GOING_ON = [phase.value for phase in Phase if phase not in ENDED]
NUMBERS = count(1)
FEW = settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
MANY = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunJournal]:
    """Records for many runs."""
    place: Path = tmp_path_factory.mktemp("lists") / "ledger.db"
    with Ledger.open(str(place), handbook="test", now=NOON) as ledger:
        yield Journal(ledger, CODEC, fold=fold)


def the_lists_follow(shared: RunJournal, play: Play, data: st.DataObject) -> None:
    """Whatever is done, some of it in one append: the rows are what all events make of them, and hide nothing to do."""
    id = f"r{next(NUMBERS)}"
    record(play, shared, id)
    for number in range(data.draw(st.integers(4, 16))):
        try:
            play.act(*a_command(data.draw, play), minutes=data.draw(st.sampled_from([0, 1, 7, 600])))
        except Refused:
            continue
        if number % 3 == 0:
            record(play, shared, id)
    record(play, shared, id)
    require_right(shared, id)
    for hours in (0, 30, 2000):
        require_nothing_hidden(shared, id, play.now + timedelta(hours=hours))


def require_right(journal: RunJournal, id: str) -> None:
    with journal.ledger.reading() as connection:
        assert lists.stored(connection, f"run:{id}") == lists.rows(listed_anew(connection, f"run:{id}", journal)[1])


def require_nothing_hidden(journal: RunJournal, id: str, now: datetime) -> None:
    """Where the run itself has something for somebody, the lists name the run to them."""
    run = recorded(id, journal)
    view = view_of(run, Here(now=now, calendar=Calendar.default(), register=TEAM), states=ACTIVE)
    for me in (*TEAM.values(), None) if run.phase not in ENDED else ():
        there = any(is_mine(step, words_for(view, step, me) if me else step.can) for step in view.open_now)
        confirms = bool(view.to_confirm) and (me is None or me.id == run.lead)
        assert not (there or confirms) or id in named(journal, me, now)


def named(journal: RunJournal, me: Member | None, now: datetime = NOON) -> list[str]:
    """The runs in which somebody may have something to do, as the lists say."""
    hands = hands_of(me) if me else None
    lines = with_open_work(journal.ledger, hands, phases=GOING_ON, now=now, limit=10_000)
    return [line.stream.removeprefix("run:") for line in lines]


test_the_lists_follow_random_runs = FEW(given(play=started(), data=st.data())(the_lists_follow))
test_the_lists_follow_many_random_runs = pytest.mark.slow(
    MANY(given(play=started(most=14), data=st.data())(the_lists_follow))
)


def rows(journal: RunJournal, table: str, *columns: str) -> list[tuple[Any, ...]]:
    """Some columns of a list, in the order of the rows."""
    chosen: Any = tables.metadata.tables[table]
    query = select(*(chosen.c[name] for name in columns)).order_by(*chosen.primary_key)
    with journal.ledger.reading() as connection:
        return [tuple(row) for row in connection.execute(query)]


def test_open_work_stands_under_the_roles_and_people_that_it_waits_for(journal: RunJournal) -> None:
    play = Play(
        do("a", by="lead"), do("b", by=("specialist", "lead")), do("c"), do("d", by="initiator"), any_order=True
    )
    record(play.start(), journal)
    assert rows(journal, "open_work", "step", "role", "person", "title", "state") == [
        ("a", "lead", "", "A", "ready"),
        ("b", "lead", "", "B", "ready"),
        ("b", "specialist", "", "B", "ready"),
        ("c", "", "", "C", "ready"),
        ("d", "", "ines", "D", "ready"),
    ]
    play.act(cmd.Assign(step="a", to="mara"), by="tomas")
    play.done("c", "d")
    record(play, journal)
    assert rows(journal, "open_work", "step", "role", "person") == [
        ("a", "", "mara"),
        ("a", "lead", ""),
        ("b", "lead", ""),
        ("b", "specialist", ""),
    ]


def test_only_runs_with_work_for_somebody_are_named(journal: RunJournal) -> None:
    record(Play(do("a", by="lead")).start(), journal, "r1")
    record(Play(do("a", by="specialist")).start(), journal, "r2")
    record(Play(do("a")).start(), journal, "r3")
    record(Play(do("a", by="lead"), register=TEAM).start().done("a", by="tomas"), journal, "r4")
    assert named(journal, TOMAS) == ["r1", "r3"]
    assert named(journal, NIKO) == ["r2", "r3"]
    assert named(journal, None) == ["r1", "r2", "r3"]


def test_a_run_that_time_alone_moves_on_is_named_once_the_time_has_come(journal: RunJournal) -> None:
    record(Play(wait("w", lasts="4 hours"), do("a", by="lead")).start(), journal)
    assert named(journal, TOMAS, NOON + timedelta(hours=2)) == []
    assert named(journal, TOMAS, NOON + timedelta(hours=5)) == ["r1"]


def test_each_completion_stands_with_who_and_the_attempt(journal: RunJournal) -> None:
    play = Play(do("a"), check("b", by="specialist", back_to="a"), any_order=False).start().done("a")
    play.act(cmd.Fail(step="b", reason="Too thin"), by="niko")
    play.done("a", by="tomas")
    play.act(cmd.Pass(step="b"), by="niko")
    record(play, journal)
    assert rows(journal, "completions", "step", "person", "role", "attempt") == [
        ("a", "ines", None, 1),
        ("a", "tomas", None, 2),
        ("b", "niko", "specialist", 2),
    ]
    assert rows(journal, "deviations", "position", "step", "kind", "why") == [(0, "b", "rework", "Too thin")]


def test_a_deviation_that_was_put_right_at_once_is_taken_out_again(journal: RunJournal) -> None:
    play = Play(do("a"), do("b")).start()
    play.act(cmd.Skip(step="a", reason="No time"))
    record(play, journal)
    assert rows(journal, "deviations", "kind") == [("skipped",)]
    play.act(cmd.Reopen(step="a"))
    record(play, journal)
    assert rows(journal, "deviations", "kind") == []
    require_right(journal, "r1")


def test_signatures_and_who_has_read_what_are_listed(journal: RunJournal) -> None:
    play = Play(read("r"), approve("s", by="lead")).start()
    play.act(cmd.Acknowledge(step="r", version="2.1", fingerprint="f"))
    play.act(cmd.Approve(step="s"), by="tomas")
    record(play, journal)
    assert rows(journal, "acknowledgements", "person", "document", "version") == [("ines", "manual", "2.1")]
    assert rows(journal, "signatures", "position", "step", "person", "role") == [(0, "s", "tomas", "lead")]


def test_whoever_acts_or_is_given_something_takes_part(journal: RunJournal) -> None:
    play = Play(do("a", by="lead"), do("b")).start()
    play.act(cmd.Assign(step="a", to="mara"), by="tomas")
    play.act(cmd.Note(text="Look"), by="niko")
    record(play, journal)
    assert rows(journal, "participants", "person") == [("ines",), ("mara",), ("niko",), ("tomas",)]


def test_a_run_that_was_recorded_before_there_were_lists_is_named_and_listed_with_its_next_event(
    journal: RunJournal,
) -> None:
    play = Play(do("a"), do("b", by="specialist"), do("c")).start().done("a")
    record(play, journal)
    with journal.ledger.writing() as connection:
        lists.forget(connection, "run:r1")
    assert named(journal, INES) == ["r1"]
    play.done("b", by="niko")
    record(play, journal)
    require_right(journal, "r1")
    assert rows(journal, "completions", "step") == [("a",), ("b",)]


def test_the_rounds_of_a_loop_that_come_by_time_are_always_looked_at(journal: RunJournal) -> None:
    rounds = do("m", "Measure {{ row }}", loop=each("row", every="30 minutes"), by="specialist")
    record(Play(rounds).start(), journal)
    assert named(journal, NIKO, NOON + timedelta(hours=2)) == ["r1"]

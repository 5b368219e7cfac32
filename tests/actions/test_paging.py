"""The list of runs in pages."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from actions.playing import record
from records.building import a_line
from runs_builders import NOON, TOMAS, ZOE, Play, do
from sopbook.actions.paging import Passing, line_at, page
from sopbook.actions.recording import UnknownRun
from sopbook.actions.seeing import Seeing
from sopbook.actions.surroundings import RunJournal
from sopbook.records.projections import listed_runs
from sopbook.runs import commands as cmd


def runs_of(journal: RunJournal, number: int) -> None:
    """So many runs, one a minute; each third one is only for some."""
    for n in range(number):
        play = Play(do("a", by="initiator"), records_for=("owner",) if n % 3 == 2 else ())
        play.now = NOON + timedelta(minutes=n)
        record(play.start(by="tomas"), journal, f"r{n:02}")


def through(journal: RunJournal, me: object, limit: int) -> tuple[list[str], int]:
    """All pages, one after the other, and how many runs they left out in all."""
    seen: list[str] = []
    left_out, before, more = 0, None, True
    while more:
        seeing = Seeing(journal=journal, me=lambda: me)
        found = page(Passing(journal=journal, seeing=seeing, before=before), limit)
        assert len(found.lines) == limit or not found.more
        seen += [line.stream.removeprefix("run:") for line in found.lines]
        left_out, more = left_out + found.left_out, found.more
        before = line_at(seen[-1], journal)
    return seen, left_out


def test_the_pages_together_are_the_list_however_long_they_are(journal: RunJournal) -> None:
    runs_of(journal, 12)
    every = [f"r{n:02}" for n in reversed(range(12))]
    open_to_all = [one for n, one in zip(reversed(range(12)), every, strict=True) if n % 3 != 2]
    for limit in (1, 3, 5, 100):
        assert through(journal, TOMAS, limit) == (every, 0)
        assert through(journal, ZOE, limit) == (open_to_all, 4)


def test_a_list_can_be_narrowed_to_a_person_and_to_a_time(journal: RunJournal) -> None:
    runs_of(journal, 6)
    play = Play(do("a")).start(by="tomas")
    play.act(cmd.Note(text="Look"), by="zoe")
    record(play, journal, "x")
    seeing = Seeing(journal=journal, me=lambda: TOMAS)
    theirs = page(Passing(journal=journal, seeing=seeing, person="zoe"), 10)
    assert [line.stream for line in theirs.lines] == ["run:x"]
    late = page(Passing(journal=journal, seeing=seeing, since=NOON + timedelta(minutes=4)), 10)
    assert [line.stream for line in late.lines] == ["run:r05", "run:r04", "run:r03"]


def test_a_page_cannot_begin_behind_a_run_that_is_not_there(journal: RunJournal) -> None:
    with pytest.raises(UnknownRun):
        line_at("nowhere", journal)


def test_the_database_goes_straight_to_the_page(journal: RunJournal) -> None:
    """Else the last page of a long list would cost as much as all pages before it."""
    query = listed_runs(phases=(), procedure=None, before=a_line(), limit=50)
    with journal.ledger.reading() as connection:
        said = str(query.compile(connection.engine, compile_kwargs={"literal_binds": True}))
        plan = [row[3] for row in connection.execute(text(f"EXPLAIN QUERY PLAN {said}"))]
    assert plan == ["SEARCH runs USING INDEX ix_runs_started_at_stream ((started_at,stream)<(?,?))"]

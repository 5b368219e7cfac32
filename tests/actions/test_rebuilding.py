"""All lists made anew from the events."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select, text

from actions.building import CHILD, PARENT, Company
from actions.playing import record
from actions.test_projecting import named
from records.building import by_hand
from runs_builders import NIKO, Play, approve, check, do, read
from sopbook.actions.rebuilding import Wrong, rebuild
from sopbook.actions.rebuilding import check as checked
from sopbook.actions.surroundings import RunJournal
from sopbook.records import lists, tables
from sopbook.records.verify import verify
from sopbook.runs import commands as cmd


@pytest.fixture
def played(journal: RunJournal) -> RunJournal:
    """Three runs: one that is done, one on its way, and a long one."""
    over = Play(do("a", by="lead"), read("r"), approve("s", by="lead")).start().done("a", by="tomas")
    over.act(cmd.Acknowledge(step="r", version="2.1", fingerprint="f"))
    over.act(cmd.Approve(step="s"), by="tomas")
    record(over, journal, "done")
    going = Play(do("a"), check("c", by="specialist"), do("z")).start()
    going.act(cmd.Skip(step="a", reason="No time"))
    record(going, journal, "going")
    record(Play(*(do(f"s{n}", by="specialist") for n in range(20)), any_order=True).start(), journal, "long")
    return journal


def everything(journal: RunJournal) -> dict[str, list[Any]]:
    """All rows of all lists."""
    with journal.ledger.reading() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in (tables.runs, *lists.LISTS)
        }


def wipe(journal: RunJournal, *names: str) -> None:
    with journal.ledger.writing() as connection:
        for name in names:
            connection.execute(text(f"DELETE FROM {name}"))


def test_what_is_made_anew_is_what_was_there(played: RunJournal) -> None:
    before = everything(played)
    assert all(before.values())
    wipe(played, *before)
    seen: list[int] = []
    assert rebuild(played, seen.append) == checked(played)
    assert (everything(played), seen) == (before, [3])


def test_a_run_and_its_children_are_each_listed(company: Callable[..., Company]) -> None:
    works = company(parent=PARENT, child=CHILD)
    run = works.start()
    works.done(run, "begin")
    works.done(works.child(run), "work")
    works.done(run, "after")
    before = everything(works.journal)
    assert checked(works.journal).is_right
    wipe(works.journal, *before)
    assert rebuild(works.journal).runs == 2
    assert everything(works.journal) == before


def test_rows_that_are_not_what_the_events_make_of_them_are_named(played: RunJournal, place: str) -> None:
    with by_hand(place) as connection:
        connection.execute("DELETE FROM open_work WHERE stream = 'run:going'")
        connection.execute("DELETE FROM deviations")
        connection.execute("UPDATE completions SET person = 'zoe' WHERE stream = 'run:done'")
        connection.execute("DELETE FROM participants WHERE person = 'tomas'")
        connection.execute("UPDATE signatures SET meaning = 'I was there'")
        connection.execute("INSERT INTO acknowledgements VALUES ('run:done', 9, 'zoe', 'manual', '2.1', '')")
        connection.execute("UPDATE runs SET title = 'Other' WHERE stream = 'run:long'")
    words = "its rows in {} are not what its events make of them"
    assert [(one.run, one.what) for one in checked(played).wrong] == [
        ("done", words.format("`participants`, `completions`, `signatures`, `acknowledgements`")),
        ("going", words.format("`open_work`, `deviations`")),
        ("long", words.format("`runs`")),
    ]
    assert rebuild(played).wrong == []
    assert checked(played).is_right


def test_what_stands_in_lists_and_has_no_events_is_taken_out(played: RunJournal, place: str) -> None:
    with by_hand(place) as connection:
        connection.execute("INSERT INTO participants VALUES ('run:gone', 'zoe')")
        connection.execute("INSERT INTO open_work VALUES ('run:lost', 'a', '', '', 'A', 'ready', NULL)")
    assert (checked(played).lost, checked(played).is_right) == (2, False)
    assert rebuild(played).lost == 2
    assert checked(played).is_right


def test_a_run_that_cannot_be_read_keeps_its_rows_and_is_named(played: RunJournal, place: str) -> None:
    before = everything(played)
    with by_hand(place, guarded=False) as connection:
        connection.execute("UPDATE payloads SET payload = flip(payload, 9) WHERE stream = 'run:going' AND number = 2")
    [wrong] = rebuild(played).wrong
    assert isinstance(wrong, Wrong)
    assert wrong.run == "going"
    assert wrong.what.startswith("it cannot be listed. The records at")
    assert everything(played) == before
    assert "going" in named(played, NIKO) or "going" in named(played, None)


def test_verify_says_which_lists_were_not_made_from_the_latest_event(played: RunJournal, place: str) -> None:
    assert verify(played.ledger).findings == ()
    with by_hand(place) as connection:
        connection.execute("UPDATE listed SET number = 2 WHERE stream = 'run:done'")
    [finding] = verify(played.ledger).findings
    assert (finding.stream, finding.what) == (
        "run:done",
        "the lists were made from event 2, the list of runs from 5; `sop records rebuild` makes them anew",
    )
    rebuild(played)
    assert verify(played.ledger).holds

"""Finding runs by what was entered and said in them."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from actions.playing import record
from runs_builders import NOON, TOMAS, Play, a_field, check, do, notify, text
from sopbook.actions.paging import Passing, line_at
from sopbook.actions.recording import fold
from sopbook.actions.searching import Found, NoWords, search
from sopbook.actions.seeing import Seeing
from sopbook.actions.surroundings import RunJournal
from sopbook.records.journal import Journal
from sopbook.records.ledger import Ledger
from sopbook.runs import commands as cmd
from sopbook.runs.values import FileRef
from sopbook.wiring import CODEC

FILE = FileRef(name="Rechnung März.pdf", sha256="a" * 64, size=9)
Seek = Callable[..., list[str]]


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunJournal]:
    """The records of three runs; `r1` is the oldest."""
    with Ledger.open(str(tmp_path_factory.mktemp("search") / "ledger.db"), handbook="test", now=NOON) as ledger:
        journal: RunJournal = Journal(ledger, CODEC, fold=fold)
        fill(journal)
        yield journal


def fill(journal: RunJournal) -> None:
    order = Play(
        do("a", fields={"goods": a_field("long_text"), "weight": a_field("number")}),
        check("c", by="specialist"),
        do("b"),
        inputs={"client": text()},
        run_title="Order of {{ client }}",
    ).start(client="Straße & Söhne")
    order.act(cmd.Complete(step="a", values={"goods": 'A "round" table\nof oak', "weight": "12.5"}))
    order.act(cmd.Fail(step="c", reason="One leg is loose"), by="niko")
    order.act(cmd.Attach(file=FILE, step="b"))
    record(order, journal, "r1")
    for number, note in ((2, "The OAK is from Poland"), (3, "Elm, not ash")):
        play = Play(do("a"), notify("n", text="Dear all"), any_order=True, procedure="plant")
        play.now = NOON + timedelta(hours=number)
        play.start().act(cmd.Note(text=note), by="zoe" if number == 3 else "mara")
        record(play, journal, f"r{number}")


@pytest.fixture
def seek(journal: RunJournal) -> Seek:
    """The runs found, newest first."""
    return lambda *words, **which: [
        hit.line.stream.removeprefix("run:") for hit in looked(journal, *words, **which).hits
    ]


def looked(journal: RunJournal, *words: str, limit: int = 10, **which: Any) -> Found:
    return search(words, Passing(journal=journal, seeing=Seeing(journal=journal, me=lambda: TOMAS), **which), limit)


@pytest.mark.parametrize(
    ("words", "runs"),
    [
        (["oak"], ["r2", "r1"]),
        (["OAK"], ["r2", "r1"]),
        (["oak", "loose"], ["r1"]),
        (["oak loose"], ["r1"]),
        (["strasse"], ["r1"]),
        (["söhne"], ["r1"]),
        (["order"], ["r1"]),
        (["12.5"], ["r1"]),
        (['"round"'], ["r1"]),
        (["märz"], ["r1"]),
        (["dear"], ["r3", "r2"]),
        (["oak", "elm"], []),
        (["rounds"], []),
    ],
)
def test_all_words_have_to_stand_somewhere_in_a_run(seek: Seek, words: list[str], runs: list[str]) -> None:
    assert seek(*words) == runs


@pytest.mark.parametrize("word", ["tomas", "specialist", "goods", "client", "aaaaaaaa", "true", "digest"])
def test_names_of_people_fields_and_roles_are_not_sought(seek: Seek, word: str) -> None:
    assert seek(word) == []


def test_what_is_sought_can_be_narrowed(seek: Seek) -> None:
    assert seek("oak", procedure="plant") == ["r2"]
    assert seek("dear", person="zoe") == ["r3"]
    assert seek("oak", since=NOON + timedelta(hours=1)) == ["r2"]


def test_the_sentences_that_hold_a_word_are_told(journal: RunJournal, seek: Seek) -> None:
    assert seek("oak")
    newer, older = looked(journal, "oak", "loose").hits, looked(journal, "poland").hits
    assert [line.text for line in newer[0].told] == [
        "Ines completed “A”",
        "Niko as specialist failed “C”: One leg is loose",
    ]
    assert [line.text for line in older[0].told] == ["Mara noted: The OAK is from Poland"]


def test_it_goes_on_behind_the_last_run_of_the_page(journal: RunJournal, seek: Seek) -> None:
    first = looked(journal, "dear", limit=1)
    assert ([hit.line.stream for hit in first.hits], first.more) == (["run:r3"], True)
    assert seek("dear", before=line_at("r3", journal)) == ["r2"]


def test_nothing_to_seek_is_refused(journal: RunJournal) -> None:
    with pytest.raises(NoWords, match="What is sought"):
        looked(journal, " ")

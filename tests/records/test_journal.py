from dataclasses import dataclass
from datetime import datetime
from functools import partial

import pytest

from records.building import NOON, a_line
from sopbook.records.chain import digest_of
from sopbook.records.codec import Codec
from sopbook.records.errors import Conflict
from sopbook.records.journal import Journal, Loaded
from sopbook.records.ledger import Ledger
from sopbook.records.projections import write_run

TEXT = b"ham and eggs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    by: str
    name: str
    role: str | None
    at: datetime
    recorded_at: datetime
    dish: str


def ordered(dish: str) -> Ordered:
    return Ordered(by="anna", name="Anna", role=None, at=NOON, recorded_at=NOON, dish=dish)


@pytest.fixture
def journal(ledger: Ledger) -> Journal[str]:
    """A journal whose state is the dishes ordered and the menu that the first event names by its digest."""
    return Journal(
        ledger,
        Codec({"ordered": (Ordered, 1)}),
        fold=lambda events, text: f"{text(digest_of(TEXT)).decode()}: {'+'.join(one.dish for one in events)}",
    )


def test_events_come_back_as_they_were_given(journal: Journal[str]) -> None:
    journal.append("run:1", expected=0, events=[ordered("ham"), ordered("eggs")], by="anna", key="k", content="c")
    assert journal.events("run:1") == (ordered("ham"), ordered("eggs"))
    assert journal.events("run:2") == ()


def test_a_state_is_folded_from_events_and_texts(journal: Journal[str]) -> None:
    texts = {digest_of(TEXT): TEXT}
    journal.append("run:1", expected=0, events=[ordered("ham")], by="anna", key="k1", content="c", texts=texts)
    journal.append("run:1", expected=1, events=[ordered("eggs")], by="anna", key="k2", content="c")
    assert journal.load("run:1") == Loaded(state="ham and eggs: ham+eggs", number=2)
    assert journal.load("run:2") is None
    assert journal.text(digest_of(TEXT)) == TEXT


def test_what_was_loaded_says_what_to_expect(journal: Journal[str]) -> None:
    journal.append("run:1", expected=0, events=[ordered("ham")], by="anna", key="k1", content="c")
    with pytest.raises(Conflict):
        journal.append("run:1", expected=0, events=[ordered("eggs")], by="ben", key="k2", content="c")


def test_what_the_lists_have_is_written_with_the_events(journal: Journal[str]) -> None:
    line = a_line(number=1, title="Breakfast")
    project = partial(write_run, line=line)
    journal.append("run:1", expected=0, events=[ordered("ham")], by="anna", key="k", content="c", project=project)
    assert journal.runs() == (line,)
    assert journal.runs(before=line) == ()

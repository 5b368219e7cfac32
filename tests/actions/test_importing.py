"""Records that move: whole runs go on elsewhere, and two companies' laptops are joined."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from actions.building import CHILD, NOON, PARENT, Company
from records.building import an_entry, record
from sopbook.actions.exporting import Export, Selection, to_bundle
from sopbook.actions.importing import bring
from sopbook.actions.outgoing import PREFIX
from sopbook.records.bundle_import import Imported, Outcome
from sopbook.records.chain import canonical
from sopbook.records.ledger import Ledger
from sopbook.records.verify import verify
from sopbook.runs import commands as cmd
from sopbook.wiring import CODEC

Makes = Callable[..., Company]


@pytest.fixture
def here(company: Makes) -> Company:
    return company(parent=PARENT, child=CHILD)


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Company]:
    """The same company on another laptop, where runs get other ids."""
    with Ledger.open(str(tmp_path / "there.db"), handbook="test", now=NOON) as ledger:
        firm = Company(ledger, parent=PARENT, child=CHILD)
        firm.numbers = iter(range(100, 999))  # type: ignore[assignment]
        yield firm


@pytest.fixture
def move(tmp_path: Path) -> Callable[[Company, Company], Imported]:
    def moved(source: Company, target: Company, **how: Any) -> Imported:
        file = tmp_path / "moved.jsonl.gz"
        to_bundle(Export(around=source.around, by="ines", selection=Selection()), file)
        given = {"by": "ines", "any_handbook": False, "dry_run": False}
        return bring(file, around=target.around, codec=CODEC, **(given | how))

    return moved


Move = Callable[..., Imported]


def test_a_run_goes_on_in_the_new_place_as_if_it_had_begun_there(here: Company, there: Company, move: Move) -> None:
    run = there.start()
    there.done(run, "begin")
    before = there.look(run)
    move(there, here)
    assert here.look(run) == before
    assert here.journal.ledger.run(PREFIX + run) == there.journal.ledger.run(PREFIX + run)
    here.now = there.now
    here.done(here.child(run), "work")
    here.done(run, "after")
    assert here.phase(run) == "completed"
    assert verify(here.journal.ledger).holds


def test_what_nobody_was_told_yet_is_told_in_the_new_place(here: Company, there: Company, move: Move) -> None:
    with there.telling_nothing():
        run = there.start()
        there.done(run, "begin")
    move(there, here)
    here.now = there.now
    here.visit(run)
    assert here.phase(here.child(run)) == "open"


def test_two_laptops_are_joined_to_the_same_records(here: Company, there: Company, move: Move) -> None:
    mine, theirs = here.start(), there.start()
    move(there, here)
    move(here, there)
    for company in (here, there):
        assert verify(company.journal.ledger).holds
        assert {company.phase(mine), company.phase(theirs)} == {"open"}
    assert here.journal.ledger.streams(PREFIX) == there.journal.ledger.streams(PREFIX)
    assert here.journal.runs() == there.journal.runs()


def test_a_run_that_was_carried_on_in_both_places_is_refused(here: Company, there: Company, move: Move) -> None:
    run = there.start()
    move(there, here)
    here.act(run, cmd.Note(text="here"))
    there.act(run, cmd.Note(text="there"))
    assert move(there, here).refused == [(PREFIX + run, "from event 2 on it is another one here")]
    assert [note.text for note in here.look(run).notes] == ["here"]


def test_the_import_says_what_was_brought_and_from_where(here: Company, there: Company, move: Move) -> None:
    there.start()
    came = move(there, here)
    (told,) = here.journal.events(f"ledger:{here.journal.ledger.id}")
    assert (told.by, told.name, told.bundle) == ("ines", "Ines", came.verification.footer.digest)
    assert (told.ledger, told.writers) == (there.journal.ledger.id, (there.journal.ledger.id,))
    assert (told.handbook, told.streams, told.events) == ("test", 1, 1)


def test_events_that_make_no_run_are_refused(here: Company, there: Company, move: Move) -> None:
    good = there.start()
    started = there.journal.ledger.read(PREFIX + good)[0]
    noted = an_entry(type="noted", payload=canonical({"name": "Anna", "text": "no run yet", "step": None}))
    copied = replace(noted, type="run_started", payload=started.payload)
    strange = replace(noted, type="brewed")
    for stream, entry in (("run:noted", noted), ("run:copied", copied), ("run:strange", strange)):
        record(there.journal.ledger, stream, events=[entry])
    came = move(there, here)
    why = dict(came.refused)
    assert came.outcomes[Outcome.NEW] == 1
    assert why["run:noted"].startswith("its events do not make a run (")
    assert why["run:copied"] == f"its events do not make a run (they are those of the run {good})"
    assert "no such type of event is known" in why["run:strange"]
    assert here.journal.ledger.streams(PREFIX) == (PREFIX + good,)
    assert verify(here.journal.ledger).holds


@pytest.mark.slow
def test_records_move_from_a_laptop_to_a_server_and_back(there: Company, move: Move, postgresql: Any) -> None:
    run = there.start()
    there.done(run, "begin")
    with Ledger.open(postgresql.new_database(), handbook="test", now=NOON) as ledger:
        server = Company(ledger, parent=PARENT, child=CHILD)
        move(there, server)
        assert server.look(run) == there.look(run)
        server.now = there.now
        server.done(server.child(run), "work")
        server.done(run, "after")
        assert verify(ledger).holds
        move(server, there)
    assert there.phase(run) == "completed"
    assert verify(there.journal.ledger).holds

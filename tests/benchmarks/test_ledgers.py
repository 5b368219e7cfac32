from pathlib import Path

import pytest

from benchmarks import ledgers, million
from sopbook.actions.rebuilding import check
from sopbook.actions.recording import fold
from sopbook.records.journal import Journal
from sopbook.records.ledger import Ledger
from sopbook.records.verify import verify
from sopbook.runs.state import Phase
from sopbook.wiring import CODEC


def test_a_made_ledger_is_one_as_if_it_had_been_recorded(tmp_path: Path) -> None:
    ledgers.handbook(tmp_path)
    names = ledgers.fill(tmp_path, 2000)
    with Ledger.open(str(tmp_path / "records.sqlite3"), handbook="shop") as ledger:
        verified, journal = verify(ledger), Journal(ledger, CODEC, fold=fold)
        assert verified.holds, verified.findings[:3]
        assert verified.streams == len(set(names))
        assert 2000 <= verified.events < 2000 + verified.events / verified.streams
        assert check(journal).is_right
        loaded = journal.load(f"run:{names[-1]}")
        assert loaded is not None
        assert loaded.state.phase is Phase.COMPLETED
        newest = ledger.runs(limit=3)
    assert [line.stream for line in newest] == [f"run:{name}" for name in reversed(names[-3:])]


@pytest.mark.slow
def test_every_work_is_done_and_its_memory_does_not_grow_with_the_records(tmp_path: Path) -> None:
    for size in (2000, 20_000):
        (tmp_path / str(size)).mkdir()
    few, many = ({one.work: one for one in million.costs(tmp_path / str(size), size)} for size in (2000, 20_000))
    assert few.keys() == many.keys() >= {"verify", "seal", "export as a bundle", "verify the bundle"}
    grown = {work: many[work].memory - few[work].memory for work in few}
    assert {work for work, more in grown.items() if more > 5_000_000} == set(), grown
    assert all(cost.seconds > 0 and cost.processor > 0 for cost in many.values())
    assert million.bytes_of(tmp_path / "20000") > 20_000 * 500
    assert million.cost_text(many["verify"]).startswith("| 20,000 | verify |")

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
def test_every_work_is_done_and_its_cost_is_told(tmp_path: Path) -> None:
    costs = list(million.costs(tmp_path, 2000))
    assert [cost.work for cost in costs][:2] == ["make it", "list the newest 50 runs"]
    assert all(cost.seconds > 0 and cost.processor > 0 for cost in costs)
    assert all(20_000_000 < cost.memory < 500_000_000 for cost in costs[1:]), costs
    assert million.bytes_of(tmp_path) > 2000 * 500
    assert million.cost_text(costs[-1]).startswith("| 2,000 | verify the bundle |")

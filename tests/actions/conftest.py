from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from actions.building import NOON, Company
from sopbook.actions.recording import fold
from sopbook.actions.surroundings import RunJournal
from sopbook.records.journal import Journal
from sopbook.records.ledger import Ledger
from sopbook.wiring import CODEC


@pytest.fixture
def place(tmp_path: Path) -> str:
    """Where the company keeps its records."""
    return str(tmp_path / "ledger.db")


@pytest.fixture
def ledger(place: str) -> Iterator[Ledger]:
    with Ledger.open(place, handbook="test", now=NOON) as opened:
        yield opened


@pytest.fixture
def company(ledger: Ledger) -> Callable[..., Company]:
    """Makes a company by the texts of its handbook."""
    return lambda **texts: Company(ledger, **texts)


@pytest.fixture
def journal(ledger: Ledger) -> RunJournal:
    return Journal(ledger, CODEC, fold=fold)

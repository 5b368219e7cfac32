from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from actions.building import NOON, Company
from sopbook.records.ledger import Ledger


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

from collections.abc import Iterator
from pathlib import Path

import pytest

from records.building import NOON
from sopbook.records.ledger import Ledger

pytest.register_assert_rewrite("records.contract")


@pytest.fixture
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where the test's ledger is: in a file, or on a server when it is asked for (`on_both`)."""
    if getattr(request, "param", "sqlite") == "postgresql":
        return str(request.getfixturevalue("postgresql").new_database())
    return str(tmp_path / "ledger.db")


@pytest.fixture
def ledger(place: str) -> Iterator[Ledger]:
    with Ledger.open(place, handbook="acme", now=NOON) as opened:
        yield opened


@pytest.fixture
def another(ledger: Ledger, place: str) -> Iterator[Ledger]:
    """The same ledger, opened a second time."""
    with Ledger.open(place, handbook="acme") as opened:
        yield opened

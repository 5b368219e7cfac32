from pathlib import Path

import pytest

from sopbook.records.addresses import database_at, shown
from sopbook.records.errors import UnsupportedDatabase


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("/srv/records/acme.db", "/srv/records/acme.db"),
        ("records 100%/acme?.db", "records 100%/acme?.db"),
        (r"C:\records\acme.db", r"C:\records\acme.db"),
        ("sqlite:////srv/acme.db", "/srv/acme.db"),
        ("sqlite:///acme.db", "acme.db"),
    ],
)
def test_a_path_or_an_sqlite_url_names_a_file(text: str, place: str) -> None:
    assert shown(database_at(text)) == place


def test_postgresql_is_announced_without_its_password() -> None:
    with pytest.raises(UnsupportedDatabase, match=r"extra `postgres` in a later version") as told:
        database_at("postgresql+psycopg://sop:secret@db.example/records")
    assert "sop:***@db.example" in str(told.value)
    assert "secret" not in str(told.value)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("sqlite://", "would be lost"),
        ("sqlite:///:memory:", "would be lost"),
        ("mysql://db/records", "`mysql` is no database it knows"),
        ("://", "no database URL"),
        ("postgresql://db:port/records", "no database URL"),
    ],
)
def test_anything_else_is_refused(text: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(UnsupportedDatabase, match=why):
        database_at(text)

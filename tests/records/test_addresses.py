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


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg", "postgresql+asyncpg"])
def test_a_postgresql_url_names_a_database_and_is_shown_without_its_passwords(scheme: str) -> None:
    url = database_at(f"{scheme}://sop:secret@db.example/records?password=secret&sslmode=require")
    assert url.drivername == "postgresql+psycopg"
    assert shown(url) == "postgresql://sop:***@db.example/records?sslmode=require"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("sqlite://", "would be lost"),
        ("sqlite:///:memory:", "would be lost"),
        ("mysql://db/records", "`mysql` is no database it knows"),
        ("postgresql://db", "name the database"),
        ("://", "no database URL"),
        ("postgresql://db:port/records", "no database URL"),
    ],
)
def test_anything_else_is_refused(text: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(UnsupportedDatabase, match=why):
        database_at(text)

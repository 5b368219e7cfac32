"""Copying the records, going back, and asking where they are."""

from pathlib import Path

import pytest

from run_handbook import a_handbook, a_run, done, sop

SERVER = "postgresql://clerk:secret@db.example:5433/records?sslmode=require"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return a_handbook(tmp_path / "shop")


def refusal(root: Path, *words: str | Path, **environ: str) -> str:
    result = sop(root, *words, **environ)
    assert (result.exit_code, result.stdout) == (3, ""), result.output
    return result.stderr


def test_a_copy_is_made_and_gone_back_to(shop: Path, tmp_path: Path) -> None:
    first, file = a_run(shop), tmp_path / "monday.backup"
    said = sop(shop, "records", "backup", file)
    assert (said.exit_code, said.stderr) == (0, "")
    assert said.stdout.replace("\n  ", " ") == f"● {file} holds 1 event in 1 stream, and was verified.\n"
    second = a_run(shop)
    assert f"in run:{second} (1 of them)" in refusal(shop, "records", "restore", file)
    told = done(shop, "records", "restore", file, "--force")
    assert (told["streams"], told["events"]) == (1, 1)
    assert Path(told["moved_aside"]).exists()
    assert [one["run"] for one in done(shop, "run", "list")] == [first]
    assert sop(shop, "verify").exit_code == 0


def test_without_records_there_is_nothing_to_copy(shop: Path, tmp_path: Path) -> None:
    assert "There are no records at" in refusal(shop, "records", "backup", tmp_path / "x")
    assert list(tmp_path.iterdir()) == [shop]


def test_a_server_is_copied_by_its_own_program_which_is_named_without_a_password(shop: Path, tmp_path: Path) -> None:
    file = tmp_path / "records of monday"
    told = refusal(shop, "records", "backup", file, SOP_RECORDS=SERVER)
    plain = "'postgresql://clerk@db.example:5433/records?sslmode=require'"
    assert f"pg_dump --format=custom --file='{file}' {plain}\n" in told
    assert "secret" not in told
    file.touch()
    told = refusal(shop, "records", "restore", file, SOP_RECORDS=SERVER)
    assert f"pg_restore --clean --if-exists --dbname={plain} '{file}', and then `sop verify`" in told


def test_it_says_where_the_records_will_be(shop: Path) -> None:
    assert sop(shop, "records", "where").stdout.splitlines() == [
        f"Records   {shop / 'records.sqlite3'}",
        "          SQLite; there are none yet: the first run makes them.",
        "Handbook  shop",
        f"Evidence  {shop / 'evidence'}",
        f"Seals     {shop}: no seal yet",
    ]
    assert not (shop / "records.sqlite3").exists()


def test_it_says_where_the_records_are_and_what_they_hold(shop: Path) -> None:
    a_run(shop, ("note", "hello"))
    told = done(shop, "records", "where")
    assert (told["place"], told["kind"], told["handbook"]) == (str(shop / "records.sqlite3"), "SQLite", "shop")
    assert (told["streams"], told["events"], told["seal"]) == (1, 2, None)
    assert told["size"] > 4096
    lines = sop(shop, "records", "where").stdout.splitlines()
    assert lines[2:4] == ["          2 events in 1 stream", f"Ledger    {told['ledger']}"]
    assert lines[1].endswith(f" kB, tables in form {told['form']}")

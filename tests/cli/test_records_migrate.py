"""Records that move from a file to a server, and all that is done with them there by somebody who may only record."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from postgresql_server import Server
from run_handbook import TO_SIGN, a_handbook, a_run, sop
from sopbook.records.ledger import Ledger

pytestmark = pytest.mark.slow


@pytest.fixture
def recorder(postgresql: Server) -> Iterator[str]:
    role = "sop recorder"
    postgresql.execute(f'CREATE ROLE "{role}" LOGIN')
    yield role
    postgresql.drop_databases()
    postgresql.execute(f'DROP ROLE "{role}"')


def test_records_move_to_a_server_where_who_records_may_do_all_of_it_and_change_nothing(
    tmp_path: Path, postgresql: Server, recorder: str
) -> None:
    root, bundle = a_handbook(tmp_path / "shop"), tmp_path / "moving.jsonl"
    run = a_run(root, *TO_SIGN)
    here = sop(root, "records", "export", "--to", bundle, person="sam")
    assert here.exit_code == 0, here.output
    owners = postgresql.new_database()
    made = sop(root, "records", "migrate", "--grant", recorder, SOP_RECORDS=owners)
    assert (made.exit_code, made.stdout.splitlines()[-1]) == (
        0,
        f"  {recorder} may record and verify, and change nothing.",
    )
    theirs = postgresql.url_of(str(make_url(owners).database), recorder)
    for words in (
        ("records", "import", bundle),
        ("records", "import", bundle),
        ("verify",),
        ("run", "show", run),
        ("run", "list", "--all"),
        ("todo",),
        ("run", "not-applicable", run, "sign", "--reason", "It is a test"),
        ("run", "finish", run),
        ("records", "rebuild"),
        ("records", "hold", f"run:{run}", "--reason", "A dispute"),
        ("records", "release", f"run:{run}", "--reason", "Settled"),
        ("records", "expire", "--dry-run"),
        ("records", "search", "Mrs"),
        ("records", "where"),
        ("records", "export", "--to", tmp_path / "again.jsonl"),
        ("verify",),
    ):
        said = sop(root, *words, person="ines", SOP_RECORDS=theirs)
        assert said.exit_code == 0, (words, said.output)
    with (
        Ledger.open(str(root / "records.sqlite3"), handbook="shop") as file,
        Ledger.open(theirs, handbook="shop") as server,
    ):
        moved = server.read(f"run:{run}")
        assert moved[: len(file.read(f"run:{run}"))] == file.read(f"run:{run}")
        assert server.id != file.id
    assert json.loads(sop(root, "verify", "--json", SOP_RECORDS=theirs).stdout)["holds"]

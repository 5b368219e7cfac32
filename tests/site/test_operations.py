"""The page on operations: every command on it is one, every test that it names is there, and its set-up works."""

import ast
import json
import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import click
import pytest
from sqlalchemy import make_url

from manual_builders import MANUAL
from postgresql_server import Server
from run_handbook import STARTED, a_handbook, a_run, sop
from sopbook.cli import main

ROOT = Path(__file__).resolve().parents[2]
PAGE = (MANUAL / "operations.md").read_text(encoding="utf-8")
CODE = re.compile(r"`([^`\n]+)`|^ {4,}(\S.*)$", re.MULTILINE)
SQL = re.compile(r"```sql\n(.*?)```", re.DOTALL)
NAMED = re.compile(r"(?:\| |<br>)([\w ]+) \(`(tests/[\w/]+\.py)`\)")
"""A test as it is named there: its name as the sentence that it is, and its file."""


def written_commands() -> list[str]:
    """Everything on the page that begins with `sop`, in the text or in a line of its own."""
    found = (inline or block for inline, block in CODE.findall(PAGE))
    parts = (part.strip() for one in found for part in re.split(r"&&|\|\|", one))
    return [re.sub(r"^(\w+=\S+ )*", "", part) for part in parts if re.match(r"(\w+=\S+ )*sop( |$)", part)]


def test_there_are_commands_on_the_page() -> None:
    groups = {tuple(words.split()[:3]) for words in written_commands()}
    assert {("sop", "records", "backup"), ("sop", "records", "migrate"), ("sop", "seal", "--push")} <= groups


@pytest.mark.parametrize("words", sorted(set(written_commands())))
def test_every_command_on_the_page_is_one_and_has_these_options(words: str) -> None:
    command: click.Command = main
    context = main.make_context("sop", [], resilient_parsing=True)
    rest = iter(shlex.split(words)[1:])
    for word in rest:
        if isinstance(command, click.Group):
            found = command.get_command(context, word)
            assert found is not None, f"`{words}`: there is no command `{word}`"
            command = found
        elif word.startswith("-"):
            known = {option for one in command.params for option in (*one.opts, *one.secondary_opts)}
            assert word in known, f"`{words}`: there is no option `{word}`"
        elif word == ">":
            break


def sentences_of(file: str) -> set[str]:
    """The names of the tests in a file, as sentences."""
    nodes = ast.walk(ast.parse((ROOT / file).read_text(encoding="utf-8")))
    names = (node.name for node in nodes if isinstance(node, ast.FunctionDef))
    return {name.removeprefix("test_").replace("_", " ") for name in names if name.startswith("test_")}


def test_every_promise_names_tests_that_are_there() -> None:
    promises = PAGE.partition("## What is promised")[2].partition("\n## ")[0]
    rows = [line for line in promises.splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 20
    named = [NAMED.findall(row) for row in rows]
    assert [row for row, tests in zip(rows, named, strict=True) if len(tests) != row.count("`tests/")] == []
    assert all(named)
    assert [(name, file) for tests in named for name, file in tests if name not in sentences_of(file)] == []


@pytest.mark.slow
def test_the_set_up_on_the_page_works_with_no_right_more(postgresql: Server, tmp_path: Path) -> None:
    """The page's own statements, with names that no other test has."""
    mark = f"_{os.getpid()}"
    setting_up, auditing = (_renamed(block, mark) for block in SQL.findall(PAGE))
    as_whom = {who: postgresql.url_of(f"records{mark}", f"{who}{mark}") for who in ("sop_owner", "anna", "olga")}
    try:
        _execute(postgresql, [*setting_up, *auditing[:2]])
        _execute(postgresql, [f"CREATE ROLE olga{mark} LOGIN IN ROLE sop_auditors{mark}"])
        root = a_handbook(tmp_path / "shop")
        _says(root, "records", "migrate", "--grant", f"sop_recorders{mark}", SOP_RECORDS=as_whom["sop_owner"])
        _says(root, *STARTED, SOP_RECORDS=as_whom["anna"])
        _execute(Server(url=as_whom["sop_owner"]), auditing[2:])
        bundle = str(tmp_path / "all.jsonl")
        for person in ("anna", "olga"):
            _says(root, "verify", SOP_RECORDS=as_whom[person])
            _says(root, "records", "export", "--to", bundle, SOP_RECORDS=as_whom[person])
        for words in (("import", bundle), ("rebuild",), ("expire", "--yes")):
            _says(root, "records", *words, SOP_RECORDS=as_whom["anna"])
        refused = sop(root, *STARTED, SOP_RECORDS=as_whom["olga"])
        assert (refused.exit_code, "let you do this" in refused.stderr) == (3, True), refused.stderr
        _copied_and_restored(postgresql, as_whom["olga"], as_whom["sop_owner"], tmp_path / "records.dump", mark)
        again = postgresql.url_of(f"records_again{mark}", f"sop_owner{mark}")
        assert "1 run" in _says(root, "verify", SOP_RECORDS=again)
    finally:
        for name in ("records", "records_again"):
            postgresql.execute(f"DROP DATABASE IF EXISTS {name}{mark} WITH (FORCE)")
        for role in ("olga", "anna", "sop_auditors", "sop_recorders", "sop_owner"):
            postgresql.execute(f"DROP ROLE IF EXISTS {role}{mark}")


@pytest.mark.slow
def test_records_move_to_a_server_as_the_page_says_with_files_and_seals(postgresql: Server, tmp_path: Path) -> None:
    root, photo, bundle = a_handbook(tmp_path / "shop"), tmp_path / "photo.jpg", str(tmp_path / "all.jsonl")
    photo.write_bytes(b"a photo")
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    run = a_run(root)
    _says(root, "run", "do", run, "receipt", "--set", "bought_on=2026-03-02", "--set", f"photo={photo}")
    _says(root, "seal")
    _says(root, "records", "export", "--to", bundle)
    server = {"SOP_RECORDS": postgresql.new_database(), "SOP_EVIDENCE": str(tmp_path / "shared")}
    old = json.loads(_says(root, "records", "where", "--json"))
    _says(root, "records", "migrate", **server)
    _says(root, "records", "import", bundle, **server)
    new = json.loads(_says(root, "records", "where", "--json", **server))
    missing = sop(root, "verify", **server)
    assert (missing.exit_code, "photo.jpg" in missing.stdout) == (1, True), missing.output
    shutil.copytree(Path(old["evidence"], old["ledger"]), Path(new["evidence"], new["ledger"]))
    _says(root, "verify", **server)
    assert json.loads(_says(root, "seal", "--json", **server))["number"] == 2
    _says(root, "verify", **server)
    _says(root, "run", "pass", run, "same", **server)


def _renamed(block: str, mark: str) -> list[str]:
    named = re.sub(r"\b(sop_owner|sop_recorders|sop_auditors|anna|records)\b", rf"\1{mark}", block)
    return [one.strip() for one in named.split(";") if one.strip()]


def _execute(server: Server, statements: list[str]) -> None:
    for statement in statements:
        server.execute(statement)


def _says(root: Path, *words: str, **environ: str) -> str:
    result = sop(root, *words, **environ)
    assert result.exit_code == 0, result.output
    return result.stdout


def _copied_and_restored(server: Server, reader: str, owner: str, file: Path, mark: str) -> None:
    """As the page says it: dumped by somebody who only reads, restored by the owner into a new database."""
    _run("pg_dump", "--format=custom", f"--file={file}", reader)
    options = f"OWNER sop_owner{mark} ENCODING 'UTF8' TEMPLATE template0"
    server.execute(f"CREATE DATABASE records_again{mark} {options}")
    again = make_url(owner).set(database=f"records_again{mark}").render_as_string(hide_password=False)
    _run("pg_restore", f"--dbname={again}", str(file))


def _run(*words: str) -> None:
    made = subprocess.run(words, capture_output=True, text=True)
    assert made.returncode == 0, made.stderr

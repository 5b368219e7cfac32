"""`sop records rebuild` and `sop records search`, and whose runs `sop run` and `sop todo` show."""

import json
from pathlib import Path

import pytest

from records.building import by_hand
from run_handbook import RECEIPT, a_handbook, a_run, done, refused, sop

APPRAISAL = """\
kind: procedure
id: appraisal
title: Talk about the year
owner: owner
version: "1.0"
by: initiator
records_for: [auditor]
run_title: "Year of {{ whom }}"
inputs:
  whom: {type: text, label: Whom}
steps:
  - {id: talk, do: Talk, fields: {said: {type: text, label: Said}}}
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two refunds by Ben, and an appraisal that Ines leads."""
    shop = a_handbook(tmp_path_factory.mktemp("lists") / "shop", appraisal=APPRAISAL)
    a_run(shop, RECEIPT)
    a_run(shop)
    done(shop, "run", "start", "appraisal", "--set", "whom=Cleo", person="ines")
    return shop


@pytest.fixture
def appraisal(shop: Path) -> str:
    """The id of the appraisal."""
    [line] = json.loads(sop(shop, "run", "list", "--procedure", "appraisal", "--json", person="ines").stdout)
    return str(line["run"])


def test_the_lists_are_made_anew_and_compared(shop: Path) -> None:
    assert sop(shop, "records", "rebuild").stdout == "● The lists were made anew from the events of 3 runs.\n"
    compared = sop(shop, "records", "rebuild", "--check")
    assert (compared.exit_code, compared.stdout) == (0, "● All lists are what the events make of them: 3 runs.\n")
    with by_hand(str(shop / "records.sqlite3")) as connection:
        connection.execute("UPDATE runs SET title = 'Other' WHERE procedure = 'appraisal'")
        connection.execute("INSERT INTO participants VALUES ('run:gone', 'zoe')")
    compared = sop(shop, "records", "rebuild", "--check")
    assert compared.exit_code == 1
    assert ": its rows in `runs` are not what its events make of them\n" in compared.stdout
    assert "! 1 run stands in lists without any events.\n" in compared.stdout
    found = json.loads(sop(shop, "records", "rebuild", "--check", "--json").stdout)
    assert ({key: found[key] for key in ("runs", "lost", "unnamed")}, len(found["wrong"])) == (
        {"runs": 3, "lost": 1, "unnamed": 0},
        1,
    )
    made = sop(shop, "records", "rebuild")
    assert (made.exit_code, made.stdout.splitlines()[0]) == (
        0,
        "! 1 run stands in lists without any events; taken out.",
    )
    assert sop(shop, "records", "rebuild", "--check").exit_code == 0


def test_a_run_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    shop = a_handbook(tmp_path / "shop")
    run = a_run(shop)
    with by_hand(str(shop / "records.sqlite3"), guarded=False) as connection:
        connection.execute("UPDATE payloads SET payload = flip(payload, 9) WHERE number = 1")
    made = sop(shop, "records", "rebuild")
    assert made.exit_code == 1
    assert made.stdout.startswith(f"✕ run {run}: it cannot be listed.")
    assert made.stdout.endswith("✕ The lists were made anew from the events of 0 runs.\n")


def test_runs_are_found_by_what_was_entered(shop: Path) -> None:
    found = sop(shop, "records", "search", "mrs lund")
    assert found.exit_code == 0
    assert found.stdout.count("Refund Mrs Lund\n") == 2
    assert "\n1 run not searched: only some may see the records (`records_for`).\n" in found.stdout
    lines = json.loads(sop(shop, "records", "search", "LUND", "--limit", "1", "--json").stdout)
    assert [(line["procedure"], bool(line["found"])) for line in lines] == [("refund", True)]
    nothing = "No run was found. Fewer words, or parts of words, find more.\n"
    assert sop(shop, "records", "search", "nobody", person="ines").stdout == nothing
    assert "There are more: --before " in sop(shop, "records", "search", "lund", "--limit", "1").stdout
    narrowed = ("--procedure", "refund", "--person", "ben", "--since", "2020-01-01")
    assert sop(shop, "records", "search", "lund", *narrowed).stdout.count("Refund Mrs Lund\n") == 2
    assert sop(shop, "records", "search", "lund", "--person", "sam").stdout == nothing


def test_lists_leave_out_what_is_for_others_and_say_so(shop: Path) -> None:
    for words in (("run", "list"), ("todo", "--all")):
        others, own = sop(shop, *words), sop(shop, *words, person="ines")
        assert "Year of Cleo" not in others.stdout
        assert others.stdout.endswith("\n1 run not shown: only some may see the records (`records_for`).\n")
        assert ("Year of Cleo" in own.stdout, "not shown" in own.stdout) == (True, False)
    as_json = sop(shop, "run", "list", "--json")
    assert len(json.loads(as_json.stdout)) == 2
    assert as_json.stderr == "1 run not shown: only some may see the records (`records_for`).\n"
    assert "Year of Cleo" in sop(shop, "run", "list", "--as", "sam").stdout


def test_whom_nobody_knows_is_shown_what_is_for_everybody(shop: Path, appraisal: str) -> None:
    assert "1 run not shown" in sop(shop, "run", "list", person="").stdout
    assert refused(shop, "run", "show", appraisal, person="").startswith("sop: Who are you?")
    refund = json.loads(sop(shop, "run", "list", "--json").stdout)[0]["run"]
    assert sop(shop, "run", "show", refund, person="").exit_code == 0


def test_looking_and_acting_are_refused_to_others(shop: Path, appraisal: str) -> None:
    for words in (("show",), ("continue",), ("do", "talk"), ("note", "Look")):
        said = refused(shop, "run", words[0], appraisal, *words[1:])
        assert "The records of `appraisal` are only for the role “Auditor” or “Owner” and" in said
    assert sop(shop, "run", "show", appraisal, "--as", "sam").exit_code == 0
    assert done(shop, "run", "show", appraisal, person="ines")["title"] == "Year of Cleo"

"""`sop todo`: what somebody has to do, over all open runs."""

import json
from pathlib import Path

import pytest

from run_handbook import RECEIPT, SAME, STARTED, a_run, done, sop
from terminal import Terminal
from welcome_handbook import a_welcoming_shop


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three runs: one on its way, one at a branch, one whose first step was given to Cleo."""
    shop = a_welcoming_shop(tmp_path_factory.mktemp("todo") / "shop")
    run = done(shop, "run", "start", "welcome", "--set", "client=Acme")["run"]
    a_run(shop, RECEIPT, SAME)
    done(shop, *STARTED)
    done(shop, "run", "assign", run, "mail", "cleo")
    return shop


def test_before_anything_was_started_it_says_what_to_start(tmp_path: Path) -> None:
    empty = a_welcoming_shop(tmp_path / "shop")
    said = sop(empty, "todo")
    assert (said.exit_code, said.stdout) == (
        0,
        "There is nothing to do for you.\nWhat waits for others: sop todo --all\n"
        "Start something: sop run start PROCEDURE\n",
    )
    assert json.loads(sop(empty, "todo", "--json").stdout) == []


def test_everybody_sees_their_own_steps_with_the_command_to_go_on(shop: Path) -> None:
    mine = sop(shop, "todo").stdout
    assert mine.startswith("2 steps in 2 runs\n\nNo time set\n  Refund Mrs Lund\n  sop run continue ")
    assert "\n    ○ How does the customer want the money?\n" in mine
    assert "\n    ○ Read the receipt\n" in mine
    cleos = json.loads(sop(shop, "todo", "--as", "cleo", "--json").stdout)
    assert [(one["step"], one["assigned"]) for one in cleos] == [
        ("mail", "Cleo Marsh"),
        ("way", ""),
        ("receipt", ""),
    ]
    mail = cleos[0]
    assert (mail["time"] in ("today", "this week", "later"), mail["due"].endswith("Z")) == (True, True)
    assert (mail["can"], mail["command"]) == (["do", "not-applicable", "skip"], f"sop run continue {mail['run']}")
    assert sop(shop, "todo", "--as", "sam").stdout.startswith("There is nothing to do for you.\n")


def test_all_tells_whose_the_steps_are(shop: Path) -> None:
    every = sop(shop, "todo", "--all").stdout
    assert every.startswith("3 steps in 3 runs\n")
    assert "\n        for Cleo Marsh\n" in every
    assert "\n        for Clerk (Ben Adler, Cleo Marsh)\n" in every
    assert max(map(len, every.splitlines())) <= 100


def test_the_short_id_it_shows_is_enough_to_go_on(shop: Path) -> None:
    short = sop(shop, "todo").stdout.split("sop run continue ")[1].split()[0]
    assert len(short) == 6
    assert done(shop, "run", "continue", short)["procedure"] == "refund"


def test_sixty_columns_suffice(shop: Path) -> None:
    words, environ = ("todo", "--all"), {"SOP_RECORDS": str(shop / "records.sqlite3"), "SOP_PERSON": "ben"}
    with Terminal(shop, *words, columns=60, environ=environ) as terminal:
        assert terminal.end() == 0
        assert "\x1b[1m" in terminal.raw
        assert max(map(len, terminal.shown.splitlines())) <= 60


def test_who_is_not_known_is_refused(shop: Path) -> None:
    assert "`zoe` is not in the team register" in sop(shop, "todo", "--as", "zoe").stderr

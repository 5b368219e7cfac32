"""Starting, listing and showing runs, and who is acting."""

import json
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from run_handbook import (
    RECEIPT,
    REFUND,
    STARTED,
    TO_SIGN,
    a_handbook,
    a_run,
    done,
    events_of,
    process,
    refused,
    sop,
    surroundings,
)
from sopbook.cli import main
from sopbook.cli.run import continue_, list_, show, start
from sopbook.cli.run_acts import ACTS


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return a_handbook(tmp_path / "shop")


def test_the_help_names_every_command_in_a_line_that_fits() -> None:
    runner = CliRunner(env={"COLUMNS": "80"})
    shown = runner.invoke(main, ["run", "--help"]).stdout
    assert "..." not in shown.partition("[ARGS]...")[2]
    for act in (*ACTS, start, show, list_, continue_):
        assert f"  {act.name} " in shown
        assert runner.invoke(main, ["run", str(act.name), "--help"]).exit_code == 0


# Starting


def test_a_started_run_says_what_happened_and_what_can_be_done(shop: Path) -> None:
    result = sop(shop, *STARTED)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].endswith("○ Ben Adler started “Refund Mrs Lund”, version 1.0 of refund")
    assert lines[1:4] == ["          Customer: Mrs Lund", "          Amount: 40 EUR", "          Reasons: left empty"]
    assert lines[4:] == [
        "          At hand: The receipt",
        "",
        "What can be done now:",
        "  ○ receipt (do, not-applicable, skip), for Clerk (Ben Adler, Cleo Marsh)",
    ]


def test_a_run_as_json_has_this_shape(shop: Path) -> None:
    run = done(shop, *STARTED, "--set", "reasons=late", "--set", "reasons=broken")
    assert {key: run[key] for key in ("title", "procedure", "version", "commit", "phase", "number", "closed")} == {
        "title": "Refund Mrs Lund",
        "procedure": "refund",
        "version": "1.0",
        "commit": "",
        "phase": "open",
        "number": 1,
        "closed": 0,
    }
    assert run["inputs"] == {"customer": "Mrs Lund", "amount": "40", "reasons": ["broken", "late"]}
    assert (run["started_by"], run["lead"], run["ended_at"], run["repeated"]) == ("ben", "ben", None, False)
    assert [run[key] for key in ("practice", "begins_on", "parent", "due", "late")] == [False, None, None, None, False]
    assert run["started_at"].endswith("Z")
    assert len(run["checklist"]) == 64
    assert run["steps"][0] == {
        "id": "receipt",
        "title": "Read the receipt",
        "item": "",
        "verb": "do",
        "state": "ready",
        "why": "",
        "who": "Clerk (Ben Adler, Cleo Marsh)",
        "assigned": "",
        "due": None,
        "due_words": "",
        "late": False,
        "can": ["do", "not-applicable", "skip"],
        "values": {},
        "attempt": 1,
    }
    assert run["steps"][1]["why"] == "waiting for “Read the receipt”"
    assert (run["to_confirm"], run["deviations"], run["signatures"], run["notes"]) == ([], [], [], [])
    assert run["happened"] == ["Ben Adler started “Refund Mrs Lund”, version 1.0 of refund"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("refnd",), "sop: There is no procedure `refnd`. Did you mean `refund`?\n"),
        (("size",), "sop: `size` is a decision, not a procedure."),
        (("refund", "--needs-confirmed"), "sop: Still needed: Customer, Amount.\n"),
        (
            ("refund", "--set", "custmer=x"),
            "sop: Nothing here is called `custmer`. Did you mean `customer`?\n",
        ),
        (
            ("refund", "--set", "customer=x", "--set", "amount=1"),
            "sop: Before it starts, confirm that all of this is there: The receipt.\n",
        ),
        (("refund", "--set", "customer=x", "--set", "amount=-1"), "sop: Amount: at least 0 EUR\n"),
        (("refund", "--set", "amount=viel"), "sop: Amount: `viel` is not a number; write it as 1234.5\n"),
        (("refund", "--set", "amount=1", "--set", "amount=2"), "sop: Amount: one value is needed, not several\n"),
        (
            ("refund", "--set", "reasons=brok"),
            "sop: Reasons: `brok` is none of broken, late, wrong size; did you mean `broken`?\n",
        ),
    ],
)
def test_a_start_that_is_refused_says_why_and_records_nothing(shop: Path, words: tuple[str, ...], said: str) -> None:
    result = sop(shop, "run", "start", *words)
    assert result.stderr.startswith(said)
    assert (result.exit_code, result.stdout) == (3, "")
    assert events_of(shop) == 0


def test_a_value_without_a_name_is_wrong_usage(shop: Path) -> None:
    result = sop(shop, "run", "start", "refund", "--set", "customer")
    assert result.exit_code == 2
    assert "write name=value, not `customer`" in result.stderr


def test_a_value_may_hold_an_equals_sign(shop: Path) -> None:
    run = done(shop, "run", "start", "refund", "--set", "customer=a=b", "--set", "amount=1", "--needs-confirmed")
    assert run["inputs"]["customer"] == "a=b"


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("status: draft", "it is a draft; set `status: effective` when it is agreed"),
        ("status: obsolete\nsuperseded_by: other", "it is obsolete; use `other`"),
        ('effective: "2999-01-01"', "it comes into force on 2999-01-01"),
    ],
)
def test_a_procedure_that_is_not_in_force_is_not_started(tmp_path: Path, key: str, why: str) -> None:
    other = REFUND.replace("id: refund", "id: other").replace("Refund a customer", "The other one")
    shop = a_handbook(tmp_path / "shop", refund=REFUND.replace("owner: owner", f"owner: owner\n{key}"), other=other)
    result = sop(shop, *STARTED)
    assert result.stderr == f"sop: “Refund a customer” cannot be started: {why}.\n"
    assert result.exit_code == 3


def test_nothing_is_started_from_a_handbook_with_errors(shop: Path) -> None:
    (shop / "sops" / "refund.yml").write_text(REFUND.replace("decide: size", "decide: sise"), encoding="utf-8")
    result = sop(shop, *STARTED)
    assert result.stderr.startswith("sop: The handbook has an error, and nothing is started from it until it is")
    assert "sops/refund.yml:" in result.stderr
    assert "`sop check` says more." in result.stderr
    assert result.exit_code == 3


def test_text_that_is_committed_is_named_by_its_commit_and_other_text_is_said_to_be_none(shop: Path) -> None:
    def git(*words: str) -> str:
        author = ("-c", "user.name=Ines", "-c", "user.email=ines@shop.example")
        return subprocess.run(["git", *author, *words], cwd=shop, check=True, capture_output=True, text=True).stdout

    git("init", "-q")
    git("add", "sops", "handbook.yml")
    git("commit", "-qm", "Write it down")
    run = done(shop, *STARTED)
    assert run["commit"] == git("rev-parse", "HEAD").strip()
    assert f"refund 1.0, at {run['commit'][:10]}" in sop(shop, "run", "show", run["run"]).stdout
    (shop / "sops" / "size.yml").write_text((shop / "sops" / "size.yml").read_text() + "# changed\n")
    changed = done(shop, *STARTED)
    assert changed["commit"] == ""
    assert "refund 1.0, from text that is not committed" in sop(shop, "run", "show", changed["run"]).stdout


# Who is acting


def test_the_actor_is_the_one_named_before_the_environment_before_git(shop: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=shop, check=True)
    subprocess.run(["git", "config", "user.email", "Ines@Shop.example"], cwd=shop, check=True)
    assert done(shop, *STARTED, person="")["started_by"] == "ines"
    assert done(shop, *STARTED, person="ben")["started_by"] == "ben"
    assert done(shop, *STARTED, "--as", "cleo", person="ben")["started_by"] == "cleo"


def test_nobody_is_guessed_and_the_people_are_listed(shop: Path) -> None:
    team = "The team: ines (Ines Duarte), ben (Ben Adler), cleo (Cleo Marsh), sam (Sam Osei).\n"
    said = sop(shop, *STARTED, person="").stderr
    assert said == f"sop: Who are you? Say so with --as PERSON or the variable SOP_PERSON. {team}"
    assert sop(shop, *STARTED, person="bene").stderr == (
        f"sop: `bene` is not in the team register. Did you mean `ben`? {team}"
    )
    subprocess.run(["git", "init", "-q"], cwd=shop, check=True)
    subprocess.run(["git", "config", "user.email", "else@shop.example"], cwd=shop, check=True)
    said = sop(shop, *STARTED, person="").stderr
    assert "git's user.email is else@shop.example, which nobody in the team register has." in said


# Finding, listing, showing


def test_a_run_is_found_by_the_beginning_of_its_id(shop: Path) -> None:
    run = a_run(shop)
    assert done(shop, "run", "show", run[:5])["run"] == run
    assert done(shop, "run", "show", run.upper())["run"] == run
    assert done(shop, "run", "show", f"run:{run}")["run"] == run
    for wanted in ("zzzzzz", run[:2], "../x", "%"):
        said = sop(shop, "run", "show", wanted)
        assert said.stderr == f"sop: There is no run `{wanted.lower()}`. `sop run list` shows the open ones.\n"
        assert said.exit_code == 3


def test_a_beginning_that_several_runs_share_is_refused_with_them(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = iter(["abcd00000001", "abcd00000002"])
    monkeypatch.setattr("sopbook.wiring.Desk.run_id", lambda _desk: next(ids))
    a_run(shop)
    a_run(shop)
    told = sop(shop, "run", "show", "abcd").stderr
    assert told == "sop: Several runs begin with `abcd`: abcd00000001, abcd00000002. Write more of the id.\n"


def test_without_records_nothing_is_made_by_looking(shop: Path) -> None:
    empty = sop(shop, "run", "list")
    assert (empty.stdout, empty.exit_code) == (
        "There are no open runs. Start one: sop run start PROCEDURE\n",
        0,
    )
    assert json.loads(sop(shop, "run", "list", "--json").stdout) == []
    for words in (("run", "show", "abcdef"), ("run", "do", "abcdef", "x"), ("verify",)):
        result = sop(shop, *words)
        assert result.stderr.startswith(f"sop: There are no records at {shop / 'records.sqlite3'} yet. Start a run")
        assert result.exit_code == 3
    assert not (shop / "records.sqlite3").exists()


def test_the_list_shows_the_open_runs_newest_first(shop: Path) -> None:
    first, second = a_run(shop, RECEIPT), a_run(shop)
    over = a_run(shop)
    done(shop, "run", "cancel", over, "--reason", "She has gone")
    lines = json.loads(sop(shop, "run", "list", "--json").stdout)
    assert [line["run"] for line in lines] == [second, first]
    assert {key: lines[1][key] for key in ("title", "procedure", "phase", "closed", "steps", "started_by")} == {
        "title": "Refund Mrs Lund",
        "procedure": "refund",
        "phase": "open",
        "closed": 1,
        "steps": 8,
        "started_by": "ben",
    }
    text = sop(shop, "run", "list", "--all", "--limit", "1").stdout
    assert text.startswith(f"Refund Mrs Lund\n  {over} · 0 of 8 · cancelled · refund · 20")
    assert text.splitlines()[2:] == ["", f"There are more: --before {over}"]
    following = sop(shop, "run", "list", "--all", "--before", over[:8]).stdout
    assert following.startswith(f"Refund Mrs Lund\n  {second} ")
    assert following.splitlines()[3].startswith(f"  {first} ")
    assert sop(shop, "run", "list", "--before", first).stdout == "There are no further open runs for you to see.\n"
    none = sop(shop, "run", "list", "--procedure", "other").stdout
    assert none == "There are no open runs of `other`. Start one: sop run start other\n"


def test_a_run_is_shown_with_its_options_reasons_and_story(shop: Path) -> None:
    run = a_run(shop, *TO_SIGN)
    shown = sop(shop, "run", "show", run).stdout
    assert "  ● How does the customer want the money?\n    → In cash\n      ● Count the money twice\n" in shown
    assert "    ∅ To the card\n  ∅ Write a letter of excuse\n      answered no by Ben Adler\n" in shown
    assert "  ● How large is the refund?\n      Size: small\n" in shown
    assert "\nWhat happened\n20" in shown
    without = sop(shop, "run", "show", run, "--no-story").stdout
    assert "What happened" not in without
    assert sop(shop, "run", "continue", run).stdout == without  # nobody is at a terminal here


def test_before_a_choice_its_options_are_shown_with_their_steps(shop: Path) -> None:
    shown = sop(shop, "run", "show", a_run(shop)).stdout
    assert (
        "  · How does the customer want the money?\n    · In cash\n      · Count the money twice\n"
        "    · To the card\n      · Book it back to the card\n"
    ) in shown


def test_what_people_wrote_cannot_move_the_terminal(shop: Path) -> None:
    bidi = "--set", "customer=Lund\u202e\u200b"
    run = done(shop, "run", "start", "refund", *bidi, "--set", "amount=1", "--needs-confirmed")["run"]
    assert "Refund Lund<U+202E><U+200B>" in sop(shop, "run", "show", run).stdout
    assert "Refund Lund<U+202E><U+200B>" in sop(shop, "run", "list").stdout
    told = refused(shop, "run", "start", "refund", "--set", "customer=\x1b[31m", "--set", "amount=1")
    assert told == "sop: Customer: it holds characters that cannot be shown\n"
    assert "\x1b" not in sop(shop, "run", "do", run, "a\x1b[31m").stderr


def test_the_screen_is_never_wider_than_100_columns_in_a_pipe(shop: Path) -> None:
    run = a_run(shop)
    done(shop, "run", "note", run, "word " * 3000)
    assert "at most 20000 characters" in refused(shop, "run", "note", run, "x" * 20_001)
    done(shop, "run", "note", run, "x" * 20_000)
    shown = sop(shop, "run", "show", run).stdout
    assert max(map(len, shown.splitlines())) == 100


def test_a_pipe_that_knows_ascii_only_gets_escapes_and_no_traceback(shop: Path) -> None:
    run = a_run(shop)
    environ = surroundings(shop, PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C")
    said = process(shop, "run", "show", run, environ=environ)
    assert (said.returncode, said.stderr) == (0, "")
    assert "\nLook at it\n  o Read the receipt\n      for Clerk" in said.stdout
    assert said.stdout.isascii()
    assert "\x1b" not in said.stdout

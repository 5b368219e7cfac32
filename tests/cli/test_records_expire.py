"""Letting records expire, holding them, and what is said of them afterwards."""

from datetime import timedelta
from pathlib import Path

import pytest

from run_handbook import COUNTED, REFUND, a_handbook, a_run, done, refused, sop
from sopbook.records.ledger import Ledger
from sopbook.wiring import Desk

KEPT = REFUND.replace("needs:", "keep: 1 day\nneeds:")


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return a_handbook(tmp_path / "shop", refund=KEPT)


@pytest.fixture
def old(shop: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A run that was cancelled three days ago."""
    run = a_run(shop)
    done(shop, "run", "cancel", run, "--reason", "The customer left")
    days_later(monkeypatch)
    return run


def days_later(monkeypatch: pytest.MonkeyPatch) -> None:
    now = Desk.now
    monkeypatch.setattr(Desk, "now", lambda self: now(self) + timedelta(days=3))


def test_what_would_expire_is_listed_and_nothing_is_deleted(shop: Path, old: str) -> None:
    result = sop(shop, "records", "expire", "--dry-run")
    assert result.exit_code == 0
    first, about, *rest = result.stdout.splitlines()
    assert first == "○ Refund Mrs Lund"
    assert about.startswith(f"    {old} · refund · ended ")
    assert " · kept 1 day, until " in about
    assert rest == ["1 run would expire. Nothing was deleted: `sop records expire --yes` does it, for ever."]
    assert done(shop, "run", "show", old)["title"] == "Refund Mrs Lund"


def test_it_has_to_be_said_which_of_both_is_meant(shop: Path, old: str) -> None:
    for words in ((), ("--dry-run", "--yes")):
        result = sop(shop, "records", "expire", *words)
        assert result.exit_code == 2
        assert "--dry-run to see what would be deleted, or --yes to delete it" in result.stderr


def test_what_expired_says_when_by_which_rule_and_what_is_left(shop: Path, old: str) -> None:
    said = sop(shop, "records", "expire", "--yes").stdout
    assert said.startswith("● Refund Mrs Lund\n")
    assert "1 run expired: what was entered is deleted. Backups and exports that were made before" in said
    shown = sop(shop, "run", "show", old)
    assert shown.exit_code == 0
    lines = shown.stdout.splitlines()
    assert lines[:2] == [f"Run {old} has expired", "refund 1.0"]
    assert lines[2].startswith("It was to be kept for 1 day from its end on ")
    assert [line.split("  ")[-1] for line in lines if line.startswith("   1")] == ["run started, ben"]
    assert "Lund" not in shown.stdout
    told = done(shop, "run", "show", old)
    assert (told["phase"], told["keep"], told["expired_by"]) == ("expired", "1 day", "ben")
    assert told["events"][0] == {
        "number": 1,
        "kind": "run_started",
        "at": told["events"][0]["at"],
        "by": "ben",
        "role": None,
    }
    assert sop(shop, "verify").exit_code == 0


def test_nothing_more_can_be_done_to_it(shop: Path, old: str) -> None:
    done(shop, "records", "expire", "--yes")
    with Ledger.open(str(shop / "records.sqlite3"), handbook="shop") as ledger:
        before = ledger.count()
    result = sop(shop, "run", "note", old, "And another thing")
    assert (result.exit_code, result.stdout) == (3, "")
    assert f"The record of `run:{old}` has expired" in result.stderr
    with Ledger.open(str(shop / "records.sqlite3"), handbook="shop") as ledger:
        assert ledger.count() == before


def test_the_list_of_runs_says_that_it_expired(shop: Path, old: str) -> None:
    done(shop, "records", "expire", "--yes")
    assert sop(shop, "run", "list").stdout.startswith("There are no open runs.")
    first, second = sop(shop, "run", "list", "--all").stdout.splitlines()
    assert first == "refund"
    assert second.startswith(f"  {old} · expired · refund · ")


def test_as_json_it_says_what_went(shop: Path, old: str) -> None:
    told = done(shop, "records", "expire", "--yes")
    assert (told["deleted"], told["files"], told["left"]) == (True, 0, "")
    (family,) = told["families"]
    assert (family["run"], family["expired"], family["held"]) == (old, True, None)
    assert [one["title"] for one in family["members"]] == ["Refund Mrs Lund"]
    assert done(shop, "records", "expire", "--dry-run")["families"] == []


def test_where_nothing_is_over_it_says_so(shop: Path) -> None:
    a_run(shop)
    assert sop(shop, "records", "expire", "--yes").stdout == "Nothing expires now.\n"


def test_files_go_with_the_last_run_that_names_them(
    shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"the receipt of Mrs Lund")
    run = a_run(shop, ("do", "receipt", "--set", "bought_on=2026-03-02", "--set", f"photo={photo}"))
    done(shop, "run", "cancel", run, "--reason", "The customer left")
    assert [one.read_bytes() for one in files_of(shop)] == [photo.read_bytes()]
    days_later(monkeypatch)
    assert done(shop, "records", "expire", "--yes")["files"] == 1
    assert files_of(shop) == []
    assert sop(shop, "verify").exit_code == 0


def files_of(root: Path) -> list[Path]:
    return [one for one in (root / "evidence").rglob("*") if one.is_file()]


# Holds


def test_a_run_is_held_listed_and_released(shop: Path, old: str) -> None:
    said = sop(shop, "records", "hold", old, "--reason", "A dispute with the customer", person="ines").stdout
    assert said == f"● run {old} is held: it does not expire until it is released.\n"
    for words in ((), ("--list",)):
        listed = sop(shop, "records", "hold", *words).stdout
        assert listed.startswith(f"⧗ run {old}\n    A dispute with the customer\n    Ines Duarte, ")
    waits = sop(shop, "records", "expire", "--yes").stdout
    assert waits.startswith("⧗ Refund Mrs Lund\n")
    assert "by Ines Duarte: A dispute with the customer" in waits
    assert waits.endswith("Nothing expires now.\n")
    assert done(shop, "records", "release", old, "--reason", "It is settled") == {"stream": f"run:{old}", "held": False}
    assert done(shop, "records", "hold") == []
    assert "1 run expired" in sop(shop, "records", "expire", "--yes").stdout


def test_a_hold_without_a_reason_or_a_run_is_refused(shop: Path, old: str) -> None:
    assert "Say why it is held, in one sentence: --reason TEXT." in refused(shop, "records", "hold", old)
    assert "Say why it is released" in refused(shop, "records", "release", old)
    assert "is not held" in refused(shop, "records", "release", old, "--reason", "So")
    assert "There is no run `nothing`" in refused(shop, "records", "hold", "nothing", "--reason", "So")


def test_where_nothing_is_held_it_says_how_to_hold(shop: Path, old: str) -> None:
    assert sop(shop, "records", "hold").stdout.startswith("Nothing is held. To keep a run beyond its time: sop rec")


# Signatures


@pytest.mark.slow
def test_a_signature_says_that_no_password_was_asked(shop: Path) -> None:
    run = a_run(shop, *COUNTED, ("answer", "excuse", "no"))
    done(shop, "run", "approve", run, "sign", person="ines")
    (signature,) = done(shop, "run", "show", run)["signatures"]
    assert signature["mode"] == "local"
    shown = sop(shop, "run", "show", run).stdout
    assert "Signed in local mode: the machine vouches for the person, no password was asked." in shown

"""Taking records out and bringing them in by the command, from one laptop to another and back."""

import json
import subprocess
from pathlib import Path

import pytest

from run_handbook import RECEIPT, SAME, TO_SIGN, a_handbook, a_run, done, sop
from sopbook.records.ledger import Ledger


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return a_handbook(tmp_path / "shop")


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """The same handbook on another laptop."""
    return a_handbook(tmp_path / "other")


def said(root: Path, *words: str | Path, code: int = 0) -> str:
    result = sop(root, *words)
    assert result.exit_code == code, result.output
    return result.output


def refused(root: Path, *words: str | Path) -> str:
    result = sop(root, *words)
    assert (result.exit_code, result.stdout) == (3, ""), result.output
    assert "Traceback" not in result.stderr
    return " ".join(result.stderr.split())


def joined(text: str) -> str:
    return " ".join(text.split())


def test_records_move_to_another_laptop_and_the_run_is_finished_there(shop: Path, other: Path, tmp_path: Path) -> None:
    run, bundle = a_run(shop, *TO_SIGN), tmp_path / "records.jsonl.gz"
    told = said(shop, "records", "export", "--to", bundle)
    assert joined(told).startswith(f"● {bundle} holds 10 events in 1 stream. Its digest is ")
    held = said(other, "verify", "--bundle", bundle)
    assert "The bundle holds: 10 events in 1 stream, of the handbook `shop`, exported by ben at" in joined(held)
    assert told.split("digest is ")[1].split(":")[0] in held
    assert "There are no records at" in refused(other, "records", "import", bundle, "--dry-run")
    assert said(other, "records", "import", bundle) == "● 10 events came, in 1 stream.\n  1 stream new\n"
    assert (
        said(other, "records", "import", bundle)
        == "● Nothing came: all of it is here already.\n  1 stream here already\n"
    )
    done(other, "run", "approve", run, "sign", person="ines")
    assert done(other, "run", "finish", run, person="ines")["phase"] == "completed"
    assert said(other, "verify").startswith("● The records hold")


def test_two_laptops_that_went_on_with_the_same_run_are_told(shop: Path, other: Path, tmp_path: Path) -> None:
    run, bundle = a_run(shop, RECEIPT), tmp_path / "records.jsonl"
    said(shop, "records", "export", "--to", bundle)
    said(other, "records", "import", bundle)
    for root in (shop, other):
        done(root, "run", "pass", run, *SAME[1:])
    new = a_run(shop)
    said(shop, "records", "export", "--to", bundle)
    told = said(other, "records", "import", bundle, code=1)
    assert told.endswith(f"✕ run:{run} was refused: from event 3 on it is another one here.\n")
    assert done(other, "run", "show", new)["number"] == 1
    answer = json.loads(said(other, "records", "import", bundle, "--json", code=1))
    assert (answer["events"], answer["streams"]["here already"]) == (0, 1)
    assert answer["refused"] == [{"stream": f"run:{run}", "why": "from event 3 on it is another one here"}]


def test_a_bundle_that_was_changed_is_told_and_not_imported(shop: Path, other: Path, tmp_path: Path) -> None:
    run, bundle = a_run(shop, RECEIPT), tmp_path / "records.jsonl"
    said(shop, "records", "export", "--to", bundle)
    bundle.write_bytes(bundle.read_bytes().replace(b"2026-03-02", b"2026-03-03"))
    told = said(shop, "verify", "--bundle", bundle, code=1)
    assert f"✕ run:{run}, event 2: the payload is not what was recorded (line 7)" in told
    assert json.loads(said(shop, "verify", "--bundle", bundle, "--json", code=1))["holds"] is False
    assert "is not what was exported, so nothing was imported." in refused(other, "records", "import", bundle)
    with Ledger.open(str(other / "records.sqlite3"), handbook="shop") as ledger:
        assert ledger.count() == 0


def test_what_is_no_bundle_is_refused_by_its_line(shop: Path, tmp_path: Path) -> None:
    letter = tmp_path / "letter.jsonl"
    letter.write_text("Dear customer,\n", encoding="utf-8")
    for words in (("verify", "--bundle", letter), ("records", "import", letter)):
        assert f"{letter}, line 1: it is not JSON." in refused(shop, *words)


def test_runs_are_exported_as_pages_and_tables(shop: Path, tmp_path: Path) -> None:
    run = a_run(shop, RECEIPT)
    a_run(shop)
    folder = tmp_path / "out"
    assert said(shop, "records", "export", run[:6], "--to", folder, "--format", "html") == f"● {folder} holds 1 page.\n"
    assert "Refund Mrs Lund" in (folder / f"{run}.html").read_text(encoding="utf-8")
    told = said(shop, "records", "export", "--to", folder, "--format", "csv")
    assert "holds runs.csv (2 rows), steps.csv (16 rows), deviations.csv (0 rows), signatures.csv (0 rows)." in joined(
        told
    )


def test_what_cannot_be_meant_is_told(shop: Path, tmp_path: Path) -> None:
    a_run(shop)
    wrong = sop(shop, "records", "export", "--to", tmp_path / "records.zip")
    assert (wrong.exit_code, "name a file that ends with .jsonl or .jsonl.gz" in wrong.output) == (2, True)
    assert "No run fits that, so nothing was written." in refused(
        shop, "records", "export", "--procedure", "sizes", "--to", tmp_path / "records.jsonl"
    )
    nowhere = tmp_path / "nowhere" / "records.jsonl"
    assert f"The export cannot be written to {nowhere}: no such file" in refused(
        shop, "records", "export", "--to", nowhere
    )


def test_a_bundle_names_the_last_seal(shop: Path, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=shop, check=True)
    bundle = tmp_path / "records.jsonl"
    for _ in range(2):
        a_run(shop)
        said(shop, "seal")
    said(shop, "records", "export", "--to", bundle)
    seals = [
        line for line in map(json.loads, bundle.read_text(encoding="utf-8").splitlines()) if line["line"] == "seal"
    ]
    last = json.loads(said(shop, "verify", "--json"))["seal"]
    assert seals == [{"line": "seal", "number": 2, "digest": last["digest"]}]
    assert "The bundle holds" in said(shop, "verify", "--bundle", bundle)

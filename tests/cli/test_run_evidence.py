"""Files of a run through the command: attached, given at fields, kept, verified and copied out."""

import json
import os
from pathlib import Path

import pytest

from run_handbook import STARTED, a_handbook, a_run, done, refused, sop

PHOTO = b"a photo of the receipt"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return a_handbook(tmp_path / "shop")


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "receipt.jpg"
    path.write_bytes(PHOTO)
    return path


def attached(shop: Path, photo: Path) -> str:
    """A run with the photo at a field and attached once more."""
    run = a_run(shop, ("do", "receipt", "--set", "bought_on=2026-03-02", "--set", f"photo={photo}"))
    done(shop, "run", "attach", run, photo, "--text", "Once more")
    return run


def kept(shop: Path) -> list[Path]:
    return sorted(path for path in (shop / "evidence").glob("*/??/*") if path.is_file())


def test_files_of_fields_and_attachments_are_kept_beside_the_ledger_once(shop: Path, photo: Path) -> None:
    attached(shop, photo)
    photo.unlink()
    (one,) = kept(shop)
    assert one.read_bytes() == PHOTO
    result = sop(shop, "verify")
    assert result.exit_code == 0
    assert "and 1 file, each as it was written" in result.stdout.replace("\n", " ")


def test_the_files_of_a_run_are_listed_and_copied_out(shop: Path, photo: Path, tmp_path: Path) -> None:
    run = attached(shop, photo)
    listed = sop(shop, "run", "evidence", run)
    assert listed.exit_code == 0
    lines = listed.stdout.splitlines()
    assert lines[:2] == ["Files of “Refund Mrs Lund”", "  · receipt.jpg, 22 bytes"]
    assert lines[2].startswith("      Ben Adler at “Read the receipt”, ")
    result = sop(shop, "run", "evidence", run, "--to", tmp_path / "out")
    assert result.exit_code == 0
    copies = sorted((tmp_path / "out").iterdir())
    assert [path.name[4:] for path in copies] == [" receipt.jpg", " receipt.jpg"]
    assert {path.read_bytes() for path in copies} == {PHOTO}
    assert all(str(path) in result.stdout.replace("\n      ", " ") for path in copies)


def test_a_run_without_files_says_how_to_add_one(shop: Path) -> None:
    run = a_run(shop)
    assert f"Add one: sop run attach {run} FILE" in sop(shop, "run", "evidence", run).stdout
    assert done(shop, "run", "evidence", run) == []


def test_a_swapped_file_is_named_by_verify_and_not_handed_out(shop: Path, photo: Path, tmp_path: Path) -> None:
    run = attached(shop, photo)
    (one,) = kept(shop)
    one.chmod(0o600)
    one.write_bytes(PHOTO[::-1])
    result = sop(shop, "verify")
    assert result.exit_code == 1
    found = [line for line in result.stdout.splitlines() if line.startswith("✕")]
    assert len(found) == 2
    assert found[0].startswith(f"✕ run:{run}, event 2: its file “receipt.jpg” is not among the evidence as it was rec")
    assert sop(shop, "verify", "--no-evidence").exit_code == 0
    copying = sop(shop, "run", "evidence", run, "--to", tmp_path / "out", "--json")
    assert copying.exit_code == 1
    answers = json.loads(copying.stdout)
    assert {one["copy"] for one in answers} == {None}
    assert all("its bytes are others than those that were recorded" in one["problem"] for one in answers)
    assert list((tmp_path / "out").iterdir()) == []


def test_attaching_the_lost_file_again_mends_what_verify_found(shop: Path, photo: Path) -> None:
    run = attached(shop, photo)
    kept(shop)[0].unlink()
    assert sop(shop, "verify").exit_code == 1
    done(shop, "run", "attach", run, photo)
    assert sop(shop, "verify").exit_code == 0


def test_a_file_that_cannot_be_kept_is_refused_and_nothing_recorded(shop: Path, photo: Path, tmp_path: Path) -> None:
    run = a_run(shop)
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(photo)
    assert "it is no file; only files can be kept." in refused(shop, "run", "attach", run, str(tmp_path / "pipe"))
    assert "it is a link; name the file" in refused(shop, "run", "attach", run, str(tmp_path / "link"))
    assert kept(shop) == []


def test_where_files_are_kept_and_how_large_they_may_be_is_said_by_the_environment(
    shop: Path, photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOP_EVIDENCE", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("SOP_EVIDENCE_LIMIT", "1")
    run = attached(shop, photo)
    assert kept(shop) == []
    assert len(list((tmp_path / "elsewhere").glob("*/??/*"))) == 1
    photo.write_bytes(b"x" * 1_000_001)
    assert "has 1,000,001 bytes; at most 1,000,000 are kept." in refused(shop, "run", "attach", run, str(photo))
    monkeypatch.setenv("SOP_EVIDENCE", "nowhere://bucket")
    photo.write_bytes(b"small")
    assert "Evidence cannot be kept at nowhere://bucket/" in refused(shop, "run", "attach", run, str(photo))


def test_runs_without_files_make_no_store(shop: Path) -> None:
    assert sop(shop, *STARTED).exit_code == 0
    assert sop(shop, "verify").exit_code == 0
    assert not (shop / "evidence").exists()

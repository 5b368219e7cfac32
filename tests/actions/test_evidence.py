"""Files that people name on the way into the records: kept before the event, and not for what is refused."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from actions.building import Company, a_procedure
from sopbook.actions.evidence import FileOfRun, Offered, copied_out, files_of, place_of
from sopbook.actions.surroundings import Surroundings
from sopbook.records.evidence.errors import EvidenceFull
from sopbook.records.evidence.places import store_at
from sopbook.records.evidence.store import Store
from sopbook.records.verify import verify
from sopbook.runs import commands as cmd
from sopbook.runs.refusals import NotReady
from sopbook.workspace.attachments import FileTooLarge
from sopbook.workspace.settings import BadLimit, Settings

PHOTO = b"a photo of the receipt"
WORK = a_procedure(
    "work",
    """
    - {id: look, do: Look at it, fields: {photo: {type: file}, second: {type: file, optional: true}}}
    - {id: after, do: Go on, fields: {photo: {type: file, optional: true}}}
    """,
    "inputs: {contract: {type: file, optional: true}}",
)


class Keeping(Company):
    """A company that keeps files of up to 100 bytes."""

    def __init__(self, ledger: Any, folder: Path, **texts: str) -> None:
        super().__init__(ledger, **texts)
        self.store = store_at(str(folder), ledger.id)
        self.files = Offered(lambda: self.store, most=lambda: 100)

    @property
    def around(self) -> Surroundings:
        return replace(super().around, keep=self.files.keep)


@pytest.fixture
def shop(company: Any, ledger: Any, tmp_path: Path) -> Keeping:
    return Keeping(ledger, tmp_path / "evidence", work=WORK)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo.jpg"
    path.write_bytes(PHOTO)
    return path


def kept(shop: Keeping) -> list[str]:
    return sorted(shop.store.digests())


def digest_of(data: bytes) -> str:
    return sha256(data).hexdigest()


def test_a_file_is_kept_when_the_event_that_names_it_is_recorded(shop: Keeping, photo: Path) -> None:
    run = shop.start("work")
    file = shop.files.refer(photo)
    assert kept(shop) == []
    shop.act(run, cmd.Complete(step="look", values={"photo": file}))
    assert kept(shop) == [file.sha256] == [digest_of(PHOTO)]
    found = verify(shop.journal.ledger, evidence=shop.store)
    assert (found.findings, found.files) == ((), 1)


def test_files_of_inputs_and_attachments_are_kept_too(shop: Keeping, photo: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_bytes(b"a plan")
    run = shop.start("work", contract=shop.files.refer(photo))
    shop.act(run, cmd.Attach(file=shop.files.refer(plan), step="look"))
    files = files_of(run, journal=shop.journal)
    assert [(one.number, one.file.name, one.step) for one in files] == [(1, "photo.jpg", None), (2, "plan.txt", "look")]
    assert kept(shop) == sorted([digest_of(PHOTO), digest_of(b"a plan")])


def test_the_old_file_of_an_amended_value_stays(shop: Keeping, photo: Path, tmp_path: Path) -> None:
    other = tmp_path / "better.jpg"
    other.write_bytes(b"a better photo")
    run = shop.start("work")
    shop.act(run, cmd.Complete(step="look", values={"photo": shop.files.refer(photo)}))
    shop.act(run, cmd.Amend(step="look", name="photo", value=shop.files.refer(other), reason="It was blurred"))
    assert [one.file.name for one in files_of(run, journal=shop.journal)] == ["photo.jpg", "photo.jpg", "better.jpg"]
    assert len(kept(shop)) == 2


def test_of_what_is_refused_nothing_is_kept(shop: Keeping, photo: Path) -> None:
    run = shop.start("work")
    with pytest.raises(NotReady):
        shop.act(run, cmd.Complete(step="after", values={"photo": shop.files.refer(photo)}))
    assert kept(shop) == []


def test_a_file_that_is_another_one_when_it_is_kept_is_refused_and_nothing_recorded(shop: Keeping, photo: Path) -> None:
    run = shop.start("work")
    command = cmd.Complete(step="look", values={"photo": shop.files.refer(photo)})
    photo.write_bytes(PHOTO[::-1])
    assert f"The file {photo} changed while it was read. Nothing was recorded" in shop.refusal(run, command)
    assert kept(shop) == []
    photo.unlink()
    assert "cannot be read: no such file" in shop.refusal(run, command)


def test_when_it_cannot_be_kept_nothing_is_recorded(
    shop: Keeping, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = shop.start("work")

    def full(*_given: Any, **_named: Any) -> None:
        raise EvidenceFull("/disk")

    monkeypatch.setattr(Store, "keep", full)
    command = cmd.Complete(step="look", values={"photo": shop.files.refer(photo)})
    assert "There is no room left to keep the file" in shop.refusal(run, command)


def test_a_file_over_the_limit_is_refused_when_it_is_named(shop: Keeping, photo: Path) -> None:
    photo.write_bytes(b"x" * 101)
    with pytest.raises(FileTooLarge, match="has 101 bytes; at most 100 are kept"):
        shop.files.refer(photo)


def test_a_file_that_was_removed_right_before_the_event_is_brought_back_behind_it(
    shop: Keeping, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It lay there already, for a run that expires at this very moment."""
    run = shop.start("work")
    file = shop.files.refer(photo)
    shop.store.keep([PHOTO], digest=file.sha256, size=file.size)
    append = shop.journal.append

    def expiring(*given: Any, **named: Any) -> Any:
        shop.store.remove(file.sha256)
        return append(*given, **named)

    monkeypatch.setattr(shop.journal, "append", expiring)
    shop.act(run, cmd.Complete(step="look", values={"photo": file}))
    assert verify(shop.journal.ledger, evidence=shop.store).holds


def test_a_crash_between_file_and_event_leaves_a_file_that_nothing_names(
    shop: Keeping, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = shop.start("work")
    command = cmd.Complete(step="look", values={"photo": shop.files.refer(photo)})

    def crash(*_given: Any, **_named: Any) -> Any:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(shop.journal, "append", crash)
        with pytest.raises(KeyboardInterrupt):
            shop.act(run, command)
    assert kept(shop) == [digest_of(PHOTO)]
    found = verify(shop.journal.ledger, evidence=shop.store)
    assert (found.findings, found.files) == ((), 0)
    shop.act(run, command)
    assert verify(shop.journal.ledger, evidence=shop.store).holds


def test_copies_bear_the_number_of_their_event_and_are_what_was_recorded(
    shop: Keeping, photo: Path, tmp_path: Path
) -> None:
    run = shop.start("work")
    file = shop.files.refer(photo)
    shop.act(run, cmd.Complete(step="look", values={"photo": file, "second": file}))
    (one,) = files_of(run, journal=shop.journal)
    assert isinstance(one, FileOfRun)
    copy = copied_out(one, shop.store, tmp_path / "out")
    assert isinstance(copy, Path)
    assert (copy.name, copy.read_bytes()) == ("0002 photo.jpg", PHOTO)
    assert "there is one already" in str(copied_out(one, shop.store, tmp_path / "out"))


def test_of_a_swapped_file_no_copy_is_left(shop: Keeping, photo: Path, tmp_path: Path) -> None:
    run = shop.start("work")
    shop.act(run, cmd.Complete(step="look", values={"photo": shop.files.refer(photo)}))
    (one,) = files_of(run, journal=shop.journal)
    (path,) = (tmp_path / "evidence").glob("*/*/*")
    path.chmod(0o600)
    path.write_bytes(PHOTO[::-1])
    assert "is not what was recorded: its bytes are others" in str(copied_out(one, shop.store, tmp_path / "out"))
    assert list((tmp_path / "out").iterdir()) == []


def test_files_lie_beside_the_ledger_or_where_it_is_said(tmp_path: Path, a_home_of_its_own: Path) -> None:
    def place(**said: str) -> str:
        return place_of(Settings(root=tmp_path, id="shop", name="Shop", **said))

    ours = str(a_home_of_its_own / "data" / "sopbook" / "shop" / "evidence")
    assert place() == ours
    assert place(records="/srv/shop.sqlite3") == place(records="sqlite:////srv/shop.sqlite3") == "/srv/evidence"
    assert place(records="postgresql://db/shop") == ours
    assert place(records="postgresql://db/shop", evidence="s3://bucket/shop") == "s3://bucket/shop"


@pytest.mark.parametrize(("text", "most"), [("", 200_000_000), ("5", 5_000_000), ("0", 0)])
def test_the_limit_is_said_in_megabytes(text: str, most: int, tmp_path: Path) -> None:
    assert Settings(root=tmp_path, id="shop", name="Shop", evidence_limit=text).most_evidence == most


@pytest.mark.parametrize("text", ["many", "-1", "1.5", "٣", "1" * 5000])
def test_a_limit_that_is_no_number_is_told(text: str, tmp_path: Path) -> None:
    with pytest.raises(BadLimit, match="Write how many megabytes a file may have"):
        Settings(root=tmp_path, id="shop", name="Shop", evidence_limit=text).most_evidence  # noqa: B018

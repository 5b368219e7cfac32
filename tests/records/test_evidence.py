"""What every store of evidence promises, and what a folder promises besides."""

import os
import resource
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import fsspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.evidence_building import BAD, PHOTO, a_link, a_pipe, digest_of, keep, kept_at, swapped, truncated
from sopbook.records.evidence.errors import (
    ChangedMeanwhile,
    EvidenceDamaged,
    EvidenceFull,
    EvidenceMissing,
    EvidenceReadOnly,
    EvidenceUnreachable,
    EvidenceUnsupported,
    worded,
)
from sopbook.records.evidence.folder import LEFT_BEHIND, Folder
from sopbook.records.evidence.places import store_at
from sopbook.records.evidence.store import PIECE, Store

LEDGER = "0b4c9f0e"


def read(store: Store, data: bytes = PHOTO) -> bytes:
    return b"".join(store.read(digest_of(data), len(data)))


def forbidden() -> Iterator[bytes]:
    raise AssertionError("these bytes are there already")
    yield b""


class StoreContract:
    def test_what_is_kept_is_read_back(self, store: Store) -> None:
        assert keep(store) == digest_of(PHOTO)
        assert read(store) == PHOTO
        assert store.problem(digest_of(PHOTO), len(PHOTO)) is None
        assert list(store.digests()) == [digest_of(PHOTO)]

    @pytest.mark.parametrize("data", [b"", b"\x00" * 3_000_000])
    def test_files_are_kept_whatever_their_size(self, store: Store, data: bytes) -> None:
        pieces = [data[start : start + 700_000] for start in range(0, len(data), 700_000)]
        keep(store, data, pieces)
        assert read(store, data) == data

    def test_the_same_file_is_kept_once_and_not_read_again(self, store: Store) -> None:
        keep(store)
        keep(store, pieces=forbidden())
        assert list(store.digests()) == [digest_of(PHOTO)]

    def test_what_is_not_there_is_told_with_what_to_do(self, store: Store) -> None:
        with pytest.raises(EvidenceMissing, match=r"is not among the evidence at .* attach the same file again"):
            read(store)
        assert store.problem(digest_of(PHOTO), len(PHOTO)) == "it is missing"
        assert list(store.digests()) == []

    @pytest.mark.parametrize("arrives", [PHOTO[::-1], PHOTO + b"!", PHOTO[:-1], b""])
    def test_a_file_that_is_another_one_by_now_is_refused_and_not_kept(self, store: Store, arrives: bytes) -> None:
        with pytest.raises(ChangedMeanwhile, match="changed while it was read"):
            keep(store, pieces=[arrives])
        assert list(store.digests()) == []

    def test_what_ends_in_the_middle_is_not_kept(self, store: Store) -> None:
        def cut() -> Iterator[bytes]:
            yield PHOTO[:5]
            raise ConnectionError

        with pytest.raises((ConnectionError, EvidenceUnreachable)):
            keep(store, pieces=cut())
        assert list(store.digests()) == []
        keep(store)
        assert read(store) == PHOTO

    def test_a_file_that_no_event_names_any_more_is_removed(self, store: Store) -> None:
        keep(store)
        assert store.has(digest_of(PHOTO))
        store.remove(digest_of(PHOTO))
        store.remove(digest_of(PHOTO))
        assert not store.has(digest_of(PHOTO))
        assert list(store.digests()) == []

    def test_a_text_that_is_no_digest_leads_nowhere(self, store: Store) -> None:
        keep(store)
        with pytest.raises(EvidenceMissing):
            list(store.read(f"../{digest_of(PHOTO)[:2]}/{digest_of(PHOTO)}", len(PHOTO)))
        assert not store.has("../../handbook.yml")
        store.remove(f"{digest_of(PHOTO)[:2]}/{digest_of(PHOTO)}")
        assert read(store) == PHOTO


class TestFolder(StoreContract):
    @pytest.fixture
    def store(self, tmp_path: Path) -> Store:
        return store_at(str(tmp_path / "evidence"), LEDGER)


class TestRemote(StoreContract):
    @pytest.fixture
    def store(self) -> Iterator[Store]:
        yield store_at("memory://evidence", LEDGER)
        memory = fsspec.filesystem("memory")
        if memory.exists("/evidence"):
            memory.rm("/evidence", recursive=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the store of the ledger lies."""
    return tmp_path / "evidence" / LEDGER


@pytest.fixture
def store(folder: Path) -> Store:
    return store_at(str(folder.parent), LEDGER)


@given(st.binary(max_size=200), st.integers(1, 50))
def test_any_bytes_come_back_in_whatever_pieces_they_came(data: bytes, length: int) -> None:
    store = store_at("memory://anything", LEDGER)
    keep(store, data, [data[start : start + length] for start in range(0, len(data), length)])
    assert read(store, data) == data


def test_a_file_lies_under_its_digest_for_its_owner_to_read(store: Store, folder: Path) -> None:
    keep(store)
    assert kept_at(folder).read_bytes() == PHOTO
    assert kept_at(folder).stat().st_mode & 0o777 == 0o400
    assert folder.stat().st_mode & 0o077 == 0
    assert list((folder / "incoming").iterdir()) == []


def test_however_large_a_file_is_only_a_piece_of_it_is_in_memory(store: Store) -> None:
    piece, many = b"x" * PIECE, 30
    computed = sha256()
    for _ in range(many):
        computed.update(piece)
    tracemalloc.start()
    store.keep((piece for _ in range(many)), digest=computed.hexdigest(), size=many * PIECE)
    assert store.problem(computed.hexdigest(), many * PIECE) is None
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 4 * PIECE


def test_a_place_that_is_a_file_url_is_a_folder(tmp_path: Path) -> None:
    keep(store_at(f"file://{tmp_path}/with%20room", LEDGER))
    assert kept_at(tmp_path / "with room" / LEDGER).read_bytes() == PHOTO


@pytest.mark.parametrize(("done_by_somebody", "why"), BAD)
def test_what_is_not_what_was_recorded_is_told_and_not_handed_out(
    store: Store, folder: Path, done_by_somebody: Any, why: str
) -> None:
    keep(store)
    done_by_somebody(kept_at(folder))
    assert store.problem(digest_of(PHOTO), len(PHOTO)) == why
    with pytest.raises((EvidenceDamaged, EvidenceMissing)):
        read(store)


@pytest.mark.parametrize("done_by_somebody", [swapped, truncated, a_link, a_pipe, Path.unlink])
def test_bringing_the_same_file_again_mends_the_store(store: Store, folder: Path, done_by_somebody: Any) -> None:
    keep(store)
    done_by_somebody(kept_at(folder))
    keep(store)
    assert read(store) == PHOTO
    assert not kept_at(folder).is_symlink()


def test_nothing_is_written_through_a_link(store: Store, folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    folder.mkdir(parents=True)
    (folder / digest_of(PHOTO)[:2]).symlink_to(elsewhere)
    with pytest.raises(EvidenceUnreachable, match="is a link to another place"):
        keep(store)
    assert list(elsewhere.iterdir()) == []


def test_ledgers_that_share_a_place_do_not_share_files(store: Store, folder: Path) -> None:
    other = store_at(str(folder.parent), "another")
    keep(store)
    keep(other)
    other.remove(digest_of(PHOTO))
    assert read(store) == PHOTO


def test_what_a_killed_writer_left_is_swept_by_the_next_one_after_a_day(store: Store, folder: Path) -> None:
    keep(store, b"first")
    old, new = folder / "incoming" / "old", folder / "incoming" / "new"
    for one, age in ((old, LEFT_BEHIND + 60), (new, 60)):
        one.touch()
        then = one.stat().st_mtime - age
        os.utime(one, (then, then))
    keep(store)
    assert list((folder / "incoming").iterdir()) == [new]


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """A disk that takes no more of a file than this."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_is_told_and_nothing_half_is_left(store: Store, folder: Path) -> None:
    data = b"x" * 100_000
    with room_for(50_000), pytest.raises(EvidenceFull, match=r"no room left .* Nothing of this was recorded"):
        keep(store, data)
    assert list((folder / "incoming").iterdir()) == []
    assert list(store.digests()) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_store_that_may_not_be_written_is_told(store: Store, folder: Path) -> None:
    folder.mkdir(parents=True)
    folder.chmod(0o500)
    with pytest.raises(EvidenceReadOnly):
        keep(store)
    folder.chmod(0o700)


@pytest.mark.parametrize("failure", [OSError(30, "Read-only file system"), PermissionError(13, "Permission denied")])
def test_what_a_read_only_disk_says_is_worded(failure: OSError) -> None:
    with pytest.raises(EvidenceReadOnly, match=r"cannot be written: .* Nothing of this was recorded"), worded("/disk"):
        raise failure


def test_a_place_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "evidence").touch()
    with pytest.raises(EvidenceUnreachable, match=r"cannot be reached: .* or set SOP_EVIDENCE"):
        keep(store_at(str(tmp_path / "evidence"), LEDGER))


@pytest.mark.parametrize("url", ["nowhere://ben:secret@bucket", "nowhere://ben:secret@host:22/evidence"])
def test_a_url_that_cannot_be_used_is_told_without_its_password(url: str) -> None:
    with pytest.raises(EvidenceUnsupported, match=r"cannot be kept at nowhere://.* name a folder, or a URL") as told:
        store_at(url, LEDGER)
    assert "secret" not in str(told.value)


def test_without_the_extra_a_url_is_told_and_a_folder_needs_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("fsspec", "fsspec.core"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(EvidenceUnsupported, match=r"needs the extra `evidence`; install it with pip install 'sopbook"):
        store_at("s3://bucket/evidence", LEDGER)
    keep(store_at(str(tmp_path), LEDGER))


def test_a_file_system_that_fails_is_told_whatever_it_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    class Odd(Exception):
        pass

    def fail(*_given: Any, **_named: Any) -> None:
        raise Odd("the bucket is on holiday")

    store = store_at("memory://evidence", LEDGER)
    monkeypatch.setattr("fsspec.implementations.memory.MemoryFileSystem._open", fail)
    with pytest.raises(EvidenceUnreachable, match="the bucket is on holiday"):
        keep(store)


KEEP_FOR_EVER = """
import sys
from sopbook.records.evidence.places import store_at
store = store_at(sys.argv[1], "ledger")
number = 0
while True:
    data = number.to_bytes(4, "big") * 500_000
    digest = sha256(data).hexdigest()
    store.keep((data[start : start + 65536] for start in range(0, len(data), 65536)), digest=digest, size=len(data))
    print(digest, flush=True)
    number += 1
"""


@pytest.mark.slow
@pytest.mark.parametrize("after", range(1, 30, 3))
def test_a_writer_that_is_killed_loses_nothing_that_it_acknowledged_and_leaves_no_half(
    tmp_path: Path, after: int
) -> None:
    keeper = subprocess.Popen([sys.executable, "-c", KEEP_FOR_EVER, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert keeper.stdout is not None
    told = [keeper.stdout.readline() for _ in range(after)]
    keeper.kill()
    told += keeper.stdout.readlines()
    keeper.stdout.close()
    keeper.wait()
    acknowledged = {line.strip() for line in told if line.endswith("\n")}
    folder = Folder(tmp_path / "ledger")
    there = set(folder.digests())
    assert acknowledged <= there
    for digest in there:
        assert digest_of(b"".join(folder.pieces(digest))) == digest

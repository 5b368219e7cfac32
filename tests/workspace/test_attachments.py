import os
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sopbook.runs.values import FileRef, is_showable
from sopbook.workspace.attachments import (
    LONGEST_NAME,
    PIECE,
    FileChanged,
    FileTooLarge,
    NoSuchFile,
    NotWritten,
    cleaned,
    pieces_of,
    reference_to,
    written_out,
)

MOST = 10_000_000


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo.jpg"
    path.write_bytes(b"a photo" * 400_000)
    return path


def test_of_a_file_its_name_its_size_and_its_digest_are_recorded(photo: Path) -> None:
    data = photo.read_bytes()
    assert reference_to(photo, most=MOST) == FileRef(name="photo.jpg", size=len(data), sha256=sha256(data).hexdigest())
    pieces = list(pieces_of(photo))
    assert (b"".join(pieces), max(map(len, pieces))) == (data, PIECE)


def test_a_file_that_is_too_large_is_refused_with_its_size(photo: Path) -> None:
    assert reference_to(photo, most=2_800_000).size == 2_800_000
    with pytest.raises(FileTooLarge, match=r"has 2,800,000 bytes; at most 2,799,999 are kept\. .* SOP_EVIDENCE_LIMIT"):
        reference_to(photo, most=2_799_999)


def test_a_link_is_refused_and_names_no_other_file(photo: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.jpg"
    link.symlink_to(photo)
    for path in (link, tmp_path / "dangling"):
        path.is_symlink() or path.symlink_to(tmp_path / "nowhere")
        with pytest.raises(NoSuchFile, match="it is a link; name the file that it leads to"):
            reference_to(path, most=MOST)


def test_what_is_no_file_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, why in (
        (tmp_path / "pipe", "it is no file; only files can be kept"),
        (Path("/dev/null"), "it is no file; only files can be kept"),
        (tmp_path, "is a directory"),
        (tmp_path / "none", "no such file or directory"),
    ):
        with pytest.raises(NoSuchFile, match=why):
            reference_to(path, most=MOST)
        with pytest.raises(NoSuchFile, match=why):
            list(pieces_of(path))


@pytest.mark.parametrize("size", [100, 2_800_001])
def test_a_file_that_changes_while_it_is_read_is_refused(photo: Path, size: int) -> None:
    pieces = pieces_of(photo)
    next(pieces)
    os.truncate(photo, size)
    with pytest.raises(FileChanged, match=r"changed while it was read. Nothing was recorded"):
        list(pieces)


@pytest.mark.parametrize(
    ("name", "becomes"),
    [
        ("Shop – Räumung (3).jpg", "Shop – Räumung (3).jpg"),
        ("写真.png", "写真.png"),
        (".profile", ".profile"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ben\\list.xlsx", "list.xlsx"),
        ("/", "file"),
        ("..", "file"),
        ("", "file"),
        ("two\nlines\x1b[31m.txt", "two_lines_[31m.txt"),
        ("invoice\u202efdp.exe", "invoice_fdp.exe"),
        ("broken\udce9.txt", "broken_.txt"),
        ("  much   room .txt", "much room .txt"),
    ],
)
def test_a_name_is_cleaned_of_what_hides_or_leads_elsewhere(name: str, becomes: str) -> None:
    assert cleaned(name) == becomes


def test_a_long_name_keeps_its_ending() -> None:
    assert cleaned("ä" * 300 + ".tar") == "ä" * 98 + ".tar"
    assert cleaned("x" * 300) == "x" * LONGEST_NAME
    assert cleaned("x." + "y" * 300) == "x." + "y" * (LONGEST_NAME - 2)


@given(st.text(alphabet=st.characters() | st.sampled_from("/\\.\u202e\udcff\x00")))
def test_a_cleaned_name_is_one_name_whatever_it_was(name: str) -> None:
    clean = cleaned(name)
    assert 0 < len(clean.encode()) <= LONGEST_NAME
    assert clean not in (".", "..")
    assert is_showable(clean)
    assert Path(clean).name == clean
    assert cleaned(clean) == clean


def test_a_file_is_written_out_under_its_cleaned_name(tmp_path: Path) -> None:
    path = written_out(tmp_path / "new" / "folder", "../photo.jpg", [b"a ", b"photo"])
    assert path == tmp_path / "new" / "folder" / "photo.jpg"
    assert path.read_bytes() == b"a photo"


def test_nothing_is_written_over(photo: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(photo)
    for name in (photo.name, "link"):
        with pytest.raises(NotWritten, match="there is one already, and it was left as it is"):
            written_out(tmp_path, name, [b"another"])
    assert photo.stat().st_size == 2_800_000
    with pytest.raises(NotWritten, match="not a directory"):
        written_out(photo / "folder", "x", [b"another"])


def test_of_what_ends_in_a_refusal_nothing_is_left(tmp_path: Path, photo: Path) -> None:
    pieces = pieces_of(photo)
    next(pieces)
    os.truncate(photo, 5)
    with pytest.raises(FileChanged):
        written_out(tmp_path / "out", "copy.jpg", pieces)
    assert list((tmp_path / "out").iterdir()) == []

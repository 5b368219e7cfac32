"""A file that somebody names on this machine: what is recorded of it, its bytes in pieces, and one written out again.

Names and types of files are data: nothing is opened by its type, and no name is ever used as a path. Only plain files
are taken; a link could lead anywhere by the time it is read, and a pipe has no end.
"""

import os
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from sopbook.errors import Refused
from sopbook.runs.values import FileRef
from sopbook.workspace.files import WITHOUT_WAITING

PIECE = 1 << 20
LONGEST_NAME = 200
"""Bytes; every file system takes that, with a number before it."""

_LONGEST_ENDING = 20
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_HIDDEN = frozenset({"Cc", "Cs", "Cn", "Zl", "Zp"})
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
"""Characters that make a terminal or a browser show a name in another order than it has."""


class NoSuchFile(Refused):
    """The file cannot be read."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"The file {path} cannot be read: {why}.")


class FileTooLarge(Refused):
    """The file is larger than what is kept as evidence."""

    def __init__(self, path: Path, size: int, most: int) -> None:
        super().__init__(
            f"The file {path} has {size:,} bytes; at most {most:,} are kept. "
            "Put it where large files belong and record a link to it, or raise SOP_EVIDENCE_LIMIT."
        )


class FileChanged(Refused):
    """Somebody wrote to the file while it was read."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"The file {path} changed while it was read. Nothing was recorded; "
            "wait until nothing writes to it, or give a copy of it."
        )


class NotWritten(Refused):
    """A file could not be written out."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path} was not written: {why}.")


def reference_to(path: Path, *, most: int) -> FileRef:
    """What is recorded of a file of at most so many bytes; it is read in pieces, whatever its size."""
    size, digest = 0, sha256()
    with _opened(path) as file:
        large = os.fstat(file.fileno()).st_size
        if large > most:
            raise FileTooLarge(path, large, most)
        for piece in _all_of(path, file):
            size += len(piece)
            if size > most:
                raise FileTooLarge(path, size, most)
            digest.update(piece)
    return FileRef(name=cleaned(path.name), size=size, sha256=digest.hexdigest())


def pieces_of(path: Path) -> Iterator[bytes]:
    """The bytes of a file; it is opened when the first of them are asked for."""
    with _opened(path) as file:
        yield from _all_of(path, file)


def cleaned(name: str) -> str:
    """A file's name as it can be shown and written anywhere: its last part, on one line, nothing in it that hides."""
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    shown = "".join("_" if unicodedata.category(one) in _HIDDEN or one in _TURNING else one for one in last)
    shown = " ".join(shown.split())
    return _shortened(shown) if shown.strip(". ") else "file"


def written_out(folder: Path, name: str, pieces: Iterable[bytes]) -> Path:
    """A new file in a folder, all of it or none; nothing that is there already is written over."""
    path = folder / cleaned(name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            try:
                file.writelines(pieces)
            except BaseException:
                path.unlink()
                raise
    except FileExistsError:
        raise NotWritten(path, "there is one already, and it was left as it is") from None
    except OSError as error:
        raise NotWritten(path, (error.strerror or "unknown reason").lower()) from None
    return path


def _shortened(name: str) -> str:
    """A name that is not too long; its ending is kept, because people go by that."""
    if len(name.encode()) <= LONGEST_NAME:
        return name
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending) > _LONGEST_ENDING:
        stem, dot, ending = name, "", ""
    room = LONGEST_NAME - len(f"{dot}{ending}".encode())
    return stem.encode()[:room].decode(errors="ignore").rstrip() + dot + ending


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        if path.is_symlink():
            raise NoSuchFile(path, "it is a link; name the file that it leads to")
        with open(path, "rb", opener=_without_traps) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise NoSuchFile(path, "it is no file; only files can be kept")
            yield file
    except OSError as error:
        raise NoSuchFile(path, (error.strerror or "unknown reason").lower()) from None


def _without_traps(path: str, flags: int) -> int:
    return os.open(path, flags | WITHOUT_WAITING | _NO_LINK)


def _all_of(path: Path, file: BinaryIO) -> Iterator[bytes]:
    before = _state(file)
    while piece := file.read(PIECE):
        yield piece
    if _state(file) != before:
        raise FileChanged(path)


def _state(file: BinaryIO) -> tuple[int, int]:
    now = os.fstat(file.fileno())
    return now.st_size, now.st_mtime_ns

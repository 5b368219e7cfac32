"""Evidence in a folder of this machine, or of a share that is mounted on it.

    ab/ab34...   a file, read-only, under its digest; the first two digits spread them over 256 folders
    incoming/    what is being written

A file is written aside, flushed to the disk and then given its name in one step, so under a digest there is all of it
or nothing, whenever the power goes. Reading follows no link and waits for no pipe: somebody who can write there may
put anything under a digest.
"""

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO

from sopbook.records.evidence.errors import EvidenceDamaged, EvidenceMissing, EvidenceUnreachable, reason, worded
from sopbook.records.evidence.store import PIECE

INCOMING = "incoming"
LEFT_BEHIND = 24 * 60 * 60
"""Seconds after which nobody is writing any more what lies among the incoming."""

_NO_TRAPS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


class Folder:
    """A shelf that is a folder; it is made when the first file is put there."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.place = str(root)

    def put(self, digest: str, pieces: Iterable[bytes]) -> None:
        path = self._path(digest)
        with worded(self.place):
            self._make(self._root / INCOMING)
            self._make(path.parent)
            written = self._written(pieces)
            try:
                written.replace(path)
            except BaseException:
                written.unlink(missing_ok=True)
                raise
            _flush(path.parent)
            _flush(self._root)  # that the folder of this digest is there may be news too

    def pieces(self, digest: str) -> Iterator[bytes]:
        with self._opened(digest) as file:
            while piece := file.read(PIECE):
                yield piece

    def has(self, digest: str) -> bool:
        return self._path(digest).is_file()

    def remove(self, digest: str) -> None:
        with worded(self.place), suppress(FileNotFoundError):
            path = self._path(digest)
            path.unlink()
            _flush(path.parent)

    def digests(self) -> Iterator[str]:
        with worded(self.place):
            if self._root.is_dir():
                for folder in sorted(one for one in self._root.iterdir() if len(one.name) == 2 and one.is_dir()):
                    yield from (one.name for one in folder.iterdir())

    def _path(self, digest: str) -> Path:
        return self._root / digest[:2] / digest

    def _make(self, folder: Path) -> None:
        """Have a folder of ours, for its owner only; a link in its place leads we know not where."""
        for missing in reversed([one for one in (folder, *folder.parents) if not one.exists()]):
            missing.mkdir(mode=0o700, exist_ok=True)
            _flush(missing.parent)
        if not self._holds(folder):
            raise EvidenceUnreachable(self.place, f"{folder.name} there is a link to another place")

    def _holds(self, folder: Path) -> bool:
        """Whether a folder lies in the store itself, and no link stands for it."""
        return Path(os.path.realpath(folder)) == Path(os.path.realpath(self._root)) / folder.name

    def _written(self, pieces: Iterable[bytes]) -> Path:
        """All the pieces in a file aside, on the disk."""
        with NamedTemporaryFile(dir=self._root / INCOMING, delete=False) as file:
            path = Path(file.name)
            try:
                _sweep(path)
                for piece in pieces:
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
                path.chmod(0o400)
            except BaseException:
                path.unlink(missing_ok=True)
                raise
        return path

    @contextmanager
    def _opened(self, digest: str) -> Iterator[BinaryIO]:
        path = self._path(digest)
        try:
            if path.is_symlink() or not self._holds(path.parent):
                raise EvidenceDamaged(self.place, digest, "there is a link in its place")
            with open(path, "rb", opener=_without_traps) as file:
                if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                    raise EvidenceDamaged(self.place, digest, "what lies in its place is no file")
                yield file
        except (FileNotFoundError, NotADirectoryError):
            raise EvidenceMissing(self.place, digest) from None
        except IsADirectoryError:
            raise EvidenceDamaged(self.place, digest, "what lies in its place is no file") from None
        except OSError as error:
            raise EvidenceDamaged(self.place, digest, f"it cannot be read, {reason(error)}") from error


def _without_traps(path: str, flags: int) -> int:
    return os.open(path, flags | _NO_TRAPS)


def _sweep(newest: Path) -> None:
    """Remove what writers who were killed have left behind, by the clock of the disk itself."""
    now = newest.stat().st_mtime
    for one in newest.parent.iterdir():
        with suppress(OSError):
            if now - one.lstat().st_mtime > LEFT_BEHIND:
                one.unlink()


def _flush(folder: Path) -> None:
    """A name is safe when its folder is on the disk; Windows does that by itself, and opens no folders."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

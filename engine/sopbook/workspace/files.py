"""The files that hold documents: found, and read with a limit.

Folders and files whose names begin with a dot are passed over. A link inside the handbook is followed where it leads to
something not found otherwise, so nothing is read twice and a circle of links ends. What cannot be used is a problem,
never silence: a link that leads out or nowhere, something that is no file, a file that may not be read.
"""

import os
import stat
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sopbook.source.decoding import MOST_BYTES
from sopbook.source.diagnostic import Diagnostic, error
from sopbook.source.position import Position

ENDINGS = (".yml", ".yaml")
WITHOUT_WAITING = getattr(os, "O_NONBLOCK", 0)
"""Opens a pipe too without waiting for somebody to write into it, so that it can be refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The document files in the order of their names, relative to the root and written with `/`; what could not be
    used; and which of the paths are not there."""

    files: tuple[str, ...]
    problems: tuple[Diagnostic, ...]
    missing: tuple[str, ...]


def find(root: Path, paths: Sequence[str], *, but: Collection[str] = ()) -> Found:
    """Every document file at or below the paths, each once, without those named in `but`."""
    walk = _Walk(root=os.path.realpath(root), seen={os.path.realpath(root / file) for file in but})
    missing = tuple(path for path in paths if not walk.start(path))
    walk.follow_links()
    problems = sorted(walk.problems, key=lambda problem: problem.order)
    return Found(files=tuple(sorted(walk.files)), problems=tuple(problems), missing=missing)


def readable(root: Path, file: str) -> bytes | Diagnostic:
    """The bytes of a file, of a very large one the first only: enough to see that it is too large."""
    try:
        descriptor = os.open(root / file, os.O_RDONLY | WITHOUT_WAITING)
        try:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                return _unreadable(file, "this is no file", "Documents are plain files. Remove it, or rename it.")
            return _up_to(descriptor, MOST_BYTES + 1)
        finally:
            os.close(descriptor)
    except OSError as failure:
        return _unreadable(file, f"the file cannot be read: {_reason(failure)}", "Mend its rights, or remove it.")


@dataclass(slots=True, kw_only=True)
class _Walk:
    """The state of one search: real folders first, links when all real ones are known. `seen` holds real paths."""

    root: str
    seen: set[str]
    files: list[str] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    def start(self, path: str) -> bool:
        """Begin at a path of the settings; says whether it is there."""
        path = os.path.normpath(path).replace(os.sep, "/")
        whole = os.path.normpath(f"{self.root}/{path}")
        real = os.path.realpath(whole)
        if not os.path.lexists(whole):
            return False
        if real != whole:
            self.links.append(path)
        elif stat.S_ISDIR(_mode(real)):
            self.folder(path, real)
        else:
            self.file(path, real)
        return True

    def folder(self, path: str, real: str) -> None:
        """Everything below a folder; links are kept for later."""
        waiting = [(path, real)]
        while waiting:
            path, real = waiting.pop()
            if real in self.seen:
                continue
            self.seen.add(real)
            for entry in self._entries(path):
                name = entry.name if path == "." else f"{path}/{entry.name}"
                if entry.is_symlink():
                    self.links.append(name)
                elif entry.is_dir():
                    waiting.append((name, f"{real}/{entry.name}"))
                elif name.lower().endswith(ENDINGS):
                    self.file(name, f"{real}/{entry.name}")

    def _entries(self, path: str) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(f"{self.root}/{path}") as entries:
                return [entry for entry in entries if not entry.name.startswith(".")]
        except OSError as failure:
            words = f"the folder cannot be read: {_reason(failure)}"
            self.problems.append(_unreadable(path, words, "Mend its rights, or remove it."))
            return []

    def file(self, path: str, real: str) -> None:
        """One file, unless it is known already."""
        if real not in self.seen:
            self.seen.add(real)
            self.files.append(path)

    def follow_links(self) -> None:
        """Follow the links in the order of their names, and those found behind them."""
        while self.links:
            self.links.sort(reverse=True)
            self._follow(self.links.pop())

    def _follow(self, path: str) -> None:
        real = os.path.realpath(f"{self.root}/{path}")
        mode = _mode(real)
        if not mode:
            self.problems.append(_unreadable(path, "the link leads nowhere", "Remove it, or restore what it led to."))
        elif not (stat.S_ISDIR(mode) or path.lower().endswith(ENDINGS)):
            return
        elif os.path.commonpath([self.root, real]) != self.root:
            hint = "Copy what it leads to into the handbook, or remove the link."
            at = Position(path, 1, 1)
            self.problems.append(error("SOP020", "a link that leads outside the handbook", at=at, hint=hint))
        elif stat.S_ISDIR(mode):
            self.folder(path, real)
        else:
            self.file(path, real)


def _mode(path: str) -> int:
    """What kind of thing stands there; 0 where nothing does, or nothing that we may see."""
    try:
        return os.stat(path).st_mode  # noqa: PTH116  (a real path, and a Path would raise for some of these)
    except OSError:
        return 0


def _up_to(descriptor: int, size: int) -> bytes:
    parts = []
    while size and (part := os.read(descriptor, size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _reason(failure: OSError) -> str:
    return (failure.strerror or type(failure).__name__).lower()


def _unreadable(file: str, message: str, hint: str) -> Diagnostic:
    return error("SOP021", message, at=Position(file, 1, 1), hint=hint)

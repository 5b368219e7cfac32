"""What people do with the handbook as a whole."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sopbook.errors import SopbookError
from sopbook.source.diagnostic import Diagnostic, Severity
from sopbook.workspace.loading import Progress, load
from sopbook.workspace.resources import schemas
from sopbook.workspace.settings import FILE, BadSettings, find_root, read_settings

LONGEST = 400
"""Characters of a message or a hint that are shown; a longer one quotes something that is no name or word any more."""


class OutsideHandbook(SopbookError):
    """A file or folder that was named is not the handbook's."""

    def __init__(self, path: Path, root: Path) -> None:
        super().__init__(f"{path} is not in the handbook at {root}.")
        self.path, self.root = path, root


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The problems that were asked for, sorted by place, the lines they stand in, and how many documents there were.

    `prefix` leads from the root of the repository to the handbook: empty, or a folder with its `/`.
    """

    documents: int
    problems: tuple[Diagnostic, ...]
    lines: Mapping[str, Sequence[str]]
    prefix: str = ""

    @property
    def has_errors(self) -> bool:
        """Whether something must be mended before the handbook can be used."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)

    @property
    def has_warnings(self) -> bool:
        """Whether something should be looked at."""
        return any(problem.severity is Severity.WARNING for problem in self.problems)


def check(
    start: Path, root: Path | None, paths: Sequence[Path], *, today: date, progress: Progress | None = None
) -> Checked:
    """Check the handbook at `root`, or the one that `start` lies in, and keep to `paths` where some are given."""
    root = find_root(start, root)
    within = tuple(_inside(path, start, root) for path in paths)
    try:
        settings = read_settings(root, schemas(), os.environ)
    except BadSettings as refusal:
        return Checked(documents=0, problems=refusal.problems, lines={FILE: refusal.lines}, prefix=_prefix(root))
    loaded = load(settings, schemas(), today, progress)
    return Checked(
        documents=sum(_is_within(file, within) for file in loaded.files),
        problems=tuple(_bounded(problem) for problem in loaded.problems if _is_within(problem.at.file, within)),
        lines=loaded.lines,
        prefix=_prefix(root),
    )


def sources(root: Path) -> tuple[str, ...] | None:
    """The paths that hold the documents of the handbook at `root`; nothing while its settings cannot be used."""
    try:
        return read_settings(root, schemas(), os.environ).paths
    except BadSettings:
        return None


def _prefix(root: Path) -> str:
    """Looks for a repository without asking git: only its root is needed."""
    repository = next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), root)
    path = root.relative_to(repository).as_posix()
    return "" if path == "." else f"{path}/"


def _bounded(problem: Diagnostic) -> Diagnostic:
    if len(problem.message) <= LONGEST and len(problem.hint) <= LONGEST:
        return problem
    return replace(problem, message=_cut(problem.message), hint=_cut(problem.hint))


def _cut(text: str) -> str:
    """The beginning and the end, since what is quoted stands between them."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST // 2]} ... {text[-LONGEST // 4 :]}"


def _inside(path: Path, start: Path, root: Path) -> str:
    """The path as the handbook calls its files; a link keeps its own name where it lies in the handbook itself."""
    whole = Path(os.path.normpath(start / path))
    for place in (whole, whole.resolve()):
        if place.is_relative_to(root):
            return place.relative_to(root).as_posix()
    raise OutsideHandbook(path, root)


def _is_within(file: str, paths: Sequence[str]) -> bool:
    return not paths or any(path in (".", file) or file.startswith(f"{path}/") for path in paths)

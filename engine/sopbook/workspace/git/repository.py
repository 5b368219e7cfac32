"""What git knows of the handbook: the commit, what differs from it, and files as they were.

What is read from a commit is read as it is stored: no filter and no text conversion sees it.
"""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sopbook.workspace.git.program import OTHER, Answer, ask, raw, why

NO_COMMIT = "The repository has no commit yet."
NO_REVISION = "The repository has no revision `{revision}`."
NOT_KNOWN = "the commit is not known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What of the handbook is committed: the commit, or why there is none, and the files that differ from it."""

    commit: str | None = None
    why: str = ""
    uncommitted: frozenset[str] = frozenset()

    def holds(self, file: str) -> bool:
        """Whether the file, relative to the handbook's root, is in the commit as it is on the disk."""
        return self.commit is not None and file not in self.uncommitted


def email(root: Path) -> str | None:
    """The address that git would put into a commit made here."""
    return ask(root, "config", "--get", "user.email").said


def commit(root: Path) -> str | None:
    """The commit that is checked out."""
    return ask(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}").said


def version(root: Path) -> Version:
    """The commit and what differs from it, with the reason where git cannot say."""
    inside = ask(root, "rev-parse", "--show-prefix")
    if inside.failed:
        return Version(why=why(inside.words, root, so=NOT_KNOWN))
    head = commit(root)
    if head is None:
        return Version(why=NO_COMMIT)
    listed = ask(root, "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", ".")
    if listed.failed:
        return Version(why=OTHER.format(why=listed.words))
    entries = (entry[3:] for entry in listed.words.split("\0") if entry)
    return Version(commit=head, uncommitted=frozenset(entry.removeprefix(inside.words) for entry in entries))


def resolved(root: Path, revision: str) -> Version:
    """The commit that a branch, a tag, `HEAD~1` or the like means, or why there is none."""
    inside = ask(root, "rev-parse", "--show-prefix")
    if inside.failed:
        return Version(why=why(inside.words, root, so=NOT_KNOWN))
    is_option = revision.startswith("-")
    found = None if is_option else ask(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}").said
    return Version(commit=found) if found else Version(why=NO_REVISION.format(revision=revision))


@dataclass(frozen=True, slots=True)
class Stored:
    """A file of a commit, relative to the handbook's root: under which digest git has its bytes, and how many."""

    file: str
    blob: str
    size: int


def files(root: Path, commit: str) -> tuple[Stored, ...]:
    """The plain files at and below the handbook's root in a commit; no links, no other repositories."""
    listed = ask(root, "ls-tree", "-r", "-z", "-l", commit).said or ""
    entries = (entry.partition("\t") for entry in listed.split("\0") if entry.startswith("100"))
    return tuple(_stored(facts.split(), file) for facts, _, file in entries)


def _stored(facts: Sequence[str], file: str) -> Stored:
    _mode, _type, blob, size = facts
    return Stored(file, blob, int(size))


def contents(root: Path, stored: Sequence[Stored]) -> Iterator[bytes]:
    """The bytes of some files, in their order, by one process; none of what the repository has not fetched."""
    with tempfile.TemporaryFile() as wanted:
        wanted.write("".join(f"{one.blob}\n" for one in stored).encode())
        wanted.seek(0)
        answer = raw(root, ("cat-file", "--batch"), wanted)
    if isinstance(answer, Answer):
        return
    start = 0
    for one in stored:
        head, start = answer.index(b"\n", start), answer.index(b"\n", start) + 1
        size = one.size if not answer.endswith(b" missing", 0, head) else -1
        yield answer[start : start + max(size, 0)]
        start += size + 1

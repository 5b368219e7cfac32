"""Git, and everything we ask it; no other file talks to it.

That there is no git program, no repository, or one that git refuses to read because somebody else owns it, is a state
with a sentence, never a failure: a handbook works without git. Nothing that a repository configures is run: no hooks,
no file system monitor, no prompt. What is read
from a commit is read as it is stored: no filter and no text conversion sees it.
"""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

HARDENED = ("git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.quotePath=false")
QUIET = {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}
SECONDS = 20

NO_PROGRAM = "There is no git program here, so the commit is not known."
NO_REPOSITORY = "The handbook is in no git repository, so the commit is not known."
NO_COMMIT = "The repository has no commit yet."
NO_REVISION = "The repository has no revision `{revision}`."
NOT_TRUSTED = (
    "The repository belongs to somebody else, and git refuses to read it. "
    "If you trust it, run: git config --global --add safe.directory {root}"
)
OTHER = "Git could not read the repository: {why}"


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
    return _ask(root, "config", "--get", "user.email").said


def commit(root: Path) -> str | None:
    """The commit that is checked out."""
    return _ask(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}").said


def version(root: Path) -> Version:
    """The commit and what differs from it, with the reason where git cannot say."""
    inside = _ask(root, "rev-parse", "--show-prefix")
    if inside.failed:
        return Version(why=_why(inside.words, root))
    head = commit(root)
    if head is None:
        return Version(why=NO_COMMIT)
    listed = _ask(root, "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", ".")
    if listed.failed:
        return Version(why=OTHER.format(why=listed.words))
    entries = (entry[3:] for entry in listed.words.split("\0") if entry)
    return Version(commit=head, uncommitted=frozenset(entry.removeprefix(inside.words) for entry in entries))


def resolved(root: Path, revision: str) -> Version:
    """The commit that a branch, a tag, `HEAD~1` or the like means, or why there is none."""
    inside = _ask(root, "rev-parse", "--show-prefix")
    if inside.failed:
        return Version(why=_why(inside.words, root))
    is_option = revision.startswith("-")
    found = None if is_option else _ask(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}").said
    return Version(commit=found) if found else Version(why=NO_REVISION.format(revision=revision))


@dataclass(frozen=True, slots=True)
class Stored:
    """A file of a commit, relative to the handbook's root: under which digest git has its bytes, and how many."""

    file: str
    blob: str
    size: int


def files(root: Path, commit: str) -> tuple[Stored, ...]:
    """The plain files at and below the handbook's root in a commit; no links, no other repositories."""
    listed = _ask(root, "ls-tree", "-r", "-z", "-l", commit).said or ""
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
        answer = _raw(root, ("cat-file", "--batch"), wanted)
    if isinstance(answer, _Answer):
        return
    start = 0
    for one in stored:
        head, start = answer.index(b"\n", start), answer.index(b"\n", start) + 1
        size = one.size if not answer.endswith(b" missing", 0, head) else -1
        yield answer[start : start + max(size, 0)]
        start += size + 1


@dataclass(frozen=True, slots=True)
class _Answer:
    words: str
    failed: bool

    @property
    def said(self) -> str | None:
        """What git said to a question that it could answer."""
        return None if self.failed else self.words or None


def _ask(root: Path, *question: str) -> _Answer:
    answer = _raw(root, question)
    if isinstance(answer, _Answer):
        return answer
    return _Answer(answer.decode("utf-8", "surrogateescape").removesuffix("\n"), failed=False)


def _raw(root: Path, question: Sequence[str], stdin: BinaryIO | None = None) -> bytes | _Answer:
    """What git writes, or the answer that it failed."""
    try:
        from git import Git, GitCommandError, GitCommandNotFound
    except ImportError:  # GitPython raises it where no git program is found
        return _Answer(NO_PROGRAM, failed=True)
    try:
        answer = Git(str(root)).execute(
            [*HARDENED, *question],
            istream=stdin,
            env=QUIET,
            kill_after_timeout=SECONDS,
            stdout_as_string=False,
            strip_newline_in_stdout=False,
        )
    except GitCommandNotFound:
        return _Answer(NO_PROGRAM, failed=True)
    except GitCommandError as failure:
        return _Answer(str(failure.stderr).strip(), failed=True)
    assert isinstance(answer, bytes), "it was asked for bytes"
    return answer


def _why(words: str, root: Path) -> str:
    if words == NO_PROGRAM:
        return words
    if "dubious ownership" in words:
        return NOT_TRUSTED.format(root=root)
    if "not a git repository" in words:
        return NO_REPOSITORY
    return OTHER.format(why=words)

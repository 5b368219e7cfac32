"""Git, and everything we ask it; no other file talks to it.

That there is no git program, no repository, or one that git refuses to read because somebody else owns it, is a state
with a sentence, never a failure: a handbook works without git. Nothing that a repository configures is run: no hooks,
no file system monitor, no prompt.
"""

from dataclasses import dataclass
from pathlib import Path

HARDENED = ("git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.quotePath=false")
QUIET = {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
SECONDS = 20

NO_PROGRAM = "There is no git program here, so the commit is not known."
NO_REPOSITORY = "The handbook is in no git repository, so the commit is not known."
NO_COMMIT = "The repository has no commit yet."
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


@dataclass(frozen=True, slots=True)
class _Answer:
    words: str
    failed: bool

    @property
    def said(self) -> str | None:
        """What git said to a question that it could answer."""
        return None if self.failed else self.words or None


def _ask(root: Path, *question: str) -> _Answer:
    try:
        from git import Git, GitCommandError, GitCommandNotFound
    except ImportError:  # GitPython raises it where no git program is found
        return _Answer(NO_PROGRAM, failed=True)
    try:
        answer = Git(str(root)).execute(
            [*HARDENED, *question], env=QUIET, kill_after_timeout=SECONDS, strip_newline_in_stdout=True
        )
    except GitCommandNotFound:
        return _Answer(NO_PROGRAM, failed=True)
    except GitCommandError as failure:
        return _Answer(str(failure.stderr).strip(), failed=True)
    return _Answer(str(answer), failed=False)


def _why(words: str, root: Path) -> str:
    if words == NO_PROGRAM:
        return words
    if "dubious ownership" in words:
        return NOT_TRUSTED.format(root=root)
    if "not a git repository" in words:
        return NO_REPOSITORY
    return OTHER.format(why=words)

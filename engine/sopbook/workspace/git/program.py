"""How the git program is run; nothing else starts it.

That there is no git program, no repository, or one that git refuses to read because somebody else owns it, is a state
with a sentence, never a failure. Nothing that a repository configures is run: no hooks, no file system monitor, no
prompt.
"""

import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO

HARDENED = ("git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.quotePath=false")
QUIET = {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}
NOTHING_ELSE: Mapping[str, str] = MappingProxyType({})
SECONDS = 20

NO_PROGRAM = "There is no git program here"
NO_FOLDER = "There is no folder"
NO_REPOSITORY = "The handbook is in no git repository"
NOT_TRUSTED = (
    "The repository belongs to somebody else, and git refuses to read it. "
    "If you trust it, run: git config --global --add safe.directory {root}"
)
OTHER = "Git could not read the repository: {why}"


@dataclass(frozen=True, slots=True)
class Answer:
    words: str
    failed: bool

    @property
    def said(self) -> str | None:
        """What git said to a question that it could answer."""
        return None if self.failed else self.words or None


def ask(
    root: Path,
    *question: str,
    stdin: BinaryIO | None = None,
    environ: Mapping[str, str] = NOTHING_ELSE,
    seconds: float = SECONDS,
) -> Answer:
    """What git answers as text, without the last line's end."""
    answer = raw(root, question, stdin, environ=environ, seconds=seconds)
    if isinstance(answer, Answer):
        return answer
    return Answer(answer.decode("utf-8", "surrogateescape").removesuffix("\n"), failed=False)


def raw(
    root: Path,
    question: Sequence[str],
    stdin: BinaryIO | None = None,
    *,
    environ: Mapping[str, str] = NOTHING_ELSE,
    seconds: float = SECONDS,
) -> bytes | Answer:
    """The bytes that git writes, or the answer that it failed."""
    answer = _run(
        root,
        question,
        istream=stdin,
        env={**QUIET, **environ},
        kill_after_timeout=seconds,
        stdout_as_string=False,
        strip_newline_in_stdout=False,
    )
    assert isinstance(answer, bytes | Answer), "it was asked for bytes"
    return answer


def started(root: Path, *question: str, environ: Mapping[str, str] = NOTHING_ELSE) -> Any:
    """A process of git that reads from us and writes to us until it is closed, or the answer that there is none."""
    return _run(root, question, istream=subprocess.PIPE, env={**QUIET, **environ}, as_process=True)


def why(words: str, root: Path, *, so: str) -> str:
    """A sentence for a person of what git said when it could not answer, and what follows."""
    if words in (NO_PROGRAM, NO_FOLDER):
        return f"{words}{f' {root}' if words == NO_FOLDER else ''}, so {so}."
    if "dubious ownership" in words:
        return NOT_TRUSTED.format(root=root)
    if "not a git repository" in words:
        return f"{NO_REPOSITORY}, so {so}."
    return OTHER.format(why=words)


def _run(root: Path, question: Sequence[str], **how: Any) -> Any:
    try:
        from git import Git, GitCommandError, GitCommandNotFound
    except ImportError:  # GitPython raises it where no git program is found
        return Answer(NO_PROGRAM, failed=True)
    if not root.is_dir():
        return Answer(NO_FOLDER, failed=True)
    try:
        return Git(str(root)).execute([*HARDENED, *question], **how)
    except GitCommandNotFound:
        return Answer(NO_PROGRAM, failed=True)
    except GitCommandError as failure:
        return Answer(str(failure.stderr).strip().removeprefix("stderr: '").removesuffix("'").strip(), failed=True)

"""The branch that seals are kept on: commits made past the index, the working tree, the hooks and the branch in use.

A seal is written by git's own plumbing: its files become objects, the objects a commit, and the branch is moved to it
only if it still stands where it stood when the seal was begun. What a seal says is not known here.
"""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath

from sopbook.errors import Unavailable
from sopbook.workspace.git.objects import ITSELF
from sopbook.workspace.git.program import Answer, ask, why

NAME = "sop-seals"
BRANCH = f"refs/heads/{NAME}"
KEPT = f"{BRANCH}-"
REMOTES = "refs/remotes/"
PATIENCE = 120
"""Seconds for what may ask a person or cross a network: signing, pushing, fetching."""

_UNKNOWN_SEALER = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "sopbook"), ("EMAIL", "sopbook@localhost"))
}


class NoSealing(Unavailable):
    """Git cannot write or send a seal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refs:
    """Where the branch stands here and, as far as this repository knows, elsewhere; `why` it cannot be said.

    `kept` are the branches with seals that once gave way to others.
    """

    here: str | None = None
    elsewhere: Mapping[str, str]
    kept: Mapping[str, str] = field(default_factory=dict)
    worktree: str = ""
    why: str = ""


def refs(root: Path) -> Refs:
    """Where the branch stands; `worktree` is a folder in which it is checked out."""
    listed = ask(
        root, "for-each-ref", "--format=%(refname)%09%(objectname)%09%(worktreepath)", BRANCH, f"{KEPT}*", REMOTES
    )
    if listed.failed:
        return Refs(elsewhere={}, why=why(listed.words, root, so="nothing can be sealed"))
    lines = [line.split("\t") for line in listed.words.split("\n") if line]
    here = next(((name, commit, folder) for name, commit, folder in lines if name == BRANCH), None)
    remote = {name.removeprefix(REMOTES): commit for name, commit, _ in lines if _is_seen_elsewhere(name)}
    kept = {name.removeprefix("refs/heads/"): commit for name, commit, _ in lines if name.startswith(KEPT)}
    if here is None:
        return Refs(elsewhere=remote, kept=kept)
    return Refs(here=here[1], elsewhere=remote, kept=kept, worktree=here[2])


def _is_seen_elsewhere(ref: str) -> bool:
    return ref.startswith(REMOTES) and ref.endswith(f"/{NAME}")


def write(root: Path, files: Mapping[str, bytes], *, after: str | None, message: str, at: datetime) -> str:
    """A commit of these files behind another one; no branch stands at it yet. It is signed when git signs commits."""
    tree = _tree(root, dict(zip(files, _blobs(root, tuple(files.values())), strict=True)))
    behind = ("-p", after) if after else ()
    signed = ("-S",) if ask(root, "config", "--type=bool", "--get", "commit.gpgSign").said == "true" else ()
    when = f"{int(at.timestamp())} +0000"
    environ = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when, **_sealer(root)}
    question = ("commit-tree", *signed, *behind, "-m", message, tree)
    return _worded(root, ask(root, *question, environ=environ, seconds=PATIENCE))


def move(root: Path, commit: str, *, before: str | None) -> str:
    """Let the branch stand at this commit; says why not, when it no longer stands where it stood before."""
    known = before or "0" * len(commit)
    answer = ask(root, "update-ref", "--create-reflog", "-m", "sop seal", BRANCH, commit, known)
    return answer.words if answer.failed else ""


def take_back(root: Path, commit: str, *, before: str | None) -> None:
    """Let the branch stand where it stood before this commit, if nobody has moved it on."""
    ask(root, "update-ref", "-m", "sop seal: overtaken", *((BRANCH, before) if before else ("-d", BRANCH)), commit)


def keep(root: Path, commit: str) -> str:
    """A branch that keeps a line of seals which gives way to another; gives its name."""
    branch = f"{KEPT}{commit[:12]}"
    _worded(root, ask(root, "update-ref", "--create-reflog", branch, commit))
    return branch.removeprefix("refs/heads/")


def _blobs(root: Path, contents: Sequence[bytes]) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / str(number) for number in range(len(contents))]
        for file, content in zip(files, contents, strict=True):
            file.write_bytes(content)
        return _fed(root, "".join(f"{file}\n" for file in files), "hash-object", "-w", "--no-filters", "--stdin-paths")


def _tree(root: Path, blobs: Mapping[str, str]) -> str:
    """The tree of files that lie at most one folder deep."""
    folders: dict[str, dict[str, str]] = {}
    for file, blob in blobs.items():
        path = PurePosixPath(file)
        folders.setdefault("" if len(path.parts) == 1 else path.parts[0], {})[path.name] = blob
    entries = [f"100644 blob {blob}\t{name}\n" for name, blob in folders.pop("", {}).items()]
    for name, inside in folders.items():
        lines = "".join(f"100644 blob {blob}\t{file}\n" for file, blob in inside.items())
        entries.append(f"040000 tree {_fed(root, lines, 'mktree')[0]}\t{name}\n")
    return _fed(root, "".join(entries), "mktree")[0]


def _sealer(root: Path) -> Mapping[str, str]:
    """Who git says has made the seal; a machine on which nobody has told git a name seals too."""
    known = not any(ask(root, "var", f"GIT_{who}_IDENT").failed for who in ("AUTHOR", "COMMITTER"))
    return {} if known else _UNKNOWN_SEALER


def _fed(root: Path, text: str, *question: str) -> list[str]:
    with tempfile.TemporaryFile() as file:
        file.write(text.encode())
        file.seek(0)
        return _worded(root, ask(root, *question, stdin=file, environ=ITSELF)).split("\n")


def _worded(root: Path, answer: Answer) -> str:
    if answer.failed:
        raise NoSealing(f"The seal could not be written into the repository {root}: {answer.words}")
    return answer.words

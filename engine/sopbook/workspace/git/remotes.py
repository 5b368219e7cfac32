"""Seals leave this machine, and those of others come here; what was seen elsewhere once stays known."""

from collections.abc import Sequence
from pathlib import Path

from sopbook.errors import Refused
from sopbook.workspace.git.program import ask
from sopbook.workspace.git.seals import BRANCH, NAME, PATIENCE, NoSealing

OVERTAKEN = ("[rejected]", "cannot lock ref", "failed to update ref", "incorrect old value")
"""How git says that somebody else was faster."""


class NotReached(NoSealing):
    """The remote does not answer, or takes nothing."""


class NoRemote(Refused):
    """There is nowhere to push to, or several places and none is named."""

    def __init__(self, root: Path, remotes: Sequence[str]) -> None:
        if remotes:
            several = f"has several remotes ({', '.join(remotes)}) and none is named for seals"
            todo = f"Name one: git config branch.{NAME}.remote {remotes[0]}"
        else:
            several, todo = "has no remote", "Add one: git remote add origin URL"
        super().__init__(f"The repository {root} {several}, so seals cannot leave this machine. {todo}")


def remote(root: Path) -> str:
    """Where seals are pushed to: the branch's own remote, the one for pushing, `origin`, or the only one."""
    for key in (f"branch.{NAME}.remote", "remote.pushDefault"):
        if named := ask(root, "config", "--get", key).said:
            return named
    remotes = (ask(root, "remote").said or "").split()
    if "origin" in remotes:
        return "origin"
    if len(remotes) == 1:
        return remotes[0]
    raise NoRemote(root, remotes)


def fetch(root: Path, remote: str) -> None:
    """Learn where the branch stands there, and refuse when it was rewritten: what was seen there stays known here."""
    answer = ask(
        root,
        "fetch",
        "--no-tags",
        "--no-write-fetch-head",
        "--recurse-submodules=no",
        "--refmap=",
        remote,
        f"{BRANCH}:refs/remotes/{remote}/{NAME}",
        environ={"GIT_NO_LAZY_FETCH": "0"},
        seconds=PATIENCE,
    )
    if not answer.failed or "couldn't find remote ref" in answer.words:
        return
    if "non-fast-forward" in answer.words:
        raise NoSealing(
            f"The branch {NAME} on {remote} was rewritten: it no longer holds seals that were seen there before. "
            f"Nothing was sealed. Run `sop verify`, and ask who changed it; what was seen is {remote}/{NAME} here."
        )
    raise NotReached(f"{remote} could not be asked for its seals: {answer.words}")


def push(root: Path, remote: str) -> bool:
    """Send the branch; False when somebody else's seals are there that are not here yet."""
    options = ("--quiet", "--no-verify", "--no-follow-tags", "--recurse-submodules=no")
    answer = ask(root, "push", *options, remote, f"{BRANCH}:{BRANCH}", seconds=PATIENCE)
    if not answer.failed:
        return True
    if any(words in answer.words for words in OVERTAKEN):
        return False
    raise NotReached(f"{remote} did not take the seals: {answer.words}")

"""Sealing: the heads of all streams, as a commit on a branch of their own.

Only the last seal is read for it, and only heads: 10,000 runs are sealed in seconds, however many events they have. A
seal is refused when the ledger no longer holds what the last one says, so that nobody seals over it. It says nothing
about whether the events hold among themselves; `sop verify` does.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sopbook.actions.seal_chain import Placed, newest, parted, sealed_at
from sopbook.actions.seal_refusals import (
    BranchInUse,
    NotAsSealed,
    NothingToSeal,
    NotSealed,
    OtherLedger,
    OvertakenAgain,
    SealUnreadable,
)
from sopbook.errors import Unavailable
from sopbook.records.chain import moment_text
from sopbook.records.heads import Head, digests_at, event_at, heads_of
from sopbook.records.ledger import Ledger
from sopbook.records.receipts import Proof, proof_of
from sopbook.records.seals import FOLDER, SEAL, Seal, root_over, shards
from sopbook.workspace.git import remotes
from sopbook.workspace.git import seals as git
from sopbook.workspace.git.objects import Objects

TRIES = 8
"""So often it is begun again when somebody else was faster."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """The last seal after sealing; `made` when it is a new one, `pushed` to which remote.

    `before` is where the branch stood; `kept` names a branch with seals of ours that gave way to others.
    """

    placed: Placed
    made: bool
    before: str | None = None
    pushed: str = ""
    kept: str = ""


class NotSent(Unavailable):
    """The seal is made and could not leave this machine."""

    def __init__(self, sealed: Sealed, why: remotes.NotReached) -> None:
        super().__init__(
            f"Seal {sealed.placed.seal.number} is made and not sent, so nobody has witnessed it. {why}\n"
            "Try again with `sop seal --push`."
        )
        self.sealed = sealed


def seal(ledger: Ledger, root: Path, *, by: str, now: datetime, push: bool = False) -> Sealed:
    """Seal what the ledger holds now, and send it when asked to; nothing new makes no new seal."""
    if push:
        return _sealed_and_sent(ledger, root, remotes.remote(root), by=by, now=now)
    for _ in range(TRIES):
        if (made := _seal(ledger, root, by=by, now=now)) is not None:
            return made
    raise OvertakenAgain(root)


def proof_of_stream(ledger: Ledger, root: Path, stream: str) -> Proof:
    """That the last seal holds this stream, for somebody who is shown no other; raises `NotSealed`."""
    tip = newest(root, _usable(root))
    if tip is None:
        raise NotSealed(stream)
    last, heads = _last(root, tip)
    head = next((one for one in heads if one.stream == stream), None)
    if head is None:
        raise NotSealed(stream)
    there = event_at(ledger, stream, head.number)
    if there is None or there[0] != head:
        raise NotAsSealed(last, [_place(head)])
    return proof_of(head, ledger=there[1], heads=heads, seal=last)


def _sealed_and_sent(ledger: Ledger, root: Path, remote: str, *, by: str, now: datetime) -> Sealed:
    """Seal behind what the remote has; whoever was faster there goes first. An unreachable remote stops no seal."""
    kept = ""
    for _ in range(TRIES):
        try:
            kept = _caught_up(root, remote) or kept
        except remotes.NotReached as error:
            raise NotSent(seal(ledger, root, by=by, now=now), error) from error
        if (made := _seal(ledger, root, by=by, now=now)) is None:
            continue
        try:
            if remotes.push(root, remote):
                remotes.fetch(root, remote)
                return replace(made, pushed=remote, kept=kept)
        except remotes.NotReached as error:
            raise NotSent(made, error) from error
        if made.made:
            git.take_back(root, made.placed.commit, before=made.before)
    raise OvertakenAgain(root)


def _seal(ledger: Ledger, root: Path, *, by: str, now: datetime) -> Sealed | None:
    """One try; None when the branch was moved by somebody else meanwhile."""
    refs = _movable(root)
    tip = newest(root, refs)
    last, old = _last(root, tip) if tip else (None, ())
    heads = heads_of(ledger)
    if not heads:
        raise NothingToSeal
    if last is not None:
        _refuse_lost(ledger, root, last, old, heads)
    made = Seal(
        ledger=ledger.id,
        handbook=ledger.handbook,
        number=last.number + 1 if last else 1,
        previous=last.digest if last else None,
        sealed_at=moment_text(now),
        by=by,
        streams=len(heads),
        events=sum(head.number for head in heads),
        root=root_over(heads),
    )
    if last is not None and tip is not None and (last.root, last.ledger) == (made.root, made.ledger):
        done = Placed(seal=last, commit=tip)
    else:
        done = Placed(seal=made, commit=git.write(root, _files(made, heads), after=tip, message=_message(made), at=now))
    if done.commit != refs.here and git.move(root, done.commit, before=refs.here):
        return None
    return Sealed(placed=done, made=done.seal is made, before=refs.here)


def _refuse_lost(ledger: Ledger, root: Path, last: Seal, old: Sequence[Head], heads: Sequence[Head]) -> None:
    """Refuse when what was sealed does not stand in the ledger any more."""
    now = {head.stream: head for head in heads}
    moved = [head for head in old if head.stream in now and now[head.stream].number > head.number]
    there = digests_at(ledger, ((head.stream, head.number) for head in moved))
    stands = {head for head in moved if there.get((head.stream, head.number)) == head.digest}
    missing = [head for head in old if head not in stands and now.get(head.stream) != head]
    if missing and last.ledger != ledger.id:
        raise OtherLedger(root, last, len(missing))
    if missing:
        raise NotAsSealed(last, [_place(head) for head in missing])


def _caught_up(root: Path, remote: str) -> str:
    """Ask the remote first. Where both have seals that the other has not, ours are kept as a branch and give way."""
    remotes.fetch(root, remote)
    refs = _movable(root)
    there = refs.elsewhere.get(f"{remote}/{git.NAME}")
    if refs.here is None or there is None or not parted(root, refs.here, there):
        return ""
    kept = git.keep(root, refs.here)
    if why := git.move(root, there, before=refs.here):
        raise git.NoSealing(f"The branch {git.NAME} could not be moved: {why}")
    return kept


def _usable(root: Path) -> git.Refs:
    refs = git.refs(root)
    if refs.why:
        raise git.NoSealing(refs.why)
    return refs


def _movable(root: Path) -> git.Refs:
    refs = _usable(root)
    if refs.worktree:
        raise BranchInUse(refs.worktree)
    return refs


def _last(root: Path, tip: str) -> tuple[Seal, tuple[Head, ...]]:
    with Objects(root) as objects:
        try:
            return sealed_at(objects, tip)
        except ValueError as error:
            raise SealUnreadable(tip, str(error)) from error


def _files(seal: Seal, heads: Sequence[Head]) -> dict[str, bytes]:
    return {SEAL: seal.written, **{f"{FOLDER}/{name}": lines for name, lines in shards(heads).items()}}


def _message(seal: Seal) -> str:
    return f"Seal {seal.number}: events {seal.events:,}, streams {seal.streams:,}\n\nDigest {seal.digest}\n"


def _place(head: Head) -> str:
    return f"{head.stream} up to event {head.number}"

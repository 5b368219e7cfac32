"""A seal: one small text that stands for everything a ledger holds at a moment, to be kept where others see it.

A seal lists the head of each stream, and each head stands for all events before it. The heads are summed up by one
digest (`merkle`), the seal names that digest and the digest of the seal before it, and the digest of the seal stands
for all. So whoever keeps one digest of 64 letters can tell later whether anything that was recorded until then has
been changed, cut or removed; and one stream can be shown to be in the seal without showing the others (`receipts`).

As files: `seal.json`, and the lines of the heads in `heads/00` to `heads/ff`, by the first byte of SHA-256 of the
stream's name. A seal differs from the one before only in the parts whose streams have moved on, so that git, which
keeps equal files once, keeps little more than what is new.

Knows bytes only; git and the database are somebody else's.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from itertools import groupby

from sopbook.records.chain import canonical, digest_of, moment_of
from sopbook.records.errors import Unrecordable
from sopbook.records.heads import Head, head_in, is_digest, shard_of
from sopbook.records.merkle import root_of

FORMAT = 1
SEAL = "seal.json"
FOLDER = "heads"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """What a seal says: of which ledger, the how-manieth, after which (a digest), when, by whom, and of how much."""

    format: int = FORMAT
    ledger: str
    handbook: str
    number: int
    previous: str | None
    sealed_at: str
    by: str
    streams: int
    events: int
    root: str

    @property
    def written(self) -> bytes:
        """The bytes that are kept and hashed."""
        return canonical(asdict(self))

    @property
    def digest(self) -> str:
        return digest_of(self.written)


def read_seal(data: bytes) -> Seal:
    """The seal in these bytes; `ValueError` when they hold anything else, or the same in other words."""
    try:
        found = json.loads(data.decode())
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    if not isinstance(found, dict):
        raise ValueError("it is no seal")
    return seal_of(found, data)


def seal_of(values: Mapping[str, object], data: bytes | None = None) -> Seal:
    """The seal with these values; `ValueError` when they are no seal's, or `data` is not how it is written."""
    if type(known := values.get("format")) is int and known > FORMAT:
        raise ValueError("it was made by a newer sopbook: upgrade this one")
    if {name: type(value) for name, value in values.items()} not in _TYPES:
        raise ValueError("it is no seal")
    seal = Seal(**values)  # type: ignore[arg-type]
    moment_of(seal.sealed_at)
    digests = (seal.root, seal.previous or seal.root)
    if min(seal.number, seal.format) < 1 or not all(map(is_digest, digests)) or not _is_written(seal, data):
        raise ValueError("it is not written as a seal is")
    return seal


def root_over(heads: Iterable[Head]) -> str:
    """The digest over the lines of all heads, which are sorted."""
    return root_of(head.line for head in heads)


def shards(heads: Iterable[Head]) -> Mapping[str, bytes]:
    """The files with the lines of the heads: the name of a part -> its bytes."""
    placed = sorted((shard_of(head.stream), head.line) for head in heads)
    return {
        name: b"".join(line + b"\n" for _, line in group) for name, group in groupby(placed, key=lambda one: one[0])
    }


def heads_in(name: str, data: bytes) -> tuple[Head, ...]:
    """The heads that a part lists; `ValueError` when it is not as `shards` writes it."""
    heads = tuple(head_in(line) for line in data.split(b"\n")[:-1])
    if not heads or shards(heads) != {name: data} or len({head.stream for head in heads}) < len(heads):
        raise ValueError(f"{FOLDER}/{name} is not written as heads are")
    return heads


def misfit(seal: Seal, lines: Sequence[bytes]) -> str | None:
    """What of a seal does not hold against the sorted lines of its heads."""
    events = sum(int(line.rsplit(b" ", 2)[1]) for line in lines)
    if (len(lines), events) != (seal.streams, seal.events):
        return "it lists other streams than it says"
    return None if root_of(lines) == seal.root else "its digest is not that of the streams it lists"


def misplaced(seal: Seal, before: Seal | None) -> str | None:
    """What does not hold of a seal's place behind another one, or as the first."""
    if before is None and (seal.number, seal.previous) != (1, None):
        return "the seals before it are missing"
    if before is not None and (seal.number, seal.previous) != (before.number + 1, before.digest):
        return f"it does not follow seal {before.number}, so one of the two was changed, or one between them removed"
    return None


def _is_written(seal: Seal, data: bytes | None) -> bool:
    """Whether the seal can be written, and these bytes, if there are any, are how."""
    try:
        return data in (None, seal.written) and bool(seal.written)
    except Unrecordable:
        return False


_NUMBERS = {"format": int, "number": int, "streams": int, "events": int}
_TYPES = tuple(
    {one.name: (_NUMBERS | {"previous": previous}).get(one.name, str) for one in fields(Seal)}
    for previous in (str, type(None))
)

"""The store of evidence: files by the SHA-256 of their bytes.

A file is kept under its digest and nothing else: the name that it had lies in the event that names it, and is data.
So the same file is kept once, whatever it was called; what is kept never changes; and whether it still is what was
recorded can be told by reading it, which every reading does. Nothing here ever holds more of a file than a piece.

The bytes come first and the event that names them after: a crash in between leaves a file that no event names, which
does no harm. Where the bytes lie is the affair of a `Shelf`.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from sopbook.errors import SopbookError
from sopbook.records.evidence.errors import ChangedMeanwhile, EvidenceDamaged, EvidenceMissing

PIECE = 1 << 20
"""So many bytes of a file are in memory at once."""

DIGEST = re.compile(r"[0-9a-f]{64}")


class Shelf(Protocol):
    """A place for bytes under digests; `place` is its address for a message, without passwords."""

    @property
    def place(self) -> str: ...

    def put(self, digest: str, pieces: Iterable[bytes]) -> None:
        """Keep the pieces, once all of them are there; when they end in a refusal, nothing is kept."""

    def pieces(self, digest: str) -> Iterator[bytes]:
        """What is kept, whatever it is; raises `EvidenceMissing`, or `EvidenceDamaged` when it is no file."""

    def has(self, digest: str) -> bool:
        """Whether anything is kept under the digest; it is not read."""

    def remove(self, digest: str) -> None:
        """Delete what is kept; nothing when it is gone already."""

    def digests(self) -> Iterator[str]:
        """Everything that is kept, in no order."""


class Store:
    """What is kept for one ledger."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self.place = shelf.place

    def keep(self, pieces: Iterable[bytes], *, digest: str, size: int) -> None:
        """Keep a file of which digest and size are known; `pieces` are asked for only when it is not there yet.

        What lies in its place and is not what it should be is replaced: so bringing a lost file back mends the store.
        """
        assert DIGEST.fullmatch(digest), f"no digest: {digest!r}"
        if self.problem(digest, size) is not None:
            self._shelf.put(digest, _same(pieces, digest, size, lambda _why: ChangedMeanwhile(digest)))

    def read(self, digest: str, size: int) -> Iterator[bytes]:
        """A file in pieces. Behind the last one it raises `EvidenceDamaged` when they are not what was recorded: who
        writes them somewhere takes that back then."""
        if not DIGEST.fullmatch(digest):
            raise EvidenceMissing(self.place, digest)
        pieces = self._shelf.pieces(digest)
        yield from _same(pieces, digest, size, lambda why: EvidenceDamaged(self.place, digest, why))

    def problem(self, digest: str, size: int) -> str | None:
        """What is wrong with a file as it is kept, in words; None when it is what was recorded."""
        try:
            for _ in self.read(digest, size):
                pass
        except (EvidenceMissing, EvidenceDamaged) as error:
            return error.why
        return None

    def has(self, digest: str) -> bool:
        """Whether a file is kept, without reading it."""
        return DIGEST.fullmatch(digest) is not None and self._shelf.has(digest)

    def remove(self, digest: str) -> None:
        """Delete a file that no event names any more; under a text that is no digest there is none."""
        if DIGEST.fullmatch(digest):
            self._shelf.remove(digest)

    def digests(self) -> Iterator[str]:
        """Every file that is kept, named by an event or not."""
        return (name for name in self._shelf.digests() if DIGEST.fullmatch(name))


def _same(pieces: Iterable[bytes], digest: str, size: int, other: Callable[[str], SopbookError]) -> Iterator[bytes]:
    """The pieces, with a refusal in place of their end when they are not the file that is meant.

    A file that is too long is not read to its end.
    """
    seen, computed = 0, hashlib.sha256()
    for piece in pieces:
        seen += len(piece)
        if seen > size:
            raise other(f"it is longer than the {size:,} bytes that were recorded")
        computed.update(piece)
        yield piece
    if seen < size:
        raise other(f"it has {seen:,} bytes in place of {size:,}")
    if computed.hexdigest() != digest:
        raise other("its bytes are others than those that were recorded")

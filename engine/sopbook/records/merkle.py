r"""Merkle trees as RFC 6962 builds them (2.1): one digest for a list of lines, and short proofs that a line is in it.

A leaf is hashed with a zero byte before it and a pair of digests with a one, so that no pair can be passed off as a
line. A list is split at the largest power of two below its length:

                      root                       Whoever knows the root and is shown `c`, the digest of `d`, the
                    /      \                     digest of `ab` and the digest of `e` can compute the root again,
                abcd        e                    and so knows that `c` is in the list, without seeing the others.
               /    \
             ab      cd
            /  \    /  \
           a    b  c    d

Knows nothing of streams and seals.
"""

import hashlib
from collections.abc import Iterable, Sequence


def root_of(lines: Iterable[bytes]) -> str:
    """The digest of all lines in their order; only as many digests are kept as the tree is high."""
    whole: list[bytes] = []  # the roots of full trees, from the largest to the smallest, as the bits of `count` say
    count = 0
    for count, line in enumerate(lines, 1):
        digest = _leaf(line)
        for _ in range(_trailing_ones(count - 1)):
            digest = _pair(whole.pop(), digest)
        whole.append(digest)
    if count == 0:
        return hashlib.sha256().hexdigest()
    digest = whole.pop()
    while whole:
        digest = _pair(whole.pop(), digest)
    return digest.hex()


def path_of(lines: Sequence[bytes], index: int) -> tuple[str, ...]:
    """The digests that lead from the line at `index` to the root, the nearest first."""
    assert 0 <= index < len(lines), "no such line"
    path: list[bytes] = []
    level, place = [_leaf(line) for line in lines], index
    while len(level) > 1:
        beside = place ^ 1
        if beside < len(level):
            path.append(level[beside])
        paired = [_pair(*level[at : at + 2]) for at in range(0, len(level) - 1, 2)]
        level = paired + level[len(paired) * 2 :]  # one without a neighbour goes up as it is
        place //= 2
    return tuple(digest.hex() for digest in path)


def root_from(line: bytes, index: int, size: int, path: Sequence[str]) -> str | None:
    """The root that follows when `line` stands at `index` of `size` lines; None when no such path can be."""
    if not 0 <= index < size:
        return None
    digest, place, last, rest = _leaf(line), index, size - 1, list(path)
    while last > 0:
        if place % 2 or place < last:
            if not rest or len(beside := _digest(rest.pop(0))) != hashlib.sha256().digest_size:
                return None
            digest = _pair(beside, digest) if place % 2 else _pair(digest, beside)
        place, last = place // 2, last // 2
    return None if rest else digest.hex()


def _leaf(line: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + line).digest()


def _pair(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def _digest(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""


def _trailing_ones(number: int) -> int:
    return ((number + 1) & -(number + 1)).bit_length() - 1

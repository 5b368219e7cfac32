"""What the seals say of each stream: by which digest it was sealed, at which event and in which seal.

A stream is claimed once for each head that it had in any seal, at 48 bytes each; what a seal repeats costs nothing. So
the memory grows with what was sealed anew, and not with the events.
"""

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import inf

from sopbook.records.chain import Finding
from sopbook.records.heads import Head

RECEIPT = 0
_PACKED = struct.Struct(">QQ32s")
_SAME = _PACKED.size - 8
"""All of it but the number of the seal."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Seal number `seal` (or a receipt, in its place) says that event `number` has this digest."""

    seal: int
    number: int
    digest: str

    @property
    def where(self) -> str:
        return "the receipt" if self.seal == RECEIPT else f"seal {self.seal}"


class Claims:
    """Filled seal by seal; `witnessed` is the last seal that is also kept elsewhere, 0 for none."""

    def __init__(self, heads: Iterable[Head] = (), *, seal: int = 1, witnessed: int = 0) -> None:
        self._packed: dict[str, bytearray] = {}
        self.witnessed = witnessed
        for head in heads:
            self.add(seal, head)

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __contains__(self, stream: str) -> bool:
        return stream in self._packed

    def add(self, seal: int, head: Head) -> None:
        """Note a head, unless the stream stands where it stood in the seal before."""
        packed = self._packed.setdefault(head.stream, bytearray())
        claimed = _PACKED.pack(seal, head.number, bytes.fromhex(head.digest))
        if packed[-_SAME:] != claimed[-_SAME:]:
            packed += claimed

    def of(self, stream: str) -> tuple[Claim, ...]:
        """What is said of a stream, in the order of its events."""
        return tuple(sorted(_unpacked(self._packed.get(stream, b"")), key=lambda one: (one.number, one.seal)))


class Held:
    """One stream held against what the seals say of it, event by event."""

    def __init__(self, stream: str, claims: tuple[Claim, ...]) -> None:
        self._stream, self._claims = stream, claims
        self._waiting = list(claims)
        self._sound = 0

    @property
    def sealed(self) -> int:
        """The last event that a seal stands for."""
        return self._claims[-1].number if self._claims else 0

    @property
    def awaited(self) -> float:
        """The next event that a seal says something of."""
        return self._waiting[0].number if self._waiting else inf

    def up_to(self, seal: int) -> int:
        """The last event that this seal, or one before it, stands for."""
        return max((one.number for one in self._claims if one.seal <= seal), default=0)

    def against(self, number: int, digest: str | None) -> Iterator[Finding]:
        """Hold an event, and with it all before it, against the seals; None when there is no digest to be had."""
        while self._waiting and self._waiting[0].number <= number:
            claim = self._waiting.pop(0)
            if digest is not None and (claim.number, claim.digest) != (number, digest):
                yield Finding(stream=self._stream, number=self._sound + 1, what=self._changed(claim))
                self._waiting.clear()  # what comes behind it cannot hold either, and is not told again
            elif not self._waiting or self._waiting[0].number > claim.number:  # all that is said of this event holds
                self._sound = claim.number

    def at_the_end(self, number: int) -> Iterator[Finding]:
        """What the seals have beyond the last event that is there; 0 when there is none."""
        if not self._waiting:
            return
        last = self._waiting[-1]
        has = f"{last.where} has it with {_events(last.number)}"
        if number == 0:
            yield Finding(stream=self._stream, what=f"the whole stream is missing; {has}")
        else:
            yield Finding(stream=self._stream, number=number + 1, what=f"the stream was cut off here; {has}")

    def _changed(self, claim: Claim) -> str:
        if claim.number == self._sound + 1:
            return f"it is not the event that {claim.where} names"
        return f"this event, or one of those up to {claim.number}, is not the one that {claim.where} names"


def _events(number: int) -> str:
    return f"{number:,} event" + ("s" if number != 1 else "")


def _unpacked(packed: bytes | bytearray) -> Iterator[Claim]:
    return (Claim(seal, number, digest.hex()) for seal, number, digest in _PACKED.iter_unpack(packed))

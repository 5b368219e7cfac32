"""A receipt: one line by which a person can show later that the records still say what they said.

`sopbook-receipt:1:LEDGER:STREAM:NUMBER:DIGEST`; the digest is that of the event's envelope and so stands for the event
and all before it. A proof shows the same of a sealed stream to somebody who sees no other stream: the receipt, the seal
and the digests that lead from the one to the other. Somebody who knows the seal's digest from elsewhere (the branch, a
letter) needs nothing else.

The ledger is the one in which the event was recorded, so a receipt stays good when records move to another.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sopbook.errors import Refused
from sopbook.records.heads import Head, is_digest, is_name
from sopbook.records.merkle import path_of, root_from
from sopbook.records.seals import Seal, seal_of

PREFIX = "sopbook-receipt:"
FORMAT = "1"
_NUMBER = re.compile("[1-9][0-9]{0,14}")
_FIELDS = {"format", "receipt", "seal", "digest", "index", "path"}


class NoReceipt(Refused):
    """A text that was given as a receipt or a proof is none."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"This is no receipt: {why}. Copy the whole line that begins with `{PREFIX}`, "
            "or name a file with such lines or with the proof that `sop seal --proof` wrote."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    ledger: str
    head: Head

    @property
    def line(self) -> str:
        """The receipt as it is handed out."""
        return f"{PREFIX}{FORMAT}:{self.ledger}:{self.head.stream}:{self.head.number}:{self.head.digest}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """That a receipt's stream stands at `index` of the streams of a seal; `digest` is the seal's."""

    receipt: Receipt
    seal: Seal
    index: int
    path: tuple[str, ...]

    @property
    def written(self) -> str:
        """The proof as the text of a file."""
        values = {
            "format": int(FORMAT),
            "receipt": self.receipt.line,
            "seal": asdict(self.seal),
            "digest": self.seal.digest,
            "index": self.index,
            "path": self.path,
        }
        return json.dumps(values, indent=2) + "\n"

    @property
    def holds(self) -> bool:
        """Whether the receipt is in the seal; whether the seal is a true one, only its digest can tell."""
        return root_from(self.receipt.head.line, self.index, self.seal.streams, self.path) == self.seal.root


def read_receipt(text: str) -> Receipt:
    """The receipt in a line; raises `NoReceipt`."""
    line = text.strip()
    if not line.startswith(PREFIX):
        raise NoReceipt(f"it does not begin with `{PREFIX}`")
    version, _, rest = line.removeprefix(PREFIX).partition(":")
    if version.isdecimal() and version != FORMAT:
        raise NoReceipt("it was made by a newer sopbook; upgrade this one")
    ledger, _, place = rest.partition(":")
    stream, number, digest = [*place.rsplit(":", 2), "", ""][:3]
    if not (ledger and is_name(stream) and _NUMBER.fullmatch(number) and is_digest(digest)):
        raise NoReceipt("it is not complete")
    return Receipt(ledger=ledger, head=Head(stream, int(number), digest))


def read_proof(text: str) -> Proof:
    """The proof in the text of a file; raises `NoReceipt`."""
    try:
        found = json.loads(text)
        if not isinstance(found, dict) or found.keys() != _FIELDS:
            raise NoReceipt("its fields are not those of a proof")
        return _proof(found)
    except (ValueError, TypeError, RecursionError, AttributeError) as error:
        raise NoReceipt("the proof cannot be read") from error


def proof_of(head: Head, *, ledger: str, heads: Sequence[Head], seal: Seal) -> Proof:
    """The proof that the seal over these heads, which are sorted, holds this one."""
    index = heads.index(head)
    path = path_of([one.line for one in heads], index)
    return Proof(receipt=Receipt(ledger=ledger, head=head), seal=seal, index=index, path=path)


def _proof(found: dict[str, Any]) -> Proof:
    seal = seal_of(found["seal"])
    if found["format"] != int(FORMAT) or found["digest"] != seal.digest:
        raise ValueError("the seal is not the one that it names")
    if type(found["index"]) is not int or any(type(one) is not str for one in found["path"]):
        raise ValueError("no place in a tree")
    path = tuple(found["path"])
    return Proof(receipt=read_receipt(found["receipt"]), seal=seal, index=found["index"], path=path)

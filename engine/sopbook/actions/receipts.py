"""Receipts and proofs: handed out, and held against the records later."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sopbook.actions.seal_chain import found_seal
from sopbook.records.chain import Finding
from sopbook.records.heads import event_at
from sopbook.records.ledger import Ledger
from sopbook.records.receipts import Proof, Receipt, read_proof, read_receipt
from sopbook.records.seals import Seal
from sopbook.records.verify import verify_stream
from sopbook.workspace.git import seals as git
from sopbook.workspace.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A receipt, with the seal when it came with a proof, and what does not hold."""

    receipt: Receipt
    seal: Seal | None = None
    findings: tuple[Finding, ...] = ()


def receipt_of(ledger: Ledger, stream: str) -> Receipt:
    """What a person may keep of a stream as it stands; raises `LedgerDamaged` when its last event does not hold."""
    last = event_at(ledger, stream)
    assert last is not None, "a stream without events is no stream"
    head, origin = last
    return Receipt(ledger=origin, head=head)


def receipts_in(text: str) -> tuple[Receipt | Proof, ...]:
    """The receipts in a text, one a line, or the proof that it is; raises `NoReceipt`."""
    if text.lstrip().startswith("{"):
        return (read_proof(text),)
    return tuple(read_receipt(line) for line in text.split("\n") if line.strip()) or (read_receipt(text),)


def check_receipts(settings: Settings, given: Iterable[Receipt | Proof]) -> tuple[Checked, ...]:
    """Whether the records still hold what these receipts and proofs say; only their streams are read."""
    with Ledger.open(settings.records_url, handbook=settings.id) as ledger:
        return tuple(_checked(ledger, settings.seals_folder, one) for one in given)


def _checked(ledger: Ledger, root: Path, given: Receipt | Proof) -> Checked:
    if isinstance(given, Receipt):
        return Checked(receipt=given, findings=_against(ledger, given))
    findings = (*_against(ledger, given.receipt), *_unproven(root, given))
    return Checked(receipt=given.receipt, seal=given.seal, findings=findings)


def _against(ledger: Ledger, receipt: Receipt) -> tuple[Finding, ...]:
    head = receipt.head
    found = verify_stream(ledger, head)
    if not found.streams and receipt.ledger != ledger.id:
        what = f"the receipt is of another ledger, {receipt.ledger}, and there is no such stream in this one"
        return (Finding(stream=head.stream, what=what),)
    if found.holds and event_at(ledger, head.stream, head.number) != (head, receipt.ledger):
        return (Finding(stream=head.stream, number=head.number, what="the receipt names another ledger"),)
    return found.findings


def _unproven(root: Path, proof: Proof) -> list[Finding]:
    if not proof.holds:
        return [Finding(what="the proof does not lead from the receipt to the seal, so one of the two was changed")]
    refs = git.refs(root)
    if not refs.why and found_seal(root, refs, proof.seal.digest) is not None:
        return []
    why = refs.why or f"it is not on the branch {git.NAME} in {root}, so that was changed, or is not the one it was on"
    return [Finding(what=f"seal {proof.seal.number} of the proof cannot be confirmed: {why}")]

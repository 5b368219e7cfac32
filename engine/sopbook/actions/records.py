"""What people do with the records as a whole: verify them, against the seals and against what somebody was given."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from sopbook.actions.evidence import store_of
from sopbook.actions.seal_chain import NoSuchSeal, Placed, SealChain, Stranger, found_seal, read_chain
from sopbook.records.chain import Finding
from sopbook.records.claims import Claims
from sopbook.records.errors import LedgerDamaged
from sopbook.records.heads import Head, counted, event_at, heads_of
from sopbook.records.ledger import Ledger
from sopbook.records.receipts import Proof, Receipt, read_proof, read_receipt
from sopbook.records.seals import Seal
from sopbook.records.verify import Verification, verify_stream
from sopbook.records.verify import verify as verify_ledger
from sopbook.workspace.git import seals as git
from sopbook.workspace.settings import Settings

Shown = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What a verification found, in the ledger at `place` and in its seals; `unsealed_why` when there are no seals."""

    place: str
    verification: Verification
    last: Placed | None = None
    witnessed: Placed | None = None
    unsealed_why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A receipt, with the seal when it came with a proof, and what does not hold."""

    receipt: Receipt
    seal: Seal | None = None
    findings: tuple[Finding, ...] = ()


def verify(
    settings: Settings, *, since: str | None = None, evidence: bool = True, shown: Shown | None = None
) -> Verified:
    """Recompute every chain, digest and seal of the handbook's ledger.

    With `since`, streams to which nothing was added after that seal are looked at by their last event only. `shown` is
    told how many events of how many have been looked at. The files that events name are read unless without `evidence`.
    """
    with Ledger.open(settings.records_url, handbook=settings.id) as ledger:
        refs = git.refs(settings.seals_folder)
        chain, why = SealChain(), refs.why or ("" if refs.here or refs.elsewhere else _no_branch(settings))
        if not why:
            chain = read_chain(settings.seals_folder, refs, since=since, stranger=_stranger(ledger))
        elif since is not None:
            raise NoSuchSeal(since)
        only = None if since is None else _changed(heads_of(ledger), chain.claims)
        seen = _counting(ledger, shown) if shown and only is None else None
        store = store_of(settings, ledger.id) if evidence else None
        found = verify_ledger(ledger, claims=chain.claims, only=only, evidence=store, seen=seen)
        return Verified(
            place=ledger.place,
            verification=replace(found, findings=(*chain.findings, *found.findings)),
            last=chain.last,
            witnessed=chain.witnessed,
            unsealed_why=why,
        )


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


def _changed(heads: tuple[Head, ...], claims: Claims) -> set[str]:
    """The streams that do not end as the first seal that was read says, those that are gone among them."""
    ends = {head.stream: head for head in heads}
    first = {stream: claims.of(stream)[0] for stream in claims}
    same = {
        stream
        for stream, claim in first.items()
        if stream in ends and ends[stream] == Head(stream, claim.number, claim.digest)
    }
    return (ends.keys() | first.keys()) - same


def _stranger(ledger: Ledger) -> Stranger:
    """A seal of another ledger is asked about this one when all its streams came here, as they do by an import."""

    def says(seal: Seal, streams: Iterable[str]) -> str | None:
        if seal.ledger == ledger.id:
            return None
        missing = set(streams) - set(ledger.streams())
        if not missing:
            return None
        return (
            f"it is a seal of another ledger, {seal.ledger}, and {len(missing)} of its streams are not here; import "
            "its records, or name the repository of this ledger's seals by SOP_SEALS"
        )

    return says


def _counting(ledger: Ledger, shown: Shown) -> Callable[[int], None]:
    try:
        total = counted(ledger)
    except LedgerDamaged:  # how far it can be read is found out later
        total = 0
    return lambda done: shown(done, max(total, done))


def _no_branch(settings: Settings) -> str:
    return f"There is no branch {git.NAME} in {settings.seals_folder}: run `sop seal`."

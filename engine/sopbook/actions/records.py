"""What people do with the records as a whole: verify them, in themselves and against the seals."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache

from sopbook.actions.evidence import store_of
from sopbook.actions.seal_chain import NoSuchSeal, Placed, SealChain, Stranger, read_chain
from sopbook.records.errors import LedgerDamaged
from sopbook.records.heads import Head, counted, heads_of
from sopbook.records.ledger import Ledger
from sopbook.records.seals import Seal
from sopbook.records.verify import Verification
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
        only = None if since is None else _changed(ledger, chain)
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


def _changed(ledger: Ledger, chain: SealChain) -> set[str] | None:
    """The streams that do not end as the first seal that was read says, those that are gone among them.

    None, which is all of them, where the heads themselves do not hold.
    """
    try:
        ends = {head.stream: head for head in heads_of(ledger)}
    except LedgerDamaged:
        return None
    seal = chain.seals[0].seal.number if chain.seals else 0
    first = {stream: chain.claims.of(stream)[0] for stream in chain.claims}
    same = {
        stream
        for stream, claim in first.items()
        if claim.seal == seal and ends.get(stream) == Head(stream, claim.number, claim.digest)
    }
    return (ends.keys() | first.keys()) - same


def _stranger(ledger: Ledger) -> Stranger:
    """A seal of another ledger is asked about this one when all its streams came here, as they do by an import."""
    names = cache(lambda: frozenset(ledger.streams()))

    def says(seal: Seal, streams: Iterable[str]) -> str | None:
        if seal.ledger == ledger.id or not (missing := set(streams) - names()):
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

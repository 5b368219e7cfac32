"""The seals as the repository has them, read one behind the other.

Each commit of the branch is one seal. Its files are read by git's own names for them, which are checked, and the seal
is held against its streams and the seal before it. What the sound ones say of the streams is collected as claims. Where
the branch here and what is known of it elsewhere tell different stories, both are read, and that is a finding. Seals
that gave way to others (`sop-seals-...`) still bind.

A seal's digest is computed from all its streams, so the cost is seals times streams; `since` is for long histories.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sopbook.errors import Refused
from sopbook.records.chain import Finding
from sopbook.records.claims import Claims
from sopbook.records.heads import Head, head_in
from sopbook.records.seals import FOLDER, SEAL, Seal, heads_in, misfit, misplaced, read_seal
from sopbook.workspace.git.objects import ObjectLost, Objects
from sopbook.workspace.git.seals import NAME, Refs

FEWEST_LETTERS = 7
"""So many letters of a digest or a commit name a seal."""

Stranger = Callable[[Seal, Iterable[str]], str | None]
"""Says why a seal of these streams cannot be asked about this ledger, when it is another's."""


class NoSuchSeal(Refused):
    """A seal is named that is not there."""

    def __init__(self, wanted: str) -> None:
        super().__init__(
            f"There is no seal `{wanted}` on the branch {NAME}. Name one by its number, or by how its digest or its "
            "commit begins (`sop verify --json` shows the last one). A seal that you noted down and that is gone "
            "means that the branch was changed."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A seal and the commit that it is."""

    seal: Seal
    commit: str


@dataclass(slots=True, kw_only=True)
class SealChain:
    """All seals that were read, from the first to the last, and what they say of the streams."""

    seals: list[Placed] = field(default_factory=list)
    claims: Claims = field(default_factory=Claims)
    findings: list[Finding] = field(default_factory=list)
    witnessed: Placed | None = None

    @property
    def last(self) -> Placed | None:
        return self.seals[-1] if self.seals else None


def sealed_at(objects: Objects, commit: str) -> tuple[Seal, tuple[Head, ...]]:
    """What the seal of one commit says of which heads; `ValueError` when it is not sound in itself."""
    seal, parts = _opened(objects, commit)
    heads = [head for name, blob in parts.items() for head in heads_in(name, objects.blob(blob))]
    heads.sort(key=lambda head: head.line)
    if (what := misfit(seal, [head.line for head in heads])) is not None:
        raise ValueError(what)
    return seal, tuple(heads)


def read_chain(root: Path, refs: Refs, *, stranger: Stranger, since: str | None = None) -> SealChain:
    """All seals from `since` on, which is a number, or how a digest or a commit begins; from the first for None."""
    chain = SealChain()
    with Objects(root) as objects:
        elsewhere = {name: _line(objects, tip, chain) for name, tip in refs.elsewhere.items()}
        main = _longest(_line(objects, refs.here, chain) if refs.here else (), elsewhere.values())
        start = _place_of(objects, main, since)
        _Reading(objects, chain, stranger).read(main[start:], from_the_first=start == 0)
        seen = set(main[: max((_common(main, line) for line in elsewhere.values()), default=0)])
        chain.witnessed = next((one for one in reversed(chain.seals) if one.commit in seen), None)
        chain.claims.witnessed = chain.witnessed.seal.number if chain.witnessed else 0
        kept = {name: _line(objects, tip, chain) for name, tip in refs.kept.items()}
        for name, line in (*elsewhere.items(), *kept.items()):
            shared = _common(main, line)
            if shared < len(line) and name in elsewhere:
                chain.findings.append(Finding(what=_two_stories(name, shared)))
            other = SealChain(claims=chain.claims, findings=chain.findings)
            _Reading(objects, other, stranger).read(line[shared:], from_the_first=shared == 0)
    chain.findings = list(dict.fromkeys(chain.findings))  # what is wrong here and elsewhere is told once
    return chain


def newest(root: Path, refs: Refs) -> str | None:
    """The last commit of the branch, here or elsewhere, that the next seal goes behind; None when there is no seal."""
    if refs.here is not None and {refs.here}.issuperset(refs.elsewhere.values()):
        return refs.here
    with Objects(root) as objects:
        here = _line(objects, refs.here) if refs.here else ()
        line = _longest(here, (_line(objects, tip) for tip in refs.elsewhere.values()))
    return line[-1] if line else None


def parted(root: Path, here: str, there: str) -> bool:
    """Whether each of two lines has seals that the other has not."""
    with Objects(root) as objects:
        ours, theirs = _line(objects, here), _line(objects, there)
    return _common(ours, theirs) < min(len(ours), len(theirs))


def found_seal(root: Path, refs: Refs, digest: str) -> Placed | None:
    """The seal with this digest, on the branch here or elsewhere."""
    tips = {tip for tip in (refs.here, *refs.elsewhere.values(), *refs.kept.values()) if tip}
    with Objects(root) as objects:
        for commit in {commit for tip in sorted(tips) for commit in _line(objects, tip)}:
            seal = _seal_in(objects, commit)
            if seal is not None and seal.digest == digest:
                return Placed(seal=seal, commit=commit)
    return None


class _Reading:
    """Goes along a line of commits and keeps the parts of the last seal, so that equal parts are read once."""

    def __init__(self, objects: Objects, chain: SealChain, stranger: Stranger) -> None:
        self._objects, self._chain, self._stranger = objects, chain, stranger
        self._parts: dict[str, tuple[str, tuple[bytes, ...]]] = {}
        self._unclaimed: set[str] = set()
        self._told: set[str] = set()

    def read(self, line: Sequence[str], *, from_the_first: bool) -> None:
        before, known = None, from_the_first
        for commit in line:
            try:
                seal = self._open(commit)
            except (ValueError, ObjectLost) as error:
                self._find(f"the seal in commit {commit[:12]} cannot be read: {_said(error)}")
                before, known = None, False  # the next one is not blamed for it
                continue
            self._chain.seals.append(Placed(seal=seal, commit=commit))
            if (what := self._fault(seal, before, known=known)) is not None:
                self._find(f"seal {seal.number}: {what}")
            else:
                self._claim(seal)
            before, known = seal, True

    def _open(self, commit: str) -> Seal:
        seal, parts = _opened(self._objects, commit)
        for name, blob in parts.items():
            if self._parts.get(name, ("",))[0] != blob:
                heads = heads_in(name, self._objects.blob(blob))
                self._parts[name] = (blob, tuple(head.line for head in heads))
                self._unclaimed.add(name)
        for name in self._parts.keys() - parts.keys():
            del self._parts[name]
            self._unclaimed.discard(name)
        return seal

    def _fault(self, seal: Seal, before: Seal | None, *, known: bool) -> str | None:
        lines = sorted(line for _, some in self._parts.values() for line in some)
        return (misplaced(seal, before) if known else None) or misfit(seal, lines)

    def _claim(self, seal: Seal) -> None:
        """Collect what the seal says that the one before did not; what a stranger says waits for one of ours."""
        stranger = self._stranger(seal, self._streams(self._parts))
        if stranger is None:
            for name in sorted(self._unclaimed):
                for line in self._parts[name][1]:
                    self._chain.claims.add(seal.number, head_in(line))
            self._unclaimed.clear()
        elif seal.ledger not in self._told:
            self._told.add(seal.ledger)
            self._find(f"seal {seal.number}: {stranger}")

    def _streams(self, names: Iterable[str]) -> Iterator[str]:
        return (head_in(line).stream for name in names for line in self._parts[name][1])

    def _find(self, what: str) -> None:
        self._chain.findings.append(Finding(what=what))


def _opened(objects: Objects, commit: str) -> tuple[Seal, Mapping[str, str]]:
    """A commit's seal and its parts: name -> blob."""
    files = objects.tree(objects.commit(commit).tree)
    if files.keys() - {FOLDER} != {SEAL}:
        raise ValueError("the commit holds other files than a seal's")
    seal = read_seal(objects.blob(files[SEAL]))
    return seal, objects.tree(files[FOLDER]) if FOLDER in files else {}


def _seal_in(objects: Objects, commit: str) -> Seal | None:
    """A commit's seal, if it has one that can be read."""
    try:
        return _opened(objects, commit)[0]
    except (ValueError, ObjectLost):
        return None


def _line(objects: Objects, tip: str, chain: SealChain | None = None) -> tuple[str, ...]:
    """The commits up to one, from the first on; as far back as git has them."""
    found: list[Finding] = chain.findings if chain else []
    line: list[str] = []
    commit: str | None = tip
    while commit is not None:
        try:
            parents = objects.commit(commit).parents
        except ObjectLost as lost:
            found.append(Finding(what=f"older seals cannot be read: git's object {lost.name} {lost.what}"))
            break
        line.append(commit)
        if len(parents) > 1:
            found.append(Finding(what=f"commit {commit[:12]} of {NAME} joins two lines of seals"))
        commit = parents[0] if parents else None
    return tuple(reversed(line))


def _longest(here: tuple[str, ...], elsewhere: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """The line here, or one from elsewhere that goes on where it ends."""
    return max([here, *(line for line in elsewhere if line[: len(here)] == here)], key=len)


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many commits two lines share from the first on."""
    differ = (at for at, (left, right) in enumerate(zip(one, other, strict=False)) if left != right)
    return next(differ, min(len(one), len(other)))


def _place_of(objects: Objects, line: Sequence[str], wanted: str | None) -> int:
    if wanted is None:
        return 0
    for at, commit in enumerate(line):
        seal = _seal_in(objects, commit)
        names = (seal.digest, commit) if seal and len(wanted) >= FEWEST_LETTERS else ()
        if (seal and str(seal.number) == wanted) or any(name.startswith(wanted) for name in names):
            return at
    raise NoSuchSeal(wanted)


def _two_stories(name: str, shared: int) -> str:
    since = f"after the first {shared}" if shared else "from the first on"
    return f"the branch {NAME} was rewritten: {name} has other seals {since}, and they were seen outside"


def _said(error: ValueError | ObjectLost) -> str:
    return f"git's object {error.name} {error.what}" if isinstance(error, ObjectLost) else str(error)

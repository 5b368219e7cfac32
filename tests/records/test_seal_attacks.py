"""What is found when somebody owns the repository with the seals too; the manual's second table says the same."""

import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from records.attackers import forged, rewritten
from records.building import NOON, by_hand, record
from sopbook.actions.receipts import check_receipts, receipt_of
from sopbook.actions.records import verify
from sopbook.actions.sealing import seal
from sopbook.records.chain import moment_text
from sopbook.records.heads import Head, heads_of
from sopbook.records.ledger import Ledger
from sopbook.records.seals import Seal, read_seal, root_over, shards
from sopbook.workspace.git import seals as git
from sopbook.workspace.settings import Settings

MANUAL = Path(__file__).resolve().parents[2] / "site/pages/manual/records.md"
BRANCH = git.BRANCH


def run(folder: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


def a_ledger(folder: Path) -> Ledger:
    return Ledger.open(str(folder / "ledger.db"), handbook="acme", now=NOON)


def settings_of(folder: Path) -> Settings:
    return Settings(root=folder / "here", id="acme", name="Acme", records=str(folder / "ledger.db"))


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three seals: of another run, of `run:1` with five events, and of a third run."""
    folder = tmp_path_factory.mktemp("original")
    run(folder, "init", "-q", "here")
    run(folder, "init", "-q", "--bare", "remote.git")
    run(folder / "here", "remote", "add", "origin", "../remote.git")
    with a_ledger(folder) as ledger:
        for stream in ("run:2", "run:1", "run:3"):
            record(ledger, stream, "one", "two", "three", "four", "five")
            seal(ledger, folder / "here", by="anna", now=NOON)
    return folder


@pytest.fixture(scope="module")
def pushed(original: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, and the remote has the seals."""
    folder = Path(shutil.copytree(original, tmp_path_factory.mktemp("pushed") / "original"))
    with a_ledger(folder) as ledger:
        seal(ledger, folder / "here", by="anna", now=NOON, push=True)
    return folder


@pytest.fixture
def owned(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The ledger, the repository and its remote, in the hands of somebody who may do what he likes with it."""
    return Path(shutil.copytree(request.getfixturevalue(getattr(request, "param", "pushed")), tmp_path / "owned"))


BOTH = pytest.mark.parametrize("owned", ["original", "pushed"], indirect=True)


def forge(folder: Path) -> tuple[Head, ...]:
    """Write `run:1` anew with another second event, and nothing else; gives all heads as they are then."""
    with by_hand(str(folder / "ledger.db"), guarded=False) as connection:
        rewritten(connection, "run:1", forged)
    with a_ledger(folder) as ledger:
        return heads_of(ledger)


def committed(folder: Path, made: Seal, heads: tuple[Head, ...], after: str | None) -> str:
    files = {"seal.json": made.written, **{f"heads/{name}": lines for name, lines in shards(heads).items()}}
    return git.write(folder / "here", files, after=after, message="Seal", at=NOON)


def of(folder: Path, revision: str) -> tuple[Seal, str]:
    """A seal of the branch, and its commit."""
    text = subprocess.run(
        ["git", "cat-file", "blob", f"{revision}:seal.json"], cwd=folder / "here", check=True, capture_output=True
    )
    return read_seal(text.stdout), run(folder / "here", "rev-parse", revision)


def stand_at(folder: Path, commit: str) -> None:
    run(folder / "here", "update-ref", BRANCH, commit)


def sealed_anew(folder: Path) -> None:
    heads = forge(folder)
    with a_ledger(folder) as ledger:
        made = Seal(
            ledger=ledger.id,
            handbook="acme",
            number=1,
            previous=None,
            sealed_at=moment_text(NOON),
            by="anna",
            streams=len(heads),
            events=sum(head.number for head in heads),
            root=root_over(heads),
        )
    stand_at(folder, committed(folder, made, heads, None))


def seals_removed(folder: Path) -> None:
    forge(folder)
    stand_at(folder, f"{BRANCH}~2")


def branch_deleted(folder: Path) -> None:
    forge(folder)
    run(folder / "here", "update-ref", "-d", BRANCH)


def line_changed(folder: Path) -> None:
    heads = forge(folder)
    last, _ = of(folder, BRANCH)
    stand_at(folder, committed(folder, last, heads, f"{BRANCH}~1"))


def older_seal_changed(folder: Path) -> None:
    """The first seal is said to be somebody else's; the commits behind it are made anew."""
    first, _ = of(folder, f"{BRANCH}~2")
    with a_ledger(folder) as ledger:
        heads = heads_of(ledger)
    names = {"run:2"}, {"run:1", "run:2"}, {"run:1", "run:2", "run:3"}
    changed = (replace(first, by="ben"), of(folder, f"{BRANCH}~1")[0], of(folder, BRANCH)[0])
    commit = None
    for made, streams in zip(changed, names, strict=True):
        commit = committed(folder, made, tuple(head for head in heads if head.stream in streams), commit)
    assert commit is not None
    stand_at(folder, commit)


def seal_taken_out(folder: Path) -> None:
    last, _ = of(folder, BRANCH)
    with a_ledger(folder) as ledger:
        stand_at(folder, committed(folder, last, heads_of(ledger), of(folder, f"{BRANCH}~2")[1]))


ATTACKS: Mapping[str, Callable[[Path], None]] = {
    "forges a run, and makes all seals anew": sealed_anew,
    "forges a run, and removes the seals that name it": seals_removed,
    "forges a run, and deletes the branch": branch_deleted,
    "forges a run, and changes its line in a seal": line_changed,
    "changes what an older seal says": older_seal_changed,
    "takes a seal out of the middle": seal_taken_out,
}


def promised() -> dict[str, tuple[str, str]]:
    """The manual's table: what somebody does -> found when pushed, found when not."""
    _, _, section = MANUAL.read_text(encoding="utf-8").partition("\n### Somebody owns the repository too\n")
    lines = section.partition("\n#")[0].split("\n")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return {words: (pushed, kept) for words, pushed, kept in rows[2:]}


def test_the_manual_lists_these_attacks_on_seals() -> None:
    assert list(promised()) == list(ATTACKS)


def test_untouched_seals_hold(owned: Path) -> None:
    found = verify(settings_of(owned))
    assert found.verification.findings == ()
    assert found.last == found.witnessed
    assert (found.last.seal.number, found.verification.unsealed.events) == (3, 0)


@pytest.mark.slow
@BOTH
@pytest.mark.parametrize("words", ATTACKS)
def test_what_is_found_of_changed_seals_is_what_the_manual_says(owned: Path, words: str) -> None:
    was_pushed = git.refs(owned / "here").elsewhere != {}
    ATTACKS[words](owned)
    found = [str(one) for one in verify(settings_of(owned)).verification.findings]
    assert promised()[words][not was_pushed] == ("yes" if found else "no"), found


@pytest.mark.slow
@pytest.mark.parametrize("words", [words for words in ATTACKS if words.startswith("forges")])
def test_a_receipt_finds_the_forged_run_whatever_became_of_the_seals(
    original: Path, tmp_path: Path, words: str
) -> None:
    folder = Path(shutil.copytree(original, tmp_path / "copy"))
    with a_ledger(folder) as ledger:
        receipt = receipt_of(ledger, "run:1")
    assert check_receipts(settings_of(folder), [receipt])[0].findings == ()
    ATTACKS[words](folder)
    (checked,) = check_receipts(settings_of(folder), [receipt])
    assert [str(one) for one in checked.findings] == [
        "run:1, event 1: this event, or one of those up to 5, is not the one that the receipt names"
    ]


def test_a_rewritten_branch_names_the_run_by_what_was_seen_elsewhere(owned: Path) -> None:
    sealed_anew(owned)
    found = [str(one) for one in verify(settings_of(owned)).verification.findings]
    assert found == [
        "the branch sop-seals was rewritten: origin/sop-seals has other seals from the first on, and they were "
        "seen outside",
        "run:1, event 1: this event, or one of those up to 5, is not the one that seal 2 names",
    ]


@pytest.mark.slow
def test_an_object_that_git_lost_is_told_and_the_rest_is_read(owned: Path) -> None:
    blob = run(owned / "here", "rev-parse", f"{BRANCH}~1:seal.json")
    (owned / "here/.git/objects" / blob[:2] / blob[2:]).unlink()
    found = [str(one) for one in verify(settings_of(owned)).verification.findings]
    assert len(found) == 1
    assert "cannot be read: git's object" in found[0]
    assert verify(settings_of(owned)).last.seal.number == 3

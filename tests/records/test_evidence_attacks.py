"""What `sop verify` finds of what somebody does who owns the files, and the database too; the manual says the same."""

from collections.abc import Callable, Mapping
from pathlib import Path
from sqlite3 import Connection

import pytest

from records.attackers import rewritten
from records.building import by_hand, record
from records.evidence_building import (
    PHOTO,
    a_file,
    a_folder,
    a_link,
    a_pipe,
    digest_of,
    grown,
    keep,
    kept_at,
    naming,
    swapped,
    truncated,
)
from sopbook.records.claims import Claims
from sopbook.records.evidence.places import store_at
from sopbook.records.heads import heads_of
from sopbook.records.ledger import Ledger
from sopbook.records.verify import verify

MANUAL = Path(__file__).resolve().parents[2] / "site/pages/manual/records.md"
FORGED = PHOTO[::-1]
Attack = Callable[[Connection, Path], None]


def on_file(*ways: Callable[[Path], None]) -> tuple[Attack, ...]:
    """The same attack in several ways; each leaves the database alone."""
    return tuple(lambda _db, path, way=way: way(path) for way in ways)  # type: ignore[misc]


def unlisted(db: Connection, path: Path) -> None:
    swapped(path)
    db.execute("DELETE FROM evidence")


def moved(path: Path) -> None:
    """The forged file lies under its own digest, as a genuine one would."""
    target = path.parents[1] / digest_of(FORGED)[:2] / digest_of(FORGED)
    target.parent.mkdir(exist_ok=True)
    path.unlink()
    target.write_bytes(FORGED)


def listed_anew(db: Connection, path: Path) -> None:
    moved(path)
    db.execute("UPDATE evidence SET sha256 = ?", (digest_of(FORGED),))


def forged(_number: int, _envelope: object, payload: bytes) -> bytes:
    return payload.replace(digest_of(PHOTO).encode(), digest_of(FORGED).encode())


def event_changed(db: Connection, path: Path) -> None:
    listed_anew(db, path)
    rewritten(db, "run:1", forged, only=2)


def run_written_anew(db: Connection, path: Path) -> None:
    listed_anew(db, path)
    rewritten(db, "run:1", forged)


ATTACKS: Mapping[str, tuple[Attack, ...]] = {
    "swaps an evidence file for another": on_file(swapped),
    "cuts off the end of a file, or adds to it": on_file(truncated, grown),
    "removes a file": on_file(Path.unlink),
    "puts a link, a folder or a pipe in the place of a file": on_file(a_link, a_folder, a_pipe),
    "swaps a file, and takes it out of the table of evidence": (unlisted,),
    "swaps a file, and writes its digest into the table of evidence": (listed_anew,),
    "swaps a file, and changes the event that names it": (event_changed,),
    "swaps a file, and writes the run anew from there on, with fresh digests": (run_written_anew,),
}


def promised() -> dict[str, tuple[str, str]]:
    """The manual's table: what somebody does -> found when it was sealed, found before."""
    _, _, section = MANUAL.read_text(encoding="utf-8").partition("\n### Somebody owns the files\n")
    lines = section.partition("\n### ")[0].split("\n")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return {words: (when_sealed, before) for words, when_sealed, before in rows[2:]}


def test_the_manual_lists_these_attacks() -> None:
    assert list(promised()) == list(ATTACKS)


@pytest.mark.parametrize(("words", "attack"), [(words, one) for words, many in ATTACKS.items() for one in many])
def test_what_is_found_of_a_file_is_what_the_manual_says(
    ledger: Ledger, tmp_path: Path, words: str, attack: Attack
) -> None:
    store = store_at(str(tmp_path / "evidence"), ledger.id)
    keep(store)
    record(ledger, "run:1", "start")
    record(ledger, "run:1", expected=1, events=[naming(a_file())])
    record(ledger, "run:1", "done", expected=2)
    claims = Claims(heads_of(ledger))
    assert verify(ledger, claims=claims, evidence=store).holds
    with by_hand(ledger.place, guarded=False) as db:
        attack(db, kept_at(tmp_path / "evidence" / ledger.id))
    for given, said in zip((claims, None), promised()[words], strict=True):
        found = verify(ledger, claims=given, evidence=store)
        assert said == ("yes" if found.findings else "no"), found.findings


def test_the_swapped_file_is_named_with_its_run_and_its_event(ledger: Ledger, tmp_path: Path) -> None:
    store = store_at(str(tmp_path / "evidence"), ledger.id)
    keep(store)
    record(ledger, "run:1", events=[naming(a_file())])
    swapped(kept_at(tmp_path / "evidence" / ledger.id))
    assert [(one.stream, one.number) for one in verify(ledger, evidence=store).findings] == [("run:1", 1)]

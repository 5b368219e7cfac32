"""`sop decide compare`: what is answered otherwise than in a file or at a revision."""

import json
import subprocess
from pathlib import Path

import pytest

from run_handbook import a_handbook, sop, surroundings
from terminal import Terminal

RUSH = """\
kind: decision
id: rush
title: Rush
owner: owner
version: "1.0"
question: Who takes a rush order?
inputs:
  sheets: {type: number, integer: true, min: 1, max: 12}
  kind: {type: choice, options: [card, poster]}
outputs:
  who: {type: choice, options: [clerk, printer]}
rules:
  - {id: few, when: {sheets: "< 5"}, then: {who: clerk}}
  - {id: many, when: {sheets: ">= 5"}, then: {who: printer}}
"""


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A handbook, and we in it, with one commit in which the decision lay in another file."""
    root = a_handbook(tmp_path / "shop", **{"old-name": RUSH})
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-q", "-m", "x")
    (root / "sops" / "old-name.yml").rename(root / "sops" / "rush.yml")
    monkeypatch.chdir(root)
    return root


def git(root: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=root, check=True, capture_output=True)


def change(root: Path, before: str, now: str) -> None:
    file = root / "sops" / "rush.yml"
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, now), encoding="utf-8")


def test_other_words_in_another_file_change_no_answer(shop: Path) -> None:
    change(shop, "id: few", "id: little")
    shown = sop(shop, "decide", "compare", "rush", "HEAD")
    assert shown.exit_code == 0
    assert shown.stdout.endswith("\nAll answers are the same.\n")


def test_what_is_answered_otherwise_with_an_example(shop: Path) -> None:
    for sign in ("<", ">="):
        change(shop, f"{sign} 5", f"{sign} 7")
    shown = sop(shop, "decide", "compare", "rush", "HEAD")
    assert shown.exit_code == 1
    head, _, rest = shown.stdout.partition("\n\n")
    assert head.startswith("`rush` as it stands, compared with HEAD (")
    assert rest == (
        "For some inputs the answer is another one, for 1 in 6 inputs.\n\n"
        "who was printer, is clerk:\n"
        "  - sheets: [5..6] (1 in 6 inputs)\n"
        "    e.g. sheets 5, kind card: `many` before, `few` now\n"
    )


def test_for_programs(shop: Path) -> None:
    (shop / "before.yml").write_text(RUSH, encoding="utf-8")
    change(shop, "who: printer", "who: clerk")
    shown = sop(shop, "decide", "compare", "rush", "before.yml", "--json")
    assert shown.exit_code == 1
    told = json.loads(shown.stdout)
    assert told["share"] == "2/3"
    assert told["complete"] is True
    assert told["differences"] == [
        {
            "when": {"sheets": ">= 5"},
            "in_part": False,
            "share": "2/3",
            "given": {"sheets": "10", "kind": "card"},
            "before": {"result": {"who": "printer"}, "rules": ["many"], "problem": ""},
            "now": {"result": {"who": "clerk"}, "rules": ["many"], "problem": ""},
        }
    ]


def test_what_cannot_be_compared_as_a_whole_exits_with_3_and_says_why(shop: Path) -> None:
    inputs = "  sheets: {type: number}\n  kind: {type: number}\n"
    old = RUSH.replace(RUSH[RUSH.index("  sheets") : RUSH.index("outputs")], inputs).replace('"< 5"', '"< kind"')
    (shop / "before.yml").write_text(old, encoding="utf-8")
    (shop / "sops" / "rush.yml").write_text(old.replace('"< kind"', '"< kind, < kind"'), encoding="utf-8")
    shown = sop(shop, "decide", "compare", "rush", "before.yml")
    assert shown.exit_code == 3
    assert "Cells that read another input cannot be compared as a whole" in shown.stdout


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ("nope", "There is no file `nope` here. The repository has no revision `nope`."),
        ("nope.yml", "There is no file `nope.yml` here."),
        ("sops/clerk.yml", "`clerk` in sops/clerk.yml is a role, not a decision."),
        (
            "broken.yml",
            "The decision in broken.yml has errors and cannot be compared:\nbroken.yml:12:1: unknown key `rule`.",
        ),
        ("faulty.yml", "The decision in faulty.yml has errors and cannot be compared:\nfaulty.yml:13:30: "),
    ],
)
def test_there_must_be_another_version_that_can_be_read(shop: Path, other: str, words: str) -> None:
    (shop / "broken.yml").write_text(RUSH.replace("rules:", "rule:"), encoding="utf-8")
    (shop / "faulty.yml").write_text(RUSH.replace("< 5", "< < 5"), encoding="utf-8")
    shown = sop(shop, "decide", "compare", "rush", other)
    assert shown.exit_code == 3
    assert shown.stderr.startswith(f"sop: {words}")


def test_a_revision_without_the_decision(shop: Path) -> None:
    change(shop, "id: rush", "id: hurry")
    shown = sop(shop, "decide", "compare", "hurry", "HEAD")
    assert shown.exit_code == 3
    assert shown.stderr.startswith("sop: There was no decision `hurry` at HEAD (")


def test_a_revision_in_which_the_decision_was_broken(shop: Path) -> None:
    (shop / "sops" / "rush.yml").write_text("kind: decision\nid: rush\ntitle: [\n", encoding="utf-8")
    git(shop, "add", "-A")
    git(shop, "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-q", "-m", "y")
    (shop / "sops" / "rush.yml").write_text(RUSH, encoding="utf-8")
    shown = sop(shop, "decide", "compare", "rush", "HEAD")
    assert shown.exit_code == 3
    assert shown.stderr.startswith("sop: The decision at HEAD has errors and cannot be compared:\nsops/rush.yml:4:1: ")


def test_it_fits_a_narrow_terminal(shop: Path) -> None:
    change(shop, "who: printer", "who: clerk")
    with Terminal(shop, "decide", "compare", "rush", "HEAD", columns=60, environ=surroundings(shop)) as person:
        person.until("`many` now")
        assert max(map(len, person.shown.split("\n"))) <= 60

"""Decisions as spreadsheets from the terminal."""

from pathlib import Path
from textwrap import dedent

import pytest
from click.testing import CliRunner, Result

from sopbook.cli import main

TIER = dedent(
    """\
    # yaml-language-server: $schema=../../schemas/decision.schema.json
    kind: decision
    id: tier
    title: Tier
    owner: owner
    version: "1.0"
    question: Which tier?
    decided_by: owner
    inputs:
      value: {type: number, min: 0}
    outputs:
      level: {type: choice, options: [gold, silver]}
    rules:
      - {id: big, when: {value: ">= 10"}, then: {level: gold}}
      - {id: small, when: {value: "< 10"}, then: {level: silver}}
    """
)
WEIGHING = """\
kind: decision
id: weigh
title: Weigh
owner: owner
version: "1.0"
question: Worth it?
factors: [{id: fit, label: Fit, weight: 1, scale: [1, 5]}]
outcomes: [{id: take, when: ">= 3", label: Take it}, {id: leave, when: "< 3", label: Leave it}]
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    book = tmp_path / "book"
    (book / "sops").mkdir(parents=True)
    (book / "handbook.yml").write_text("id: our-handbook\nname: Our handbook\nformat: 1\n", encoding="utf-8")
    owner = "kind: role\nid: owner\ntitle: Owner\nsummary: Leads.\n"
    team = "kind: team\nid: team\ntitle: The team\npeople:\n  - {id: ines, name: Ines, roles: [owner]}\n"
    for name, text in {"owner": owner, "team": team, "tier": TIER, "weigh": WEIGHING}.items():
        (book / f"sops/{name}.yml").write_text(text, encoding="utf-8")
    return book


def decide(root: Path, *words: str | Path) -> Result:
    return CliRunner().invoke(main, ["--root", str(root), "decide", *map(str, words)], catch_exceptions=False)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_table_goes_out_and_comes_in_as_it_was(root: Path, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"tier.{ending}"
    assert decide(root, "export", "tier", "--to", file).exit_code == 0
    done = decide(root, "import", file, "--into", "tier")
    assert (done.exit_code, done.stdout, done.stderr) == (0, TIER, "")


def test_the_document_is_overwritten_only_by_force_and_without_its_comments(root: Path, tmp_path: Path) -> None:
    document, file = root / "sops/tier.yml", tmp_path / "tier.csv"
    document.write_text(TIER.replace("kind:", "# Ask Ines first.\nkind:", 1), encoding="utf-8")
    file.write_text("id,value,level\nall,-,silver\n", encoding="utf-8")
    refused = decide(root, "import", file, "--into", "tier", "--to", root / "sops")
    assert refused.exit_code == 3
    assert "Ask Ines" in document.read_text("utf-8")
    done = decide(root, "import", file, "--into", "tier", "--to", root / "sops", "--force")
    assert (done.exit_code, done.stderr) == (0, "The comments in the document of `tier` are not in its new text.\n")
    rule = '  - {id: all, when: {value: "-"}, then: {level: silver}}\n'
    assert document.read_text("utf-8") == TIER[: TIER.index("  - {id: big")] + rule


def test_what_is_wrong_is_told_by_cell_and_nothing_is_written(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "tier.csv"
    file.write_text("id,value,level\nall,>= ,silver\nAll,3,bronze\n", encoding="utf-8")
    done = decide(root, "import", file, "--into", "tier", "--to", tmp_path / "new")
    assert done.exit_code == 1
    assert [line.removeprefix(f"{file}: ")[:2] for line in done.stderr.splitlines()] == ["B2", "A3", "C3"]
    assert not (tmp_path / "new").exists()


def test_a_sheet_has_to_be_told_where_it_goes_and_a_model_does_not(root: Path, tmp_path: Path) -> None:
    (tmp_path / "tier.csv").write_text("id,value,level\n", encoding="utf-8")
    (tmp_path / "tier.dmn").write_text("<definitions/>", encoding="utf-8")
    refused = decide(root, "import", tmp_path / "tier.csv")
    assert (refused.exit_code, "--into ID" in refused.stderr) == (3, True)
    refused = decide(root, "import", tmp_path / "tier.dmn", "--into", "tier")
    assert (refused.exit_code, "Leave --into away" in refused.stderr) == (3, True)
    refused = decide(root, "import", tmp_path / "tier.csv", "--into", "teir")
    assert (refused.exit_code, "`tier`" in refused.stderr) == (3, True)


def test_a_weighing_is_no_sheet(root: Path, tmp_path: Path) -> None:
    refused = decide(root, "export", "weigh", "--to", tmp_path / "weigh.csv")
    assert (refused.exit_code, "`weigh` weighs factors" in refused.stderr) == (3, True)
    assert not (tmp_path / "weigh.csv").exists()

import json
from pathlib import Path

from click.testing import CliRunner, Result

from dmn_builders import TIER, a_model, a_rule, a_table
from sopbook.cli import main

OWNER = "kind: role\nid: owner\ntitle: Owner\nsummary: Leads.\n"
TEAM = "kind: team\nid: team\ntitle: The team\npeople:\n  - {id: ines, name: Ines, roles: [owner]}\n"


def a_handbook(root: Path, tier: str = TIER) -> Path:
    (root / "sops").mkdir(parents=True)
    (root / "handbook.yml").write_text("id: our-handbook\nname: Our handbook\nformat: 1\n", encoding="utf-8")
    for name, text in {"owner": OWNER, "team": TEAM, "client-tier": tier}.items():
        (root / f"sops/{name}.yml").write_text(text, encoding="utf-8")
    return root


def decide(root: Path, *words: str | Path) -> Result:
    return CliRunner().invoke(main, ["--root", str(root), "decide", *map(str, words)], catch_exceptions=False)


def test_a_decision_goes_out_and_comes_in_again(tmp_path: Path) -> None:
    root, file = a_handbook(tmp_path / "book"), tmp_path / "tier.dmn"
    assert decide(root, "export", "client-tier", "--to", file).exit_code == 0
    done = decide(root, "import", file, "--to", tmp_path / "new")
    assert (done.exit_code, done.stdout) == (0, f"{tmp_path / 'new/client-tier.yml'}\n")
    text = (tmp_path / "new/client-tier.yml").read_text("utf-8")
    assert """since: '> date("2026-01-01")'""" in text
    assert "status: draft" in text


def test_without_a_folder_documents_are_printed(tmp_path: Path) -> None:
    (tmp_path / "m.dmn").write_bytes(a_model())
    done = decide(a_handbook(tmp_path / "book"), "import", tmp_path / "m.dmn", "--owner", "account-lead")
    assert done.exit_code == 0
    assert "id: tier\n" in done.stdout
    assert "owner: account-lead\n" in done.stdout


def test_nothing_is_overwritten_unless_it_is_forced(tmp_path: Path) -> None:
    root, file = a_handbook(tmp_path / "book"), tmp_path / "m.dmn"
    file.write_bytes(a_model())
    (tmp_path / "tier.yml").write_text("mine", encoding="utf-8")
    refused = decide(root, "import", file, "--to", tmp_path)
    assert (refused.exit_code, (tmp_path / "tier.yml").read_text("utf-8")) == (3, "mine")
    assert "Take --force to overwrite it" in refused.stderr
    assert decide(root, "export", "client-tier", "--to", file).exit_code == 3
    assert decide(root, "import", file, "--to", tmp_path, "--force").exit_code == 0
    assert (tmp_path / "tier.yml").read_text("utf-8") != "mine"


def test_what_could_not_be_taken_is_said_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "m.dmn"
    file.write_bytes(a_model(logic=a_table(a_rule("[1, 2]", '"x"'))))
    done = decide(a_handbook(tmp_path / "book"), "import", file)
    assert (done.exit_code, done.stdout) == (1, "")
    assert f"{file}: line 2, decision `Tier`, rule 1, column `Age`: `[1, 2]` is no cell of ours" in done.stderr


def test_the_same_as_json(tmp_path: Path) -> None:
    file = tmp_path / "m.dmn"
    file.write_bytes(a_model('<businessKnowledgeModel id="b" name="Fee"/>'))
    done = decide(a_handbook(tmp_path / "book"), "import", file, "--to", tmp_path, "--json")
    data = json.loads(done.stdout)
    assert (done.exit_code, done.stderr) == (1, "")
    assert [(one["id"], one["file"]) for one in data["decisions"]] == [("tier", str(tmp_path / "tier.yml"))]
    assert data["remarks"] == [
        {"message": "a business knowledge model is not taken", "place": "`Fee`", "line": 2, "column": 1}
    ]


def test_an_unknown_ending_is_refused(tmp_path: Path) -> None:
    refused = decide(a_handbook(tmp_path / "book"), "export", "client-tier", "--to", tmp_path / "x.pdf")
    assert refused.exit_code == 3
    assert ".dmn" in refused.stderr


def test_a_decision_with_an_error_is_not_exported(tmp_path: Path) -> None:
    root = a_handbook(tmp_path / "book", TIER.replace('">= 10000"', '">= "'))
    refused = decide(root, "export", "client-tier", "--to", tmp_path / "x.dmn")
    assert refused.exit_code == 3
    assert "has an error and is not exported" in refused.stderr
    assert not (tmp_path / "x.dmn").exists()

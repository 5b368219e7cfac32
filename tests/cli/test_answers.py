"""Each procedure of the example handbook is played from its answers to the end, through the command people use."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sopbook.cli import main

ROOT = Path(__file__).parents[2]
ANSWERS = sorted((ROOT / "tests" / "answers").glob("*.yml"))
DEMO = ROOT / "tests" / "answers" / "onboard-client.yml"


def sop(records: Path, *words: str | Path) -> Result:
    runner = CliRunner(env={"SOP_RECORDS": str(records), "SOP_PERSON": ""})
    return runner.invoke(main, ["--root", str(ROOT), *map(str, words)], catch_exceptions=False)


def test_every_procedure_has_answers() -> None:
    procedures = sorted(path.name for path in (ROOT / "sops" / "procedures").glob("*.yml"))
    assert [path.name for path in ANSWERS] == procedures


@pytest.mark.parametrize("file", ANSWERS, ids=lambda path: path.stem)
def test_the_answers_of_a_procedure_play_it_to_completion_and_the_ledger_verifies(file: Path, tmp_path: Path) -> None:
    records = tmp_path / "records.sqlite3"
    played = sop(records, "run", "start", file.stem, "--answers", file, "--json")
    assert played.exit_code == 0, played.output
    run = json.loads(played.stdout)
    assert (run["procedure"], run["phase"], run["closed"]) == (file.stem, "completed", len(run["steps"]))
    assert run["title"].find("{{") < 0
    verified = sop(records, "verify", "--json")
    assert verified.exit_code == 0
    assert json.loads(verified.stdout)["events"] == run["number"]


def test_the_answers_of_the_demonstration_show_what_a_run_can_do(tmp_path: Path) -> None:
    run = json.loads(sop(tmp_path / "r.sqlite3", "run", "start", "onboard-client", "--answers", DEMO, "--json").stdout)
    steps = {step["id"]: step for step in run["steps"]}
    assert run["title"] == "Onboard Harbour Books"
    assert steps["tier"]["state"] == "done"
    assert "gold" in steps["tier"]["values"].values()
    assert (steps["hold-call"]["state"], steps["welcome"]["state"]) == ("done", "not applicable")
    assert [one["kind"] for one in run["deviations"]] == ["rework", "rework"]
    assert (steps["restore"]["state"], steps["restore"]["attempt"]) == ("done", 2)
    assert steps["monitoring"]["why"].startswith("The maker of the shop")
    assert [(one["step"], one["by"], one["role"]) for one in run["signatures"]] == [("sign-off", "ines", "owner")]


def test_the_demonstration_reads_as_a_story_and_ends_with_the_record(tmp_path: Path) -> None:
    played = sop(tmp_path / "r.sqlite3", "run", "start", "onboard-client", "--answers", DEMO)
    assert played.stderr == ""
    story, record = played.stdout.split("\n\nOnboard Harbour Books\n")
    assert "✕ Lea Fontaine as specialist failed" in story
    assert "● Ines Duarte as owner signed" in story
    assert record.startswith("26 of 26")
    assert "{{" not in played.stdout
    *told, receipt = played.stdout.splitlines()
    assert max(map(len, told)) <= 100
    assert receipt.startswith("sopbook-receipt:1:")

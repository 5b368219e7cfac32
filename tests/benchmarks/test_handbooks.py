"""The made-up handbooks that speed is measured on are worth measuring: without a fault, and of everything something."""

import subprocess
from datetime import date
from pathlib import Path

import jsonschema_rs
import pytest
import yaml
from benchmarks.handbooks import ROOT, generate
from benchmarks.quick_schemas import quick

from sopbook.actions.handbook import check
from sopbook.documents.kinds import KINDS
from sopbook.documents.procedure import Procedure
from sopbook.documents.steps import VERBS, verb_of
from sopbook.workspace.loading import load
from sopbook.workspace.resources import schemas
from sopbook.workspace.settings import read_settings

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("handbook")
    generate(folder, 60, today=TODAY)
    return folder


def test_it_is_as_large_as_wanted_and_has_no_fault(root: Path) -> None:
    checked = check(root, root, (), today=TODAY)
    assert [str(problem.at) + " " + problem.message for problem in checked.problems] == []
    assert checked.documents == 60


def test_it_has_all_kinds_and_all_verbs(root: Path) -> None:
    book = load(read_settings(root, schemas(), {}), schemas(), TODAY).handbook
    assert {document.kind for document in book.all} == set(KINDS)
    steps = [step for one in book.all if isinstance(one, Procedure) for step in one.all_steps()]
    assert {verb_of(step) for step in steps} == set(VERBS.values())


def test_procedures_and_decisions_are_as_long_as_real_ones(root: Path) -> None:
    lengths = [len(path.read_text().splitlines()) for path in (root / "sops/procedures").glob("*.yml")]
    assert 60 <= min(lengths) <= max(lengths) <= 260
    rules = [len(yaml.safe_load(path.read_text())["rules"]) for path in (root / "sops/decisions").glob("*.yml")]
    assert 10 <= min(rules) <= max(rules) <= 45


def test_it_follows_from_the_seed_alone(root: Path, tmp_path: Path) -> None:
    again, other = tmp_path / "again", tmp_path / "other"
    for folder, seed in ((again, 1), (other, 2)):
        folder.mkdir()
        generate(folder, 60, seed=seed, today=TODAY)
    assert git(again, "rev-parse", "HEAD") == git(root, "rev-parse", "HEAD")
    assert git(other, "rev-parse", "HEAD") != git(root, "rev-parse", "HEAD")


def test_it_has_a_history_and_nothing_uncommitted_but_the_schemas(root: Path) -> None:
    assert len(git(root, "log", "--format=%H").split()) == 7
    assert git(root, "status", "--porcelain") == "?? schemas/"
    assert git(root, "log", "--format=%s", "-1", "--", "sops/team.yml") != ""


def test_the_schemas_for_the_other_program_still_refuse_and_allow(root: Path) -> None:
    validator = jsonschema_rs.Draft202012Validator(quick(ROOT / "schemas"))
    for path in (root / "sops").rglob("*.yml"):
        document = yaml.safe_load(path.read_text())
        assert validator.is_valid(document), path.name
        assert not validator.is_valid({**document, "titel": "A slip"})
    step = {"id": "a", "do": "A", "fields": {"x": {"type": "number", "unit": "EUR", "label": "X"}}}
    procedure = {"kind": "procedure", "id": "p", "title": "P", "owner": "o", "version": "1.0", "steps": [step]}
    assert validator.is_valid(procedure)
    assert not validator.is_valid({**procedure, "steps": [{**step, "howw": "A slip"}]})
    assert not validator.is_valid({**procedure, "steps": [{**step, "fields": {"x": {"type": "text", "unit": "EUR"}}}]})


def git(root: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=root, check=True, capture_output=True, text=True).stdout.strip()

"""A file that cannot be read is the only thing told, and not what follows from its absence.

Tried on the case folders of the checks, which hold every reference and every absence that a check knows.
"""

import shutil
from datetime import date
from pathlib import Path

import pytest

from sopbook.workspace.loading import Loaded, load
from sopbook.workspace.resources import schemas
from sopbook.workspace.settings import Settings

CHECKS = Path(__file__).parents[1] / "handbook"
CASES = sorted(folder for folder in (CHECKS / "cases").iterdir() if folder.is_dir())
TODAY = date(2026, 3, 2)


def loaded(root: Path) -> Loaded:
    return load(Settings(root=root, id="book", name="Book"), schemas(), TODAY)


def a_copy(case: Path, root: Path) -> Path:
    if not (case / "alone").exists():
        shutil.copytree(CHECKS / "base", root / "sops", dirs_exist_ok=True)
    shutil.copytree(case, root / "sops", dirs_exist_ok=True)
    return root


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_nothing_new_is_found_elsewhere_when_one_file_cannot_be_read(case: Path, tmp_path: Path) -> None:
    root = a_copy(case, tmp_path)
    whole = loaded(root)
    usual = {problem.code for problem in whole.problems} | ({"SOP203"} if case.name.startswith("SOP201") else set())
    for number, file in enumerate(whole.files):
        data = (root / file).read_bytes()
        (root / file).write_bytes(data + b"\nnonsense: 1\n" if number % 2 else b"\xff" + data)
        broken = loaded(root).problems
        (root / file).write_bytes(data)
        assert [str(problem) for problem in broken if problem.at.file != file and problem.code not in usual] == []
        assert any(problem.at.file == file for problem in broken)


def test_a_register_that_cannot_be_read_in_a_file_of_any_name_is_the_only_problem(tmp_path: Path) -> None:
    root = a_copy(CHECKS / "cases" / "SOP229-no-such-channel", tmp_path)
    (root / "sops" / "team.yml").rename(root / "sops" / "everybody.yml")
    file = root / "sops" / "everybody.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("people:", "peple:"), encoding="utf-8")
    assert {problem.at.file for problem in loaded(root).problems} == {"sops/everybody.yml"}


def test_of_a_folder_that_is_not_there_nobody_knows_what_it_held(tmp_path: Path) -> None:
    root = a_copy(CHECKS / "cases" / "nothing-wrong", tmp_path)
    (root / "sops" / "owner.yml").unlink()
    settings = Settings(root=root, id="book", name="Book", paths=("sops", "spos"))
    assert [problem.code for problem in load(settings, schemas(), TODAY).problems] == ["SOP022"]


def test_links_that_lead_out_are_the_only_problem_also_where_they_lead_to_folders(tmp_path: Path) -> None:
    root = a_copy(CHECKS / "cases" / "nothing-wrong", tmp_path / "book")
    (root / "sops" / "owner.yml").rename(tmp_path / "owner.yml")
    (root / "sops" / "owner.yml").symlink_to(tmp_path / "owner.yml")
    assert [problem.code for problem in loaded(root).problems] == ["SOP020"]
    (root / "sops" / "owner.yml").unlink()
    (tmp_path / "roles").mkdir()
    (root / "sops" / "roles").symlink_to(tmp_path / "roles")
    assert [problem.code for problem in loaded(root).problems] == ["SOP020"]

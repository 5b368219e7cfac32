"""The stored files that the reader must refuse: `NAME.yml` with what it says about it in `NAME.expected`."""

from pathlib import Path

import pytest

from sopbook.source.codes import CODES
from sopbook.source.yaml_reader import read

FOLDER = Path(__file__).parent.parent / "documents" / "cases" / "invalid"


def codes_in(expected: Path) -> set[str]:
    return {line.split()[1] for line in expected.read_text(encoding="utf-8").splitlines() if line.strip()}


CASES = [one for one in sorted(FOLDER.glob("*.expected")) if codes_in(one) <= CODES.keys()]


@pytest.mark.parametrize("expected", CASES, ids=lambda one: one.stem)
def test_the_reader_says_exactly_this(expected: Path) -> None:
    document = expected.with_suffix(".yml")
    problems = read(document.read_bytes(), document.name).problems
    said = [f"{one.at.line}:{one.at.column} {one.code} {one.message}" for one in problems]
    assert said == expected.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("expected", CASES, ids=lambda one: one.stem)
def test_every_refusal_says_what_to_do(expected: Path) -> None:
    document = expected.with_suffix(".yml")
    for problem in read(document.read_bytes(), document.name).problems:
        assert problem.hint.endswith((".", "?")), problem


def test_every_code_of_the_reader_has_a_case_or_a_recipe() -> None:
    built_by_recipe = {"SOP008"}
    covered = set().union(*map(codes_in, CASES))
    assert CODES.keys() - built_by_recipe <= covered

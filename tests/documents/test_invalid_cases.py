"""The stored files that are refused: `NAME.yml` with what is said about it in `NAME.expected`.

To write the expectations anew after a change of words, run with --update-golden and read the difference. Files that
only the reader of YAML refuses are tested in tests/source/test_reader_cases.py as well.
"""

from pathlib import Path

import pytest

from handbook_builders import the_schemas
from sopbook.documents.reader import ReadDocument, read_document
from sopbook.source.codes import CODES
from sopbook.source.diagnostic import Diagnostic

FOLDER = Path(__file__).parent / "cases" / "invalid"
NAMES = sorted(path.stem for path in FOLDER.glob("*.yml"))
WITH_FAULTS_OF_SHAPE_BESIDE = frozenset(
    {"comparison-without-quotes", "numbers-that-tools-disagree-about", "tag-by-exclamation-mark"}
)
"""Files about the reader only, which use keys and kinds of documents that do not exist here."""


def read_case(name: str) -> ReadDocument:
    path = FOLDER / f"{name}.yml"
    return read_document(path.read_bytes(), path.name, the_schemas())


def problems_of(name: str) -> list[Diagnostic]:
    found = sorted(read_case(name).problems, key=lambda one: one.order)
    return [one for one in found if one.code in CODES or name not in WITH_FAULTS_OF_SHAPE_BESIDE]


def shown(problems: list[Diagnostic]) -> str:
    return "".join(f"{one.at.line}:{one.at.column} {one.code} {one.message}\n" for one in problems)


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_refused_with_exactly_this(name: str, request: pytest.FixtureRequest) -> None:
    said, expected = shown(problems_of(name)), FOLDER / f"{name}.expected"
    if request.config.getoption("--update-golden"):
        expected.write_text(said, "utf-8")
    assert said == expected.read_text("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_made_of_it_and_every_problem_says_what_to_do(name: str) -> None:
    read = read_case(name)
    assert read.document is None
    assert read.problems
    assert [one for one in read.problems if not one.hint or one.at.file != f"{name}.yml"] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_place_is_told_twice_for_one_cause(name: str) -> None:
    places = [one.at for one in read_case(name).problems if one.code != "SOP102"]
    assert len(places) == len(set(places))


def test_every_file_has_its_expectation_and_every_expectation_its_file() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.expected")) == NAMES


def test_every_code_of_shape_has_a_case() -> None:
    """But for SOP109, which takes a thousand problems in one file: see test_hostile_documents."""
    said = "".join(path.read_text("utf-8") for path in FOLDER.glob("*.expected"))
    assert [code for code in (f"SOP10{last}" for last in range(9)) if f" {code} " not in said] == []

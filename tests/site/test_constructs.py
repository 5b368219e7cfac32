"""The manual's page of each construct shows what stands in a document, on its page and in the terminal, as they are.

`pytest --update-golden` makes the blocks anew.
"""

import re

import pytest

from manual_builders import MANUAL, holds
from manual_examples import EXAMPLES, Examples, makers

PAGES = sorted(path.name for path in (MANUAL / "constructs").glob("*.md"))
QUICK = frozenset({"do.md", "check.md", "run.md"})
"""Pages that every run of the tests makes anew; all the others are part of `make test-all`."""


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Examples:
    return Examples(tmp_path_factory.mktemp("examples"))


@pytest.mark.parametrize(
    "page", [page if page in QUICK else pytest.param(page, marks=pytest.mark.slow) for page in PAGES]
)
def test_a_page_shows_its_constructs_as_they_are(page: str, examples: Examples, request: pytest.FixtureRequest) -> None:
    holds(f"constructs/{page}", makers(examples), update=request.config.getoption("--update-golden"))


def test_the_handbook_of_the_examples_has_no_problems(examples: Examples) -> None:
    assert examples.problems == ()


def test_every_example_stands_on_a_page_and_every_page_in_the_list() -> None:
    written = "\n".join((MANUAL / "constructs" / page).read_text("utf-8") for page in PAGES)
    shown = {name for found in re.findall(r"<!-- example: (.*?) -->", written) for name in re.split(r", | \+ ", found)}
    scripts = {path.stem for path in EXAMPLES.glob("scripts/*.txt")}
    assert scripts <= shown
    listed = (MANUAL / "constructs.md").read_text("utf-8")
    assert [page for page in PAGES if f"(constructs/{page})" not in listed] == []

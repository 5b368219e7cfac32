from pathlib import Path
from typing import Any

import pytest

from handbook_builders import SCHEMAS, a_procedure, document_from, handbook_from
from pages_builders import CASES, pages_of, the_bakery
from sopbook.documents.kinds import KINDS
from sopbook.pages.build import MAKERS

GOLDEN = {
    "procedure": "procedures/bake-bread.md",
    "procedure-of-all-verbs": "procedures/sell-bread.md",
    "path": "paths/grow-baker.md",
    "standard": "standards/good-bread.md",
    "metric": "metrics/loaves-sold.md",
    "metric-by-formula": "metrics/flour-per-loaf.md",
    "goal": "goals/fuller-shelves.md",
    "calendar": "calendar/index.md",
    "decision-by-weighing": "decisions/which-flour.md",
    "guideline": "guidelines/clean-hands.md",
    "decision": "decisions/loaf-size.md",
    "escalation": "escalations/oven-fails.md",
    "role": "roles/baker.md",
    "team": "team/index.md",
    "home": "index.md",
    "index": "metrics/index.md",
}


@pytest.mark.parametrize("name", GOLDEN)
def test_a_page_is_as_its_golden_file_says(name: str, golden: Any) -> None:
    page = pages_of(the_bakery())[GOLDEN[name]]
    outline = "".join(f"{'  ' * heading.level}{heading.text} (#{heading.id})\n" for heading in page.outline)
    golden.holds(f"{name}.html", f"<!-- {page.title}\n{outline}-->\n{_tidy(page.html)}")


def test_every_kind_has_a_page_a_golden_file_and_no_golden_file_is_left_over() -> None:
    assert set(MAKERS) == set(KINDS)
    assert {*KINDS, "home", "index"} <= set(GOLDEN)
    files = {path.stem for path in (Path(__file__).parent / "golden").iterdir()}
    assert files == set(GOLDEN)


def test_every_document_has_a_page_that_knows_its_file_and_every_listed_kind_has_an_index() -> None:
    pages, registers = pages_of(the_bakery()), ("team", "calendar")
    sources = {page.source for page in pages.values() if page.source}
    assert sources == {path.name for path in CASES.iterdir()}
    assert {path for path, page in pages.items() if page.kind == "index"} == {
        f"{kind.plural}/index.md" for kind in KINDS.values() if kind.name not in registers
    }
    assert {page.kind for page in pages.values() if page.path in ("team/index.md", "calendar/index.md")} == {*registers}


def test_every_heading_of_an_outline_is_on_its_page() -> None:
    for page in pages_of(the_bakery()).values():
        for heading in page.outline:
            assert f'id="{heading.id}"' in page.html, (page.path, heading)


def test_every_kind_and_key_that_is_allowed_has_a_page() -> None:
    files = sorted((SCHEMAS.parent / "tests" / "documents" / "cases" / "valid").glob("*.yml"))
    assert files
    book = handbook_from({file.name: file.read_text("utf-8") for file in files}, based=False)
    pages = pages_of(book)
    assert {page.source for page in pages.values()} - {None} == {document.origin.file for document in book.all}
    for page in pages.values():
        assert [heading for heading in page.outline if f'id="{heading.id}"' not in page.html] == [], page.path


def test_a_document_called_index_does_not_hide_the_list_of_its_kind() -> None:
    text = a_procedure("- {id: one, do: Begin}").replace("id: work", "id: index").replace("owner: lead", "owner: lead")
    pages = pages_of(the_bakery(index=text))
    assert pages["procedures/index.md"].kind == "index"
    assert pages["procedures/index/index.md"].source == "index.yml"


def test_without_documents_the_home_page_teaches_the_next_action() -> None:
    book = the_bakery()
    empty = type(book).of("empty", "Empty", [])
    assert "There are no documents yet" in pages_of(empty)["index.md"].html


def test_a_reference_to_nothing_is_text_and_not_a_dead_link() -> None:
    book = type(the_bakery()).of(
        "x", "X", [document_from(a_procedure("- {id: one, do: Ask, by: nobody-here}"), "w.yml")]
    )
    html = pages_of(book)["procedures/work.md"].html
    assert "Nobody here" in html
    assert 'href=""' not in html


def _tidy(html: str) -> str:
    """One line for each line with something on it, so that a golden file can be read and compared."""
    return "".join(f"{line.strip()}\n" for line in html.splitlines() if line.strip())

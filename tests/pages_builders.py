"""A small bakery's handbook, whose documents use everything that a page can show."""

from pathlib import Path

from handbook_builders import handbook_from
from sopbook.handbook.book import Handbook
from sopbook.pages.addresses import Addresses
from sopbook.pages.build import build
from sopbook.pages.labels import labels_of
from sopbook.pages.page import Page
from sopbook.pages.writer import Writer
from sopbook.workspace.resources import site_dir
from sopbook.workspace.templates import renderer

CASES = Path(__file__).parent / "pages" / "cases"


def the_bakery(**changed: str) -> Handbook:
    """The handbook; a keyword replaces the document of that file name (`_` for `-`) or adds one."""
    files = {path.stem: path.read_text(encoding="utf-8") for path in CASES.glob("*.yml")}
    files |= {name.replace("_", "-"): text for name, text in changed.items()}
    return handbook_from({f"{name}.yml": text for name, text in files.items()}, based=False)


def pages_of(book: Handbook, *, folders: bool = True) -> dict[str, Page]:
    """All pages by their paths."""
    return {page.path: page for page in build(book, renderer(site_dir()), folders=folders)}


def a_writer(book: Handbook | None = None, document: str = "bake-bread") -> Writer:
    """The pen for the page of a document."""
    book = book or the_bakery()
    addresses = Addresses.of(book.documents.values())
    found = book.documents[document]  # type: ignore[index]
    return Writer(book=book, addresses=addresses, path=addresses.paths[found.id], labels=labels_of(found, book))

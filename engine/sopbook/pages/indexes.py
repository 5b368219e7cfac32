"""The pages that lead to documents: the home page, and one list for each kind."""

from collections.abc import Iterable
from dataclasses import dataclass

from sopbook.documents.document import Document
from sopbook.documents.ids import RoleId
from sopbook.documents.kinds import KINDS, Kind
from sopbook.documents.role import Role
from sopbook.documents.team import Team
from sopbook.pages.addresses import HOME, index_path
from sopbook.pages.html import Html
from sopbook.pages.labels import in_words
from sopbook.pages.page import Heading
from sopbook.pages.writer import Link, Writer

HOME_SHOWS = 8
"""So many documents of a kind stand on the home page; where there are more, it leads to the list."""

HOME_TITLES = {
    "procedure": "How we do things",
    "decision": "How we decide",
    "guideline": "What we keep to",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One document in a list."""

    link: Link
    summary: Html
    facts: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Some documents of a kind under a title, with a link to all of them where there are more."""

    id: str
    title: str
    entries: tuple[Entry, ...]
    more: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeView:
    """Everything the template of the home page prints."""

    name: str
    says: str
    roles: tuple[Link, ...]
    alarms: tuple[Entry, ...]
    shelves: tuple[Shelf, ...]
    is_empty: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexView:
    """Everything the template of a kind's list prints."""

    kind: str
    title: str
    teaches: str
    entries: tuple[Entry, ...]


def home(writer: Writer) -> HomeView:
    """The first page: find your role, what to do when something goes wrong, and how things are done."""
    shelves = tuple(_shelf(kind, title, writer) for kind, title in HOME_TITLES.items())
    return HomeView(
        name=writer.book.name,
        says="How we work: what we do, how we decide, and whom to call.",
        roles=tuple(entry.link for entry in _entries("role", writer)),
        alarms=_entries("escalation", writer),
        shelves=tuple(shelf for shelf in shelves if shelf.entries),
        is_empty=not writer.book.all,
    )


def home_outline(page: HomeView) -> tuple[Heading, ...]:
    """One line for each shelf."""
    return tuple(Heading(level=2, id=shelf.id, text=shelf.title) for shelf in page.shelves)


def index(kind: Kind, writer: Writer) -> IndexView:
    """All documents of a kind, by title."""
    return IndexView(
        kind=kind.name,
        title=in_words(kind.plural),
        teaches=kind.teaches,
        entries=_entries(kind.name, writer),
    )


def _shelf(kind: str, title: str, writer: Writer) -> Shelf:
    entries = _entries(kind, writer)
    plural = KINDS[kind].plural
    link = Link(text=f"All {len(entries)} {plural}", href=writer.addresses.href(HOME, index_path(kind)))
    return Shelf(
        id=f"_{plural}",
        title=title,
        entries=entries[:HOME_SHOWS],
        more=link if len(entries) > HOME_SHOWS else None,
    )


def _entries(kind: str, writer: Writer) -> tuple[Entry, ...]:
    documents = [one for one in writer.book.documents.values() if one.kind == kind]
    documents.sort(key=lambda one: (not one.is_live, one.title.casefold()))
    return tuple(_entry(one, writer) for one in documents)


def _entry(document: Document, writer: Writer) -> Entry:
    return Entry(
        link=writer.link(document.id),
        summary=writer.flow(document.summary),
        facts=_facts(document, writer),
    )


def _facts(document: Document, writer: Writer) -> str:
    match document:
        case Role():
            return _names(person.name for person in writer.holders(RoleId(document.id)))
        case Team():
            return ""
        case _:
            return f"Owned by {writer.link(document.owner).text}" if document.owner else ""


def _names(names: Iterable[str]) -> str:
    return ", ".join(names)

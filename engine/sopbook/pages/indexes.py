"""The pages that lead to documents: the home page, and one list for each kind."""

from collections.abc import Iterator
from dataclasses import dataclass

from sopbook.documents.document import Document
from sopbook.documents.goal import Goal
from sopbook.documents.ids import RoleId
from sopbook.documents.kinds import KINDS, Kind
from sopbook.documents.metric import Metric
from sopbook.documents.path import Path
from sopbook.documents.procedure import Procedure
from sopbook.documents.role import Role
from sopbook.documents.schedule import Schedule
from sopbook.pages.addresses import HOME, index_path
from sopbook.pages.html import Html
from sopbook.pages.labels import in_words
from sopbook.pages.metric import reached
from sopbook.pages.page import Heading
from sopbook.pages.times import day, schedule
from sopbook.pages.writer import Link, Writer

HOME_SHOWS = 8
"""So many documents of a kind stand on the home page; where there are more, it leads to the list."""

HOME_TITLES = {
    "procedure": "How we do things",
    "decision": "How we decide",
    "guideline": "What we keep to",
    "standard": "What good work is",
    "path": "How to grow into a role",
    "goal": "What we aim at",
    "metric": "How it is going",
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
    registers: tuple[Link, ...]
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
        registers=tuple(entry.link for kind in ("team", "calendar") for entry in _entries(kind, writer)),
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
    return " · ".join(fact for fact in _each_fact(document, writer) if fact)


def _each_fact(document: Document, writer: Writer) -> Iterator[str]:
    """What distinguishes a document in a list of its kind."""
    match document:
        case Role():
            yield ", ".join(person.name for person in writer.holders(RoleId(document.id)))
        case Path():
            yield f"Leads into {writer.link(document.for_).text}"
        case Procedure(schedule=Schedule() as begins):
            words = schedule(begins)
            yield words[:1].upper() + words[1:]
        case Metric():
            target = f"Good: {reached(document.target, document).striptags()}" if document.target else ""
            yield from (target, f"{'measured' if target else 'Measured'} every {document.every}")
        case Goal():
            yield f"By {day(document.until)}"
        case _:
            pass
    if document.owner and not isinstance(document, Role):
        yield f"Owned by {writer.link(document.owner).text}"

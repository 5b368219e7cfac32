"""From a handbook to all its pages."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sopbook.documents.document import Document
from sopbook.documents.kinds import KINDS
from sopbook.documents.path import Path
from sopbook.handbook.book import Handbook
from sopbook.handbook.links import backlinks
from sopbook.pages import (
    calendar,
    decision,
    escalation,
    goal,
    guideline,
    indexes,
    metric,
    procedure,
    role,
    standard,
    team,
)
from sopbook.pages.addresses import HOME, REGISTERS, Addresses, index_path
from sopbook.pages.frame import Backlinks
from sopbook.pages.labels import labels_of
from sopbook.pages.page import Heading, Page
from sopbook.pages.writer import Writer

ENROLLED = "Whoever is enrolled"
"""Who a path calls its initiator."""

Render = Callable[[str, object], str]
"""From the name of a template and its view to HTML."""


@dataclass(frozen=True, slots=True)
class Maker:
    """How a kind's page is made: what it shows, and its outline. A new kind needs one row in `MAKERS`."""

    view: Callable[[Any, Writer, Backlinks], Any]
    outline: Callable[[Any], tuple[Heading, ...]]
    boost: float = 1


MAKERS: Mapping[str, Maker] = {
    "procedure": Maker(procedure.view, procedure.outline, boost=2),
    "guideline": Maker(guideline.view, guideline.outline, boost=1.5),
    "decision": Maker(decision.view, decision.outline, boost=1.5),
    "escalation": Maker(escalation.view, escalation.outline, boost=2),
    "standard": Maker(standard.view, standard.outline, boost=1.5),
    "path": Maker(procedure.view, procedure.outline, boost=1.5),
    "role": Maker(role.view, role.outline),
    "metric": Maker(metric.view, metric.outline),
    "goal": Maker(goal.view, goal.outline),
    "team": Maker(team.view, team.outline),
    "calendar": Maker(calendar.view, calendar.outline),
}


def build(book: Handbook, render: Render, *, folders: bool = True) -> tuple[Page, ...]:
    """All pages: home, a list for each kind that has documents, and one for each document.

    `folders` says whether the host publishes each page as a folder of its own (`procedures/x/`) or as a file.
    """
    addresses = Addresses.of(book.documents.values(), folders=folders)
    return (*_indexes(book, addresses, render), *_documents(book, addresses, render))


def _documents(book: Handbook, addresses: Addresses, render: Render) -> Iterator[Page]:
    referring = backlinks(book)
    for document in book.documents.values():
        path, labels = addresses.paths[document.id], labels_of(document, book)
        writer = Writer(book=book, addresses=addresses, path=path, labels=labels)
        if isinstance(document, Path):
            writer = replace(writer, initiator=ENROLLED)
        yield _page(document, writer, referring, render)


def _page(document: Document, writer: Writer, referring: Backlinks, render: Render) -> Page:
    maker = MAKERS[document.kind]
    view = maker.view(document, writer, referring)
    return Page(
        path=writer.path,
        title=writer.plain(document.title),
        html=render(f"pages/{KINDS[document.kind].template}", view),
        kind=document.kind,
        description=writer.plain(document.summary),
        outline=maker.outline(view),
        source=document.origin.file,
        search={"boost": maker.boost} if document.is_live else {"boost": 0.5},
    )


def _indexes(book: Handbook, addresses: Addresses, render: Render) -> Iterator[Page]:
    writer = Writer(book=book, addresses=addresses, path=HOME)
    first = indexes.home(writer)
    yield Page(
        path=HOME,
        title=book.name,
        html=render("pages/home.html.j2", first),
        kind="home",
        description=first.says,
        outline=indexes.home_outline(first),
        search={"exclude": True},
    )
    for name in _listed_kinds(book):
        writer = Writer(book=book, addresses=addresses, path=index_path(name))
        view = indexes.index(KINDS[name], writer)
        yield Page(
            path=writer.path,
            title=view.title,
            html=render("pages/index.html.j2", view),
            kind="index",
            description=view.teaches,
            search={"exclude": True},
        )


def _listed_kinds(book: Handbook) -> Iterator[str]:
    """Kinds with documents; a register is its own list."""
    present = {document.kind for document in book.documents.values() if not isinstance(document, REGISTERS)}
    return (name for name in KINDS if name in present)

"""What every document's page has around its own content: title, facts about the document, and who refers to it."""

from collections.abc import Mapping
from dataclasses import dataclass

from sopbook.documents.document import Document, Related, Status
from sopbook.documents.ids import DocumentId
from sopbook.documents.kinds import KINDS
from sopbook.pages.addresses import index_path
from sopbook.pages.html import NOTHING, Html, html
from sopbook.pages.labels import in_words
from sopbook.pages.times import day
from sopbook.pages.writer import Link, Writer

Backlinks = Mapping[DocumentId, tuple[DocumentId, ...]]

STATUS_WORDS = {
    Status.DRAFT: "This is a draft. It is not in force yet: do not work by it.",
    Status.OBSOLETE: "This is no longer used.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The surroundings of a document on its page."""

    kind: str
    crumb: Link | None
    title: Html
    summary: Html
    banner: Html
    bar: tuple[Html, ...]
    purpose: Html
    scope: Html
    background: Html
    audience: tuple[Link, ...]
    sign: bool
    related: tuple[Link, ...]
    used_by: tuple[Link, ...]
    satisfies: tuple[str, ...]
    tags: tuple[str, ...]


def frame(document: Document, writer: Writer, backlinks: Backlinks) -> Frame:
    """Everything about a document that does not depend on its kind."""
    related = tuple(one.id if isinstance(one, Related) else one for one in document.related)
    used_by = tuple(one for one in backlinks.get(document.id, ()) if one not in related)
    return Frame(
        kind=document.kind,
        crumb=_crumb(document, writer),
        title=writer.inline(document.title),
        summary=writer.flow(document.summary),
        banner=_banner(document, writer),
        bar=tuple(_bar(document, writer)),
        purpose=writer.block(document.purpose),
        scope=writer.block(document.scope),
        background=writer.block(document.background),
        audience=writer.links(document.audience),
        sign=document.acknowledge,
        related=writer.links(related),
        used_by=tuple(sorted(writer.links(used_by), key=lambda link: link.text.casefold())),
        satisfies=document.satisfies,
        tags=document.tags,
    )


def _crumb(document: Document, writer: Writer) -> Link | None:
    path = index_path(document.kind)
    if path == writer.path:
        return None
    return Link(text=in_words(KINDS[document.kind].plural), href=writer.addresses.href(writer.path, path))


def _banner(document: Document, writer: Writer) -> Html:
    if document.is_live:
        return NOTHING
    words = STATUS_WORDS[document.status]
    if document.superseded_by is None:
        return html("{}", words)
    return html("{} Use {}.", words, writer.link(document.superseded_by).html)


def _bar(document: Document, writer: Writer) -> list[Html]:
    facts = []
    if document.version:
        facts.append(html("Version {}", document.version))
    if document.owner:
        facts.append(html("Owned by {}", writer.link(document.owner).html))
    if document.effective is not None:
        facts.append(html("In force from {}", day(document.effective)))
    if document.review:
        facts.append(html("Reviewed {}", document.review))
    return facts

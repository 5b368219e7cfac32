"""The pen for one page: prose with its links, people and conditions in words, seen from that page."""

from dataclasses import dataclass, field
from functools import cached_property

from sopbook.documents.document import Document
from sopbook.documents.ids import DocumentId, RoleId
from sopbook.documents.team import Person
from sopbook.handbook.book import Handbook
from sopbook.pages import words
from sopbook.pages.addresses import Addresses
from sopbook.pages.html import NOTHING, Html, html
from sopbook.pages.labels import Labels, in_words
from sopbook.pages.prose import Prose

INITIATOR = "initiator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Something that leads elsewhere; without an address it is only its text."""

    text: str
    href: str = ""
    note: str = ""

    @property
    def html(self) -> Html:
        """The link in the middle of a sentence."""
        return html('<a href="{}">{}</a>', self.href, self.text) if self.href else html("{}", self.text)


@dataclass(frozen=True, kw_only=True)
class Writer:
    """Knows the whole handbook, the page it writes, and what the names of that page's document are called."""

    book: Handbook
    addresses: Addresses
    path: str
    labels: Labels = field(default_factory=dict)
    initiator: str = "Whoever started it"

    @cached_property
    def prose(self) -> Prose:
        """The renderer of this page's texts."""
        return Prose(self._linked, self.name)

    def block(self, text: str) -> Html:
        """A text as paragraphs; nothing for nothing."""
        return self.prose.block(text) if text else NOTHING

    def inline(self, text: str) -> Html:
        """A text as one line."""
        return self.prose.inline(text) if text else NOTHING

    def flow(self, text: str) -> Html:
        """A text that is mostly one sentence; it may hold more."""
        return self.prose.flow(text) if text else NOTHING

    def plain(self, text: str) -> str:
        """A text as one line without markup."""
        return self.prose.plain(text)

    def condition(self, text: str) -> Html:
        """A computed condition in words; nothing for nothing."""
        return words.condition(text, self.labels) if text else NOTHING

    def name(self, path: str) -> str:
        """What people call a value of a run."""
        label = self.labels.get(path)
        return label.text if label else in_words(path.replace(".", " "))

    def link(self, wanted: DocumentId | RoleId, anchor: str = "") -> Link:
        """A document under its title; one that is not there keeps its id, without an address."""
        document = self.book.get(DocumentId(wanted))
        if document is None:
            return Link(text=in_words(wanted))
        note = "draft" if document.status.value == "draft" else "no longer used" if not document.is_live else ""
        return Link(text=self.plain(document.title), href=self.href(document, anchor), note=note)

    def links(self, wanted: tuple[DocumentId, ...] | tuple[RoleId, ...]) -> tuple[Link, ...]:
        """Several documents under their titles."""
        return tuple(self.link(one) for one in wanted)

    def href(self, document: Document, anchor: str = "") -> str:
        """The address of a document's page, or of a part of it."""
        return self.addresses.href(self.path, self.addresses.paths[document.id], anchor)

    def performers(self, by: tuple[str, ...]) -> tuple[Link, ...]:
        """Who does something: roles, whoever started, or a person whom a value of the run names."""
        return tuple(self._performer(one) for one in by)

    def link_or_text(self, one: str) -> Link:
        """A document under its title; any other text as it is."""
        return self.link(DocumentId(one)) if self.book.get(one) else Link(text=one)

    def holders(self, role: RoleId) -> tuple[Person, ...]:
        """The people who hold a role today."""
        return tuple(self.book.holders(role))

    def _performer(self, one: str) -> Link:
        if self.book.get(DocumentId(one)) is not None:
            return self.link(DocumentId(one))
        if one == INITIATOR:
            return Link(text=self.initiator)
        if one in self.labels:
            return Link(text=f"Whoever “{self.labels[one].text}” names")
        return Link(text=in_words(one))

    def _linked(self, target: str, anchor: str, label: str) -> tuple[str, str]:
        document = self.book.get(DocumentId(target))
        if document is None:
            return "", label or target
        return self.href(document, anchor), label or self.plain(document.title)

"""Where each document's page is, and how one page links to another.

Pages link relatively, so a handbook can lie under any address, or in a folder. A link is written for the address that
the generator gives a page: `procedures/x.md` becomes `procedures/x/`, or `procedures/x.html`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from posixpath import relpath
from urllib.parse import quote

from sopbook.documents.calendar import Calendar
from sopbook.documents.document import Document
from sopbook.documents.ids import DocumentId
from sopbook.documents.kinds import KINDS
from sopbook.documents.team import Team

HOME = "index.md"

REGISTERS = (Team, Calendar)
"""Kinds of which a handbook has one document, whose page stands where other kinds have their list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """The paths of all documents' pages; `folders` says whether each page is published as a folder of its own."""

    paths: Mapping[DocumentId, str]
    folders: bool = True

    @classmethod
    def of(cls, documents: Iterable[Document], *, folders: bool = True) -> "Addresses":
        """Give every document its page; a register takes the place of its kind's index."""
        paths: dict[DocumentId, str] = {}
        for document in documents:
            path = index_path(document.kind) if isinstance(document, REGISTERS) else document_path(document)
            paths[document.id] = document_path(document) if path in paths.values() else path
        return cls(paths=paths, folders=folders)

    def href(self, source: str, target: str, anchor: str = "") -> str:
        """The link from the page at one path to the page at another."""
        fragment = f"#{quote(anchor)}" if anchor else ""
        if source == target:
            return fragment or "#"
        if self.folders:
            return relpath(self._folder(target), self._folder(source)) + "/" + fragment
        return relpath(_file(target), _parent(source)) + fragment

    def _folder(self, path: str) -> str:
        return _parent(path) if path.rsplit("/", 1)[-1] == "index.md" else path.removesuffix(".md")


def index_path(kind: str) -> str:
    """The page that lists all documents of a kind."""
    return f"{KINDS[kind].plural}/index.md"


def document_path(document: Document) -> str:
    """The page of a document; one with the id `index` gets a folder, so that it does not hide its kind's list."""
    name = "index/index" if document.id == "index" else document.id
    return f"{KINDS[document.kind].plural}/{name}.md"


def _parent(path: str) -> str:
    return path.rpartition("/")[0] or "."


def _file(path: str) -> str:
    return path.removesuffix(".md") + ".html"

"""SOP201: two documents have the same id.

Links, runs and records find a document by its id, so an id belongs to one document for ever. Usually a file was copied
to begin a new document. Give the copy an id of its own, and name its file like it.
"""

from collections.abc import Iterator
from datetime import date

from sopbook.handbook.book import Handbook
from sopbook.source.diagnostic import Diagnostic, Severity, error

CODE = "SOP201"
SEVERITY = Severity.ERROR


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Report every document but the one that the id stands for."""
    for document in book.all:
        other = book.documents[document.id]
        if other is not document:
            message = f"the id `{document.id}` is taken by {other.origin.file}"
            hint = "give this document an id of its own, and name the file like it"
            yield error(CODE, message, at=document.where("id"), hint=hint)

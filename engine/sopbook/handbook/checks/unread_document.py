"""SOP248: nobody links to a document, and no role must read it.

What nothing leads to is found by searching, if at all. Name the roles that must read it (`audience`), or link to it
from where it is needed: a step, a text, `related`. What is found by itself needs no link: scheduled procedures,
escalations, paths, metrics, goals, roles and registers. A handbook in which no document names an `audience` leaves it
to people what they read, and none of its documents are reported.
"""

from collections.abc import Iterator
from datetime import date

from sopbook.documents.decision import Decision
from sopbook.documents.document import Document
from sopbook.documents.guideline import Guideline
from sopbook.documents.ids import DocumentId
from sopbook.documents.path import Path
from sopbook.documents.procedure import Procedure
from sopbook.documents.standard import Standard
from sopbook.handbook.book import Handbook
from sopbook.handbook.links import linked
from sopbook.source.diagnostic import Diagnostic, Severity, warning

CODE = "SOP248"
SEVERITY = Severity.WARNING


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Report every live document that nothing leads to."""
    live = book.live()
    if not any(document.audience for document in live):
        return
    linked_to = {target for document in live for target in _targets(document, book)}
    for document in live:
        if _needs_a_link(document) and document.id not in linked_to:
            hint = "name the roles that must read it as `audience`, or link to it where it is needed"
            yield warning(CODE, "nobody links to this, and no role must read it", at=document.where("id"), hint=hint)


def _needs_a_link(document: Document) -> bool:
    match document:
        case Path():
            return False
        case Procedure(schedule=schedule):
            return schedule is None and not document.audience
        case Guideline() | Standard() | Decision():
            return not document.audience
        case _:
            return False


def _targets(document: Document, book: Handbook) -> Iterator[DocumentId]:
    """The other documents that one leads to."""
    for reference in book.once(linked, document):
        if reference.target != document.id and reference.pointer != ("superseded_by",):
            yield reference.target

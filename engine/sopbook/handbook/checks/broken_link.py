"""SOP205: a link in a text leads nowhere.

`[[weekly-client-report]]` names a document by its id, `[[delivery-quality#spelling]]` a part of it: a step, a group, a
rule, a level, a person, or a term (in small letters, joined by hyphens).
"""

from collections.abc import Iterator
from datetime import date

from sopbook.documents.document import Document
from sopbook.handbook.book import Handbook
from sopbook.handbook.links import Reference, anchors, linked
from sopbook.source.diagnostic import Diagnostic, Severity, error
from sopbook.source.nearest import nearest

CODE = "SOP205"
SEVERITY = Severity.ERROR


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Follow every link, also to its part."""
    for document in book.all:
        for reference in book.once(linked, document):
            if reference.offset is not None:
                yield from _problems(book, document, reference)


def _problems(book: Handbook, document: Document, reference: Reference) -> Iterator[Diagnostic]:
    target = book.get(reference.target)
    if target is None:
        message, known = f"there is no document `{reference.target}`", list(map(str, book.documents))
        wanted, otherwise = str(reference.target), "write the id of a document"
    elif reference.anchor and reference.anchor not in anchors(target):
        message, known = f"`{target.id}` has no part `{reference.anchor}`", list(anchors(target))
        wanted, otherwise = reference.anchor, "name a step, a rule or another part that has an id, or leave `#` out"
    else:
        return
    likely = nearest(wanted, known)
    hint = f"did you mean `{likely}`?" if likely else otherwise
    yield error(CODE, message, at=reference.where(document), hint=hint)

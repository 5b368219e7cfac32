"""SOP204: a key names a document that does not exist, or one of the wrong kind.

`owner`, `audience` and `notify` take roles, `decide` a decision, `escalate` an escalation, `related` any document. A
person's name or a title is no id. Links inside texts have a check of their own (SOP205), and so has `by` of steps
(SOP218), which takes more than roles.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from sopbook.documents.document import Document
from sopbook.documents.kinds import KINDS
from sopbook.handbook.book import Handbook
from sopbook.handbook.links import Reference, linked
from sopbook.source.diagnostic import Diagnostic, Severity, error
from sopbook.source.nearest import nearest

CODE = "SOP204"
SEVERITY = Severity.ERROR


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Look up every reference that stands under a key."""
    for document in book.all:
        for reference in book.once(linked, document):
            if reference.offset is None and reference.wants != "performer" and not _fits(book, reference):
                yield _problem(book, document, reference)


def _fits(book: Handbook, reference: Reference) -> bool:
    found = book.get(reference.target)
    return found is not None and reference.wants in (found.kind, "document")


def _problem(book: Handbook, document: Document, reference: Reference) -> Diagnostic:
    wanted, found = str(reference.wants), book.get(reference.target)
    if found is not None:
        key = next(part for part in reversed(reference.pointer) if isinstance(part, str))
        message = f"`{reference.target}` is {a(found.kind)}, and `{key}` takes {a(wanted)}"
    else:
        message = f"there is no {wanted} `{reference.target}`"
    ids = [one.id for one in book.documents.values() if wanted in (one.kind, "document")]
    return error(CODE, message, at=reference.where(document), hint=_hint(book, reference.target, wanted, ids))


def _hint(book: Handbook, target: str, wanted: str, ids: Sequence[str]) -> str:
    person = book.person(target)
    if person is not None and wanted == "role":
        return f"`{target}` is a person; name a role, such as {', '.join(f'`{role}`' for role in person.roles)}"
    likely = nearest(target, ids)
    if likely:
        return f"did you mean `{likely}`?"
    kind = next((row for row in KINDS.values() if row.name == wanted), None)
    listed = ", ".join(f"`{one}`" for one in sorted(ids)) if kind and len(ids) <= 8 else ""
    return f"there is {listed}" if listed else f"write the id of {a(wanted)}, or write that document"


def a(word: str) -> str:
    """The word with its article."""
    return f"an {word}" if word[0] in "aeiou" else f"a {word}"

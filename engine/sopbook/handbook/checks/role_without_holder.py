"""SOP202: nobody holds a role that is needed.

A step that nobody may do stops every run, and a procedure nobody owns is a procedure nobody fixes. Give the role to
somebody in the team register, or name another role. It is an error where somebody has to act (`by`, `notify`,
`decided_by`, `approve_by`), and a warning elsewhere. A role is reported once, at the first place that needs it; that a
path leads into it is no need.
"""

from collections.abc import Iterator
from datetime import date

from sopbook.documents.document import Document
from sopbook.documents.ids import DocumentId
from sopbook.handbook.book import Handbook
from sopbook.handbook.ladders import dead_ends, has_team, is_unheld
from sopbook.handbook.links import Reference, linked
from sopbook.source.diagnostic import Diagnostic, Severity, error, warning

CODE = "SOP202"
SEVERITY = Severity.ERROR

ACTING = frozenset({"by", "notify", "decided_by", "approve_by"})
"""Keys that name who has to do something."""

Use = tuple[Document, Reference]


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Report each role once; those that a ladder ends with are reported there."""
    told = {str(role) for end in dead_ends(book) for role in end.roles}
    for role, uses in _unheld(book).items():
        if role not in told:
            yield _problem(book, role, uses)


def _unheld(book: Handbook) -> dict[DocumentId, list[Use]]:
    found: dict[DocumentId, list[Use]] = {}
    for document in book.live() if has_team(book) else ():
        for reference in book.once(linked, document):
            needed = reference.wants in ("role", "performer") and reference.pointer != ("for",)
            if needed and is_unheld(book, reference.target):
                found.setdefault(reference.target, []).append((document, reference))
    return found


def _problem(book: Handbook, role: DocumentId, uses: list[Use]) -> Diagnostic:
    acting = [use for use in uses if _must_act(book, *use)]
    document, reference = (acting or uses)[0]
    count = len({user.id for user, _ in uses})
    where = f", and {count} documents need it" if count > 1 else ""
    tell = error if acting else warning
    hint = "give it to somebody in the team register, or name another role"
    return tell(CODE, f"nobody holds the role `{role}`{where}", at=reference.where(document), hint=hint)


def _must_act(book: Handbook, document: Document, reference: Reference) -> bool:
    """Whether the role must act here, and no other one that is named beside it can."""
    if not ACTING.intersection(reference.pointer):
        return False
    beside = (one for one in book.once(linked, document) if one.pointer[:-1] == reference.pointer[:-1])
    return isinstance(reference.pointer[-1], str) or all(is_unheld(book, one.target) for one in beside)

"""SOP223: procedures run each other in a circle.

A procedure that runs another one, which runs the first again, never ends: a run would open runs until it is refused at
the fifth. The same holds for an escalation whose `respond` leads back to it. Drop one of the steps, or name the
document in a text and let a person decide to start it.
"""

from collections.abc import Iterator
from datetime import date

from sopbook.documents.ids import DocumentId
from sopbook.handbook.book import Handbook
from sopbook.handbook.cycles import cycles
from sopbook.handbook.links import Reference, linked
from sopbook.source.diagnostic import Diagnostic, Severity, error

CODE = "SOP223"
SEVERITY = Severity.ERROR

STARTING = frozenset({"run", "respond"})
"""Keys whose document is started by itself."""


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Report each circle once, at the first document of it by file."""
    ordered = sorted(book.documents.values(), key=lambda one: one.origin.file)
    starts = {one.id: [reference for reference in book.once(linked, one) if _starts(reference)] for one in ordered}
    graph = {id: [reference.target for reference in references] for id, references in starts.items()}
    for circle in cycles(graph):
        then = circle[1] if len(circle) > 1 else circle[0]
        step = next(reference for reference in starts[circle[0]] if reference.target == then)
        at = step.where(book.documents[circle[0]])
        yield error(CODE, _told(circle), at=at, hint="drop this step, or name the document in a text instead")


def _starts(reference: Reference) -> bool:
    return reference.offset is None and reference.pointer[-1] in STARTING


def _told(circle: tuple[DocumentId, ...]) -> str:
    if len(circle) == 1:
        return f"`{circle[0]}` runs itself"
    return f"these run each other without end: {', '.join(f'`{id}`' for id in circle)}, and `{circle[0]}` again"

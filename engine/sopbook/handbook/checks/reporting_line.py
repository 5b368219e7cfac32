"""SOP227: the reporting line goes round in a circle, or has two tops.

`reports_to` leads from every role to the one above it, and at last to one role that reports to nobody. In a circle
nobody decides at last, and with two tops two do. Roles that neither report nor are reported to stand beside the line.
"""

from collections.abc import Iterator
from datetime import date

from sopbook.documents.ids import DocumentId
from sopbook.documents.role import Role
from sopbook.handbook.book import Handbook
from sopbook.handbook.cycles import cycles
from sopbook.source.diagnostic import Diagnostic, Severity, error

CODE = "SOP227"
SEVERITY = Severity.ERROR


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Report each circle once, and every top but the one that most roles lead to."""
    roles = [role for role in book.live() if isinstance(role, Role) and book.get(role.id) is role]
    above = {role.id: DocumentId(role.reports_to or "") for role in roles}
    for circle in cycles({id: [then] for id, then in above.items()}):
        message = "`{0}` reports to itself" if len(circle) == 1 else "these roles report to each other in a circle: {1}"
        at = book.documents[circle[0]].where("reports_to")
        words = ", ".join(f"`{id}`" for id in circle)
        yield error(CODE, message.format(circle[0], words), at=at, hint="let one role at the top report to nobody")
    yield from _second_tops(book, above)


def _second_tops(book: Handbook, above: dict[DocumentId, DocumentId]) -> Iterator[Diagnostic]:
    below: dict[DocumentId, int] = dict.fromkeys((id for id, then in above.items() if not then), 0)
    for id in above:
        if (top := _top(id, above)) in below and top != id:
            below[top] += 1
    tops = sorted((top for top, count in below.items() if count), key=lambda top: -below[top])
    for top in tops[1:]:
        message = f"`{top}` reports to nobody, and neither does `{tops[0]}`"
        hint = f"add `reports_to: {tops[0]}`, or name who is above both"
        yield error(CODE, message, at=book.documents[top].where("id"), hint=hint)


def _top(id: DocumentId, above: dict[DocumentId, DocumentId]) -> DocumentId | None:
    """Where the line from a role ends; nowhere in a circle, or where it leads to no role."""
    passed = set[DocumentId]()
    while id in above and above[id] and id not in passed:
        passed.add(id)
        id = above[id]
    return id if id in above and not above[id] else None

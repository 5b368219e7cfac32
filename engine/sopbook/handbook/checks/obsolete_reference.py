"""SOP208: a live document refers to an obsolete one.

Readers would follow what no longer holds. Refer to the document that took its place, or drop the reference. What steps
read and run has a check of its own (SOP244).
"""

from collections.abc import Iterator
from datetime import date

from sopbook.documents.document import Status
from sopbook.handbook.book import Handbook
from sopbook.handbook.links import linked
from sopbook.source.diagnostic import Diagnostic, Severity, warning

CODE = "SOP208"
SEVERITY = Severity.WARNING


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Report every mention."""
    obsolete = {id: one for id, one in book.documents.items() if one.status is Status.OBSOLETE}
    for document in book.live() if obsolete else ():
        for reference in book.once(linked, document):
            target = obsolete.get(reference.target)
            if target and reference.pointer[-1] not in ("read", "run"):
                successor = target.superseded_by
                hint = f"refer to `{successor}`, which took its place" if successor else "drop the reference"
                yield warning(CODE, f"`{target.id}` is obsolete", at=reference.where(document), hint=hint)

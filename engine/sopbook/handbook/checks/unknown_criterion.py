"""SOP225: `meets` names a criterion that its standard does not have.

`meets: [delivery-quality.spelling]` says that a step verifies the criterion `spelling` of the standard
`delivery-quality`. A standard that does not exist is reported by SOP204.
"""

from collections.abc import Iterator
from datetime import date

from sopbook.documents.standard import Standard
from sopbook.handbook.book import Handbook
from sopbook.handbook.links import linked
from sopbook.source.diagnostic import Diagnostic, Severity, error
from sopbook.source.nearest import nearest

CODE = "SOP225"
SEVERITY = Severity.ERROR


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Look up every entry of every `meets`."""
    for document in book.all:
        for reference in book.once(linked, document):
            standard = book.get(reference.target) if reference.wants == "standard" else None
            if isinstance(standard, Standard):
                known = [one.id for one in standard.criteria]
                if reference.anchor not in known:
                    likely = nearest(reference.anchor, known)
                    listed = f"its criteria are {', '.join(f'`{one}`' for one in known)}"
                    hint = f"did you mean `{standard.id}.{likely}`?" if likely else listed
                    message = f"`{standard.id}` has no criterion `{reference.anchor}`"
                    yield error(CODE, message, at=reference.where(document), hint=hint)

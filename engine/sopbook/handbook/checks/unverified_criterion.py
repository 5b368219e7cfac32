"""SOP224: no step verifies a criterion of a standard.

A standard that nobody compares the work with is a wish. Let a step say `meets: [delivery-quality.spelling]`, usually a
check; or drop the criterion. Steps of obsolete documents do not count.
"""

from collections.abc import Iterator
from datetime import date

from sopbook.documents.standard import Standard
from sopbook.handbook.book import Handbook
from sopbook.handbook.links import linked
from sopbook.source.diagnostic import Diagnostic, Severity, warning
from sopbook.source.nearest import nearest

CODE = "SOP224"
SEVERITY = Severity.WARNING


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Report the criteria of live standards; a step that misspells one is reported there."""
    verified = set(_verified(book))
    for standard in book.live():
        if isinstance(standard, Standard):
            for criterion in standard.criteria:
                if (standard.id, criterion.id) not in verified:
                    hint = f"add `meets: [{standard.id}.{criterion.id}]` to a check"
                    at = standard.where(*criterion.path, "id")
                    yield warning(CODE, f"no step verifies `{criterion.id}`", at=at, hint=hint)


def _verified(book: Handbook) -> Iterator[tuple[str, str]]:
    for document in book.kept():
        for reference in book.once(linked, document):
            if reference.wants == "standard":
                standard = book.get(reference.target)
                known = [one.id for one in standard.criteria] if isinstance(standard, Standard) else []
                meant = reference.anchor if reference.anchor in known else nearest(reference.anchor, known)
                yield reference.target, meant or reference.anchor

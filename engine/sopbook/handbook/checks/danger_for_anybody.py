"""SOP234: a dangerous step that anybody may do.

A danger has to be heeded by whoever does the step, and only its role's holder may skip it. Without a `by` on the step,
around it or on the whole procedure there is no such role. Say who does it. In a path it is whoever is enrolled.
"""

from collections.abc import Iterator
from datetime import date

from sopbook.documents.path import Path
from sopbook.documents.steps import Group
from sopbook.handbook.book import Handbook
from sopbook.handbook.layout import Layout, Place, layout
from sopbook.handbook.performers import by_of
from sopbook.source.diagnostic import Diagnostic, Severity, warning

CODE = "SOP234"
SEVERITY = Severity.WARNING


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Report each danger once, also where it holds for a group."""
    for document in book.kept():
        if isinstance(document, Path):
            continue
        places = book.once(layout, document)
        for place in places.places:
            if place.part.danger and not all(by_of(one, document) for one in _done(place, places)):
                at = document.where_key(*place.part.path, "danger")
                yield warning(CODE, f"anybody may do `{place.part.id}`", at=at, hint="add `by` with a role")


def _done(place: Place, places: Layout) -> Iterator[Place]:
    """What is done under the danger: the step itself, or the steps of the group."""
    if isinstance(place.part, Group):
        inside = (one for one in places.places if place.part in one.within)
        yield from (one for one in inside if not isinstance(one.part, Group))
    else:
        yield place

"""SOP217: a separation of duties names no earlier step.

`not_by` lists the steps whose performers must not sign. A step that does not exist, or that comes after the signature,
would separate nothing, and the signature would look safer than it is.
"""

from collections.abc import Iterator
from datetime import date

from sopbook.documents.ids import StepId
from sopbook.documents.steps import Approve
from sopbook.handbook.book import Handbook
from sopbook.handbook.layout import Layout, Place, layout
from sopbook.source.diagnostic import Diagnostic, Severity, error
from sopbook.source.nearest import nearest

CODE = "SOP217"
SEVERITY = Severity.ERROR


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Look up every entry of every `not_by`."""
    for document in book.all:
        places = book.once(layout, document)
        for place in places.places:
            if isinstance(place.part, Approve):
                for index, step in enumerate(place.part.not_by):
                    if fault := _fault(step, place, places):
                        at = document.where(*place.part.path, "not_by", index)
                        yield error(CODE, fault[0], at=at, hint=fault[1])


def _fault(step: StepId, place: Place, places: Layout) -> tuple[str, str] | None:
    named = places.by_id.get(step)
    if named is None:
        likely = nearest(step, [one.part.id for one in places.places[: place.index]])
        hint = f"did you mean `{likely}`?" if likely else "name steps that stand before this one"
        return f"there is no step `{step}`", hint
    if named.index == place.index or named.part in place.around:
        return f"`{step}` {'is' if named.index == place.index else 'holds'} this very step", "name earlier steps"
    if named.undoes != place.undoes and named.undoes is not None:
        return f"`{step}` only undoes `{named.undoes}`", "name steps that stand before this one"
    if named.index > place.index:
        return f"`{step}` comes after this step", "name steps that stand before this one, or move the signature"
    return None

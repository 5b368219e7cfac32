"""SOP213: rework cannot go back to where it should.

`go_back_to` names a step or group that stands before the check, so that the work is done again from there. It cannot
lead into an option or a loop that the check is not in: whether that option was taken is not known, and neither is which
item of the loop is meant.
"""

from collections.abc import Iterator
from datetime import date

from sopbook.documents.steps import Approve, Check, GoBack
from sopbook.handbook.book import Handbook
from sopbook.handbook.layout import Layout, Place, layout
from sopbook.source.diagnostic import Diagnostic, Severity, error
from sopbook.source.nearest import nearest

CODE = "SOP213"
SEVERITY = Severity.ERROR


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Look at `if_failed` and `if_rejected` of every step."""
    for document in book.all:
        places = book.once(layout, document)
        for place in places.places:
            key, back = _rework(place)
            if back and (fault := _fault(back, place, places)):
                at = document.where(*place.part.path, key, "go_back_to")
                yield error(CODE, fault[0], at=at, hint=fault[1])


def _rework(place: Place) -> tuple[str, GoBack | None]:
    match place.part:
        case Check(if_failed=GoBack() as back):
            return "if_failed", back
        case Approve(if_rejected=GoBack() as back):
            return "if_rejected", back
        case _:
            return "", None


def _fault(back: GoBack, place: Place, places: Layout) -> tuple[str, str] | None:
    earlier = [one.part.id for one in places.places[: place.index] if one.undoes == place.undoes]
    target = places.by_id.get(back.go_back_to)
    if target is None:
        likely = nearest(back.go_back_to, earlier)
        hint = f"did you mean `{likely}`?" if likely else "name a step that stands before this one"
        return f"there is no step `{back.go_back_to}`", hint
    if target.index == place.index:
        return "a step cannot go back to itself", "name the step whose work is to be done again"
    if target.index > place.index:
        return f"`{back.go_back_to}` comes later", "name a step that stands before this one"
    if target.undoes != place.undoes:
        message = (
            f"`{back.go_back_to}` only undoes `{target.undoes}`" if target.undoes else "what is undone stays undone"
        )
        return message, "name a step that stands before this one, and beside it"
    if target.opening.loops != place.loops[: len(target.opening.loops)]:
        message = f"`{back.go_back_to}` stands inside a loop, and this step does not"
        return message, "go back to the whole loop, or to a step outside of it"
    if target.taken != place.taken[: len(target.taken)]:
        choice = next(choice for choice, option in target.taken if (choice, option) not in place.taken)
        message = f"`{back.go_back_to}` stands inside an option of `{choice}`, and this step does not"
        return message, f"go back to `{choice}`, or to a step outside of it"
    return None

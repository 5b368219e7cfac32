"""SOP241: a time counts from something that is not there, or not yet.

`due: 2 days after brief` is known once the step `brief` is closed, so that has to stand before the step that is due.
What a time can count from is `start`, an earlier step or group, and an input or an earlier field that is a date or a
moment. Nothing is due before the start of its run, nor before a step is closed: when that is known, it is over.
"""

from collections.abc import Iterator
from datetime import date

from sopbook.documents.document import Document
from sopbook.documents.ids import StepId
from sopbook.documents.procedure import Procedure
from sopbook.documents.steps import Option, Order
from sopbook.feel.types import Date, DateTime, ListOf, Type, described
from sopbook.handbook.book import Handbook
from sopbook.handbook.layout import Layout, Place, layout
from sopbook.handbook.names import Declared, Scope, scope_at
from sopbook.handbook.time_texts import TimeText, time_texts
from sopbook.source.diagnostic import Diagnostic, Severity, error
from sopbook.source.nearest import nearest
from sopbook.timing.due import START, Anchored
from sopbook.timing.working_time import Direction

CODE = "SOP241"
SEVERITY = Severity.ERROR

Fault = tuple[str, str]


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Look up what every time counts from."""
    for document in book.all:
        for one in book.once(time_texts, document):
            if isinstance(one.value, Anchored) and (fault := _fault(book, document, one, one.value)):
                at = document.inside(one.pointer, len(one.text) - len(one.value.anchor))
                yield error(CODE, fault[0], at=at, hint=fault[1])


def _fault(book: Handbook, document: Document, one: TimeText, time: Anchored) -> Fault | None:
    if time.anchor == START:
        early = time.direction is Direction.BEFORE
        return ("nothing of a run happens before its start", "count from a date instead") if early else None
    places = book.once(layout, document)
    scope = scope_at(document, book, places.moment(one.pointer))
    here = places.by_id.get(one.part.id) if one.part else None
    value, step = scope.names.get(time.anchor), places.by_id.get(StepId(time.anchor))
    if value and (step is None or _is_moment(value.type)):
        giver = places.by_id[value.step] if value.step else None
        return _wrong_type(value) or (_not_yet(document, giver, here) if giver else None)
    if step is None:
        return None if scope.is_unclear(time.anchor) else _unknown(time.anchor, scope, here, places)
    if time.direction is Direction.BEFORE:
        return f"when it is known that `{time.anchor}` is closed, the time before it is over", "count from a date"
    return _not_yet(document, step, here)


def _is_moment(of: Type) -> bool:
    return isinstance(of, Date | DateTime)


def _wrong_type(value: Declared) -> Fault | None:
    if _is_moment(value.type):
        return None
    if isinstance(value.type, ListOf) and _is_moment(value.type.item):
        hint = "count from a step" if value.step is None else "outside of its loop, count from a step"
        return f"`{value.name}` is a list of dates, not one", hint
    hint = "count from an input or a field of type `date` or `datetime`, or from a step"
    return f"`{value.name}` is {described(value.type)}, not a date", hint


def _unknown(anchor: str, scope: Scope, here: Place | None, places: Layout) -> Fault:
    earlier = [place.part.id for place in places.places if here is None or place.index < here.index]
    dates = [name for name, one in scope.names.items() if _is_moment(one.type)]
    likely = nearest(anchor, [START, *earlier, *dates])
    hint = "count from `start`, an earlier step or group, or an input or field that is a date"
    return f"there is no `{anchor}` to count from", f"did you mean `{likely}`?" if likely else hint


def _not_yet(document: Document, giver: Place, here: Place | None) -> Fault | None:
    """Why what is counted from has not happened when the part is reached; of a group, also when all of it is done."""
    if here is None:
        return None
    name, hint = f"`{giver.part.id}`", "count from an earlier step, or from `start`"
    if giver.part is here.part:
        return "a step cannot count from its own end", hint
    if giver.part in here.around:
        return f"{name} is closed only after this step, which is a part of it", hint
    if giver.undoes not in (None, here.undoes):
        return f"{name} only undoes `{giver.undoes}`", hint
    if giver.excludes(here.taken):
        return f"{name} stands in another option, and only one is taken", hint
    if giver.index > here.index and here.part not in giver.around and not _in_any_order(document, giver, here):
        return f"{name} comes later", hint
    return None


def _in_any_order(document: Document, one: Place, other: Place) -> bool:
    """Whether the innermost block around both leaves the order to people."""
    assert isinstance(document, Procedure)
    order = document.order
    for mine, theirs in zip(one.around, other.around, strict=False):
        if mine is not theirs:
            break
        order = Order.FIXED if isinstance(mine, Option) else mine.order
    return order is Order.ANY

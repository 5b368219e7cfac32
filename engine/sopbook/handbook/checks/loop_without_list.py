"""SOP238: `for_each` does not say what to go through.

Write `system in systems` with the name of a list that is known by then, `tool in [NPM, Trello]` with the items
themselves, or a name alone, such as `row`, when items are added as they come. The name of the item must not be taken.
"""

from collections.abc import Iterator
from datetime import date

from sopbook.documents.document import Document
from sopbook.feel.types import described
from sopbook.handbook.book import Handbook
from sopbook.handbook.layout import Place, layout
from sopbook.handbook.loops import Loop, read_loop
from sopbook.handbook.names import loop_type, scope_at, unknown_until
from sopbook.source.diagnostic import Diagnostic, Severity, error
from sopbook.source.nearest import nearest

CODE = "SOP238"
SEVERITY = Severity.ERROR

FORM = "write `item in list`, `item in [One, Two]`, or `item` alone"


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Look at every loop."""
    for document in book.all:
        for place in book.once(layout, document).places:
            if place.part.for_each and (fault := _fault(book, document, place)):
                at = document.where(*place.part.path, "for_each")
                yield error(CODE, fault[0], at=at, hint=fault[1])


def _fault(book: Handbook, document: Document, place: Place) -> tuple[str, str] | None:
    loop, outer = read_loop(place.part.for_each), scope_at(document, book, place.opening)
    if loop is None:
        return f"`{place.part.for_each}` is no loop", FORM
    if loop.variable in outer.names:
        return f"`{loop.variable}` already is the name of something else", "give the item another name"
    if loop.over and not outer.is_unclear(loop.over):
        return _no_list(book, document, place, loop)
    return None


def _no_list(book: Handbook, document: Document, place: Place, loop: Loop) -> tuple[str, str] | None:
    outer = scope_at(document, book, place.opening)
    declared = outer.names.get(loop.over)
    if declared is None:
        lists = [name for name in outer.types if loop_type(Loop(variable="item", over=name), outer)]
        likely = nearest(loop.over, lists)
        hint = (
            f"did you mean `{likely}`?" if likely else "name a list of this procedure, or write the items: [One, Two]"
        )
        return f"there is no list `{loop.over}`", hint
    if loop_type(loop, outer) is None:
        return f"`{loop.over}` is {described(declared.type)}, not a list", "give it the type `list` or `choices`"
    why = unknown_until(declared, place.opening, book.once(layout, document))
    return (
        (f"`{loop.over}` is not known yet here: it {why}", "go through something that is known by then")
        if why
        else None
    )

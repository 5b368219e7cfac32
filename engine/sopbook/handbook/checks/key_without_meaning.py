"""SOP239: a `code`, `message` or `undo` where it means nothing.

`message` is sent by `notify`, and copied and sent by whoever does a `do`. `code` is copied by somebody who does, checks
or decides something, so it is of no use where nobody acts by hand. What undoes a step is not undone itself.
"""

from collections.abc import Iterator
from datetime import date

from sopbook.documents.steps import Decide, Do, Group, Notify, Quiz, Read, Run, verb_of
from sopbook.handbook.book import Handbook
from sopbook.handbook.layout import Place, layout
from sopbook.source.diagnostic import Diagnostic, Severity, error

CODE = "SOP239"
SEVERITY = Severity.ERROR


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Look at the steps of every procedure and path."""
    for document in book.all:
        for place in book.once(layout, document).places:
            for key, message, hint in _faults(place):
                yield error(CODE, message, at=document.where_key(*place.part.path, key), hint=hint)


def _faults(place: Place) -> Iterator[tuple[str, str, str]]:
    step = place.part
    if isinstance(step, Group):
        return
    verb = verb_of(step)
    if step.message and not isinstance(step, Do | Notify):
        yield "message", f"`message` means nothing on `{verb}`", "put it on a `do` or `notify`"
    if step.code and isinstance(step, Decide | Run | Read | Quiz | Notify):
        yield "code", f"`code` means nothing on `{verb}`", "put it on a `do` or `check`"
    if step.undo and place.undoes:
        hint = f"put these steps among those that undo `{place.undoes}`"
        yield "undo", f"this step itself undoes `{place.undoes}`, and is not undone again", hint

"""SOP206: a text asks for a value that does not exist, or not yet.

`{{ client }}` puts a value of the run into a text: an input, a field of an earlier step (`{{ contract.link }}`) or the
outcome of one. A text is shown when its step is reached, so it can only hold what is known then; the title of a run,
its needs and its rules only what was asked at the start.
"""

from collections.abc import Iterator
from datetime import date

from sopbook.documents.document import Document
from sopbook.handbook.book import Handbook
from sopbook.handbook.layout import Moment, layout
from sopbook.handbook.links import Scanned, scanned
from sopbook.handbook.names import known_at, scope_at, unknown_until
from sopbook.source.diagnostic import Diagnostic, Severity, error
from sopbook.source.nearest import nearest

CODE = "SOP206"
SEVERITY = Severity.ERROR


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Look up every name in every text."""
    for document in book.all:
        for one in book.once(scanned, document):
            if one.prose.names:
                yield from _in_text(book, document, one)


def _in_text(book: Handbook, document: Document, one: Scanned) -> Iterator[Diagnostic]:
    moment = book.once(layout, document).moment(one.text.pointer)
    for name in one.prose.names:
        path = ".".join(name.path)
        if fault := _fault(path, document, book, moment):
            yield error(CODE, fault[0], at=document.inside(one.text.pointer, name.start), hint=fault[1])


def _fault(path: str, document: Document, book: Handbook, moment: Moment) -> tuple[str, str] | None:
    scope, places = scope_at(document, book, moment), book.once(layout, document)
    declared = scope.names.get(path)
    if declared is None:
        hint = _hint(path, known_at(document, book, moment))
        return None if scope.is_unclear(path) else (f"there is no `{path}` to put in here", hint)
    if why := unknown_until(declared, moment, places):
        return f"`{path}` is not known yet here: it {why}", "put it into a text that is read later, or leave it out"
    return None


def _hint(wanted: str, known: tuple[str, ...]) -> str:
    if not known:
        return "nothing is known here; put it between backticks if the braces are meant as they are"
    likely = nearest(wanted, known)
    if likely:
        return f"did you mean `{likely}`?"
    values = [name for name in known if name.startswith(f"{wanted}.")]
    if values:
        return f"say which of its values: {', '.join(f'`{name}`' for name in values)}"
    return "name an input, or a field of an earlier step as `step.field`"

"""SOP221: a step leaves an input of its decision without a value, or gives a value for something that is no input.

`given` says which value of the run each input of the decision gets. An input that is called like an input of the
procedure needs no line; an optional one may stay without. With `run`, what is not given is asked when it starts.
"""

from collections.abc import Iterator
from datetime import date

from sopbook.handbook.book import Handbook
from sopbook.handbook.handing import unfed
from sopbook.source.diagnostic import Diagnostic, Severity, error

CODE = "SOP221"
SEVERITY = Severity.ERROR


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Compare every `given` with the inputs of its decision."""
    for document in book.all:
        for pointer, message, hint in unfed(document, book):
            yield error(CODE, message, at=document.where_key(*pointer), hint=hint)

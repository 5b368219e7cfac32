"""SOP220: a condition reads a value that is not there yet.

A condition is worked out when its step is reached. It can read what was asked at the start and what earlier steps gave,
but nothing of its own step, of later ones, or of another option of the same choice.
"""

from collections.abc import Iterator
from datetime import date

from sopbook.handbook.book import Handbook
from sopbook.handbook.expressions import problems_of_all
from sopbook.source.diagnostic import Diagnostic, Severity

CODE = "SOP220"
SEVERITY = Severity.ERROR


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Report every name that comes too early."""
    return problems_of_all(book, CODE, lambda one: one.early)

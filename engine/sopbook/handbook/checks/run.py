"""Runs all checks over a handbook."""

from datetime import date

from sopbook.handbook.book import Handbook
from sopbook.handbook.checks import CHECKS
from sopbook.source.diagnostic import Diagnostic


def problems(book: Handbook, today: date) -> tuple[Diagnostic, ...]:
    """Everything that is wrong with the handbook as a whole on that day, by file and place."""
    found = {diagnostic for one in CHECKS for diagnostic in one.check(book, today)}
    return tuple(sorted(found, key=lambda diagnostic: diagnostic.order))

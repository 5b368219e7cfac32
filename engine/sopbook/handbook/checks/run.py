"""Runs checks over a handbook."""

from collections.abc import Iterable
from datetime import date

from sopbook.handbook.book import Handbook
from sopbook.handbook.checks import CHECKS, Check
from sopbook.source.diagnostic import Diagnostic


def problems(book: Handbook, today: date, checks: Iterable[Check] | None = None) -> tuple[Diagnostic, ...]:
    """Everything that the checks find in the handbook as a whole on that day, by file and place.

    Without a word about which checks, those that are on by default.
    """
    running = [one for one in CHECKS if not is_off_by_default(one)] if checks is None else checks
    found = {diagnostic for one in running for diagnostic in one.check(book, today)}
    return tuple(sorted(found, key=lambda diagnostic: diagnostic.order))


def is_off_by_default(check: Check) -> bool:
    """Whether a check runs only where the settings give it a severity: its module says `OFF_BY_DEFAULT = True`."""
    return bool(getattr(check, "OFF_BY_DEFAULT", False))

"""SOP211: a condition names something that does not exist.

A name is an input (`plan`), a field of a step (`contract.link`), an output of a decision step (`tier.level`) or the
outcome of a step (`brief.passed`, `route.chosen`, `sign-off.approved`, `export.done`). A text stands in double quotes.
"""

from collections.abc import Iterator
from datetime import date

from sopbook.handbook.book import Handbook
from sopbook.handbook.expressions import problems_of_all
from sopbook.source.diagnostic import Diagnostic, Severity

CODE = "SOP211"
SEVERITY = Severity.ERROR


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Report every unknown name."""
    return problems_of_all(book, CODE, lambda one: one.unknown)

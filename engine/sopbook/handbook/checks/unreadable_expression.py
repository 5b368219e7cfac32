"""SOP210: a condition or a cell cannot be read.

Conditions, cells and `accept` are written in S-FEEL: `plan = "retainer" and monthly_value >= 5000`,
`severity in ("high", "critical")`, `days between 3 and 10`. Texts stand in double quotes. What cannot be computed ("the
client is unhappy") goes into `only_if`, as a plain sentence.
"""

from collections.abc import Iterator
from datetime import date

from sopbook.handbook.book import Handbook
from sopbook.handbook.expressions import problems_of_all
from sopbook.source.diagnostic import Diagnostic, Severity

CODE = "SOP210"
SEVERITY = Severity.ERROR


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Report the place at which each stops making sense."""
    return problems_of_all(book, CODE, lambda one: one.unreadable)

"""SOP240: a duration or a time cannot be read, or means nothing.

A duration is a whole number and a unit: `30 minutes`, `4 working hours`, `2 working days`, `1 week`, `6 months`. A time
is a duration after or before something, `2 working days after start`, or that something alone: `kickoff_on`. Whether
the something exists is another check's business (SOP241), and so are schedules (SOP242).
"""

from collections.abc import Iterator
from datetime import date

from sopbook.handbook.book import Handbook
from sopbook.handbook.time_texts import time_texts
from sopbook.source.diagnostic import Diagnostic, Severity, error

CODE = "SOP240"
SEVERITY = Severity.ERROR


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Report every text that is no time."""
    for document in book.all:
        for one in book.once(time_texts, document):
            if fault := one.problem:
                at = document.inside(one.pointer, fault.offset)
                yield error(CODE, fault.message, at=at, hint=fault.hint)

"""SOP216: a link or a name in a text is not written rightly.

A link is `[[id]]`, `[[id|other words]]` or `[[id#part]]`, a name `{{ client }}` or `{{ step.field }}`: no logic, no
filters, no calculation. Double brackets or braces that are meant as they are stand between backticks.
"""

from collections.abc import Iterator
from datetime import date

from sopbook.handbook.book import Handbook
from sopbook.handbook.links import scanned
from sopbook.source.diagnostic import Diagnostic, Severity, error

CODE = "SOP216"
SEVERITY = Severity.ERROR


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Report what begins like a link or a name and is none."""
    for document in book.all:
        for one in book.once(scanned, document):
            for fault in one.prose.malformed:
                at = document.inside(one.text.pointer, fault.start)
                yield error(CODE, fault.why, at=at, hint="put it between backticks when it is meant as it is")

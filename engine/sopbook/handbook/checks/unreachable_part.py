"""SOP214: a step, a group or an option is never reached.

Either every option of a choice before it ends the procedure, or its condition cannot be true: `plan = "project" and
plan = "retainer"`, or a condition that contradicts the group or the option around it. Such a part looks like a promise
and is none.
"""

from collections.abc import Iterator
from datetime import date

from sopbook.handbook.book import Handbook
from sopbook.handbook.reach import unreachable
from sopbook.source.diagnostic import Diagnostic, Severity, error

CODE = "SOP214"
SEVERITY = Severity.ERROR


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Report the first part behind each end, and every condition that is never true."""
    for document in book.all:
        for one in unreachable(document, book):
            yield error(CODE, one.why, at=document.where(*one.pointer), hint=one.hint)

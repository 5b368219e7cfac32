"""SOP232: something reads a value that may not be there, because its step may be passed over.

A step with `when`, `only_if` or `optional`, or in an option of a choice, is not done in every run. A condition that
reads what it gives cannot be worked out then, and a person has to answer in its place; a text shows a gap. Say what
holds in that case: ask for `nda.done` first, or put what reads under the same condition.
"""

from collections.abc import Iterator
from datetime import date

from sopbook.handbook.book import Handbook
from sopbook.handbook.certainty import doubts
from sopbook.source.diagnostic import Diagnostic, Severity, warning

CODE = "SOP232"
SEVERITY = Severity.WARNING


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Report the first doubtful name of each step that reads, for each step that gives."""
    for document in book.kept():
        for doubt in doubts(document, book):
            message = f"`{doubt.name}` may not be there: {doubt.why}"
            hint = f"ask for `{doubt.giver}.done` first, or put this under the same condition"
            yield warning(CODE, message, at=document.inside(doubt.pointer, doubt.offset), hint=hint)

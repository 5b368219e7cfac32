"""SOP219: `accept` on a field that no check asks.

`accept` judges a check: a value outside can be entered, and the check fails. Anywhere else nothing would happen. Use
`min` and `max` to bound what can be entered, or make the step a `check`.
"""

from collections.abc import Iterator
from datetime import date

from sopbook.documents.document import Document
from sopbook.documents.steps import Check
from sopbook.handbook.book import Handbook
from sopbook.handbook.layout import all_steps
from sopbook.handbook.values import fields_of
from sopbook.source.diagnostic import Diagnostic, Severity, error

CODE = "SOP219"
SEVERITY = Severity.ERROR


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Report every such field."""
    for document in book.all:
        judged = _of_checks(document)
        for field in fields_of(document):
            if field.accept and field.path not in judged:
                hint = "make the step a `check`, or bound the value with `min` and `max`"
                at = document.where_key(*field.path, "accept")
                yield error(CODE, "`accept` does nothing here: only a check is judged by it", at=at, hint=hint)


def _of_checks(document: Document) -> set[object]:
    return {field.path for step in all_steps(document) if isinstance(step, Check) for field in step.fields.values()}

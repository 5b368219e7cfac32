"""SOP212: a value has the wrong type, or can never be what it is compared with.

A number is not compared with a text, an option that does not exist is never chosen, and only numbers have an order. The
same holds for the cells, results and examples of a decision, for what `given` hands on, for the targets of metrics and
goals, and for the `default`, `min` and `max` of a field.
"""

from collections.abc import Iterator
from datetime import date

from sopbook.documents.document import Document
from sopbook.documents.fields import Field
from sopbook.handbook.book import Handbook
from sopbook.handbook.expressions import problems_of_all
from sopbook.handbook.handing import given_mismatches
from sopbook.handbook.tables import slips
from sopbook.handbook.values import fields_of, misfit
from sopbook.source.diagnostic import Diagnostic, Severity, error

CODE = "SOP212"
SEVERITY = Severity.ERROR


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Report wrong types in expressions, tables and fields."""
    yield from problems_of_all(book, CODE, lambda one: one.mistyped)
    for document in book.all:
        for pointer, message, hint in given_mismatches(document, book):
            yield error(CODE, message, at=document.where(*pointer), hint=hint)
        for field in fields_of(document):
            yield from _in_field(document, field)
        for slip in book.once(slips, document):
            where = document.where_key if slip.of_key else document.where
            yield error(CODE, slip.message, at=where(*slip.pointer), hint=slip.hint)


def _in_field(document: Document, field: Field) -> Iterator[Diagnostic]:
    if field.min is not None and field.max is not None and field.min > field.max:
        message = f"the smallest number, {field.min}, is larger than the largest, {field.max}"
        yield error(CODE, message, at=document.where(*field.path, "min"), hint="exchange `min` and `max`")
    elif field.default is not None and (found := misfit(field, field.default)):
        at = document.where(*field.path, "default")
        yield error(CODE, f"`default` {found.why}", at=at, hint=found.hint)

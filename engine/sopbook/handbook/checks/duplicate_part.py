"""SOP209: an id is used twice in a document.

Steps, groups and rules share their document's ids, because a link names them alike; options are unique in their step,
people in their register. Records are kept by these ids, so two of the same would mix two histories. A field must not be
called like the outcome of its step either: `brief.passed` already says whether the check passed.
"""

from collections.abc import Iterator
from datetime import date

from sopbook.documents.decision import Decision
from sopbook.documents.document import Document
from sopbook.documents.escalation import Escalation
from sopbook.documents.procedure import Procedure
from sopbook.documents.steps import Choose
from sopbook.documents.team import Team
from sopbook.handbook.book import Handbook
from sopbook.handbook.links import rules_of
from sopbook.handbook.names import declarations
from sopbook.source.diagnostic import Diagnostic, Severity, error
from sopbook.source.position import Pointer

CODE = "SOP209"
SEVERITY = Severity.ERROR

Named = Iterator[tuple[str, Pointer]]


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Report every use of an id but the first."""
    for document in book.all:
        for scope in _scopes(document):
            yield from _repeated(document, scope, "the id `{}` is used twice", "give one of them another id")
        fields = ((one.name, one.pointer) for one in declarations(document, book) if one.field)
        outcomes = [(one.name, one.pointer) for one in declarations(document, book) if not one.field]
        steps = {name for name, _ in outcomes}
        for name, pointer in fields:
            if name in steps:
                message = f"`{name}` already is the outcome of the step"
                yield error(CODE, message, at=document.where_key(*pointer), hint="give the field another name")


def _repeated(document: Document, named: Named, message: str, hint: str) -> Iterator[Diagnostic]:
    first: dict[str, Pointer] = {}
    for name, pointer in sorted(named, key=lambda one: document.where(*one[1])):
        if name in first:
            line = document.where(*first[name]).line
            at = document.where(*pointer)
            yield error(CODE, f"{message.format(name)} (first on line {line})", at=at, hint=hint)
        first.setdefault(name, pointer)


def _scopes(document: Document) -> Iterator[Named]:
    rules = ((rule.id, (*rule.path, "id")) for rule in rules_of(document))
    match document:
        case Procedure():
            parts = [*document.all_parts()]
            yield iter([*((part.id, (*part.path, "id")) for part in parts), *rules])
            for part in parts:
                if isinstance(part, Choose):
                    yield ((option.id, (*option.path, "id")) for option in part.options)
        case Decision():
            yield ((row.id, (*row.path, "id")) for row in document.rules)
        case Escalation():
            yield ((level.id, (*level.path, "id")) for level in document.levels)
        case Team():
            yield ((person.id, (*person.path, "id")) for person in document.people)
        case _:
            yield rules

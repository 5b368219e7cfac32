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
from sopbook.handbook.names import OUTCOMES
from sopbook.source.diagnostic import Diagnostic, Severity, error
from sopbook.source.position import Pointer, Position

CODE = "SOP209"
SEVERITY = Severity.ERROR

Named = Iterator[tuple[str, Pointer]]


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Report every use of an id but the first."""
    for document in book.all:
        for scope in _scopes(document):
            yield from _repeated(document, [*scope])
        if isinstance(document, Procedure):
            yield from _named_like_outcomes(document)


def _repeated(document: Document, named: list[tuple[str, Pointer]]) -> Iterator[Diagnostic]:
    if len({name for name, _ in named}) == len(named):
        return
    first: dict[str, Position] = {}
    for at, name in sorted((document.where(*pointer), name) for name, pointer in named):
        if name in first:
            message = f"the id `{name}` is used twice, first on line {first[name].line}"
            yield error(CODE, message, at=at, hint="give one of them another id")
        first.setdefault(name, at)


def _named_like_outcomes(procedure: Procedure) -> Iterator[Diagnostic]:
    for step in procedure.all_steps():
        for name in OUTCOMES.get(type(step), ("done",)):
            if name in step.fields:
                at = procedure.where_key(*step.path, "fields", name)
                message = f"`{step.id}.{name}` already is the outcome of the step"
                yield error(CODE, message, at=at, hint="give the field another name")


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

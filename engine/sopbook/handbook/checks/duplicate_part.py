"""SOP209: an id is used twice in a document.

Steps, groups and rules share their document's ids, because a link names them alike, steps that undo others too;
options and questions are unique in their step, criteria, severities, levels, factors, outcomes and people in their
document. Records are kept by these ids, so two of the same would mix two histories. A field must not be called like the
outcome of its step either: `brief.passed` already says whether the check passed.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Protocol

from sopbook.documents.decision import Decision
from sopbook.documents.document import Document
from sopbook.documents.escalation import Escalation
from sopbook.documents.guideline import Guideline
from sopbook.documents.procedure import Procedure
from sopbook.documents.standard import Standard
from sopbook.documents.steps import Choose, Quiz
from sopbook.documents.team import Team
from sopbook.handbook.book import Handbook
from sopbook.handbook.layout import all_parts, all_steps
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


def _named_like_outcomes(procedure: Document) -> Iterator[Diagnostic]:
    for step in all_steps(procedure):
        for name in OUTCOMES.get(type(step), ("done",)):
            if name in step.fields:
                at = procedure.where_key(*step.path, "fields", name)
                message = f"`{step.id}.{name}` already is the outcome of the step"
                yield error(CODE, message, at=at, hint="give the field another name")


def _scopes(document: Document) -> Iterator[Named]:
    match document:
        case Procedure():
            yield from _of_procedure(document)
        case Guideline():
            yield _ids(rules_of(document))
        case Standard():
            yield _ids(document.criteria)
        case Decision():
            yield from (_ids(document.rules), _ids(document.factors), _ids(document.outcomes))
        case Escalation():
            yield from (_ids(document.severities), _ids(document.levels))
        case Team():
            yield _ids(document.people)
        case _:
            pass


def _of_procedure(procedure: Procedure) -> Iterator[Named]:
    parts = [*all_parts(procedure)]
    yield _ids((*parts, *rules_of(procedure)))
    for part in parts:
        if isinstance(part, Choose):
            yield _ids(part.options)
        elif isinstance(part, Quiz):
            yield _ids(part.questions)


class Identified(Protocol):
    """Something with an id, and where it stands."""

    @property
    def id(self) -> str: ...
    @property
    def path(self) -> Pointer: ...


def _ids(things: Iterable[Identified]) -> Named:
    return ((thing.id, (*thing.path, "id")) for thing in things)

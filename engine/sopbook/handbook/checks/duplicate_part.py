"""SOP209: an id is used twice in a document.

Steps, groups and rules share their document's ids, because a link names them alike, steps that undo others too; so do
the severities and levels of an escalation, and the factors and outcomes of a decision. Options and questions are unique
in their step. Records are kept by these ids, so two of the same would mix two histories. A field must not be called
like what its step gives anyway: `brief.passed` already says whether the check passed, `tier.level` what was decided;
and the conditions of an escalation know its `severity`.
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
from sopbook.documents.steps import Choose, Decide, Quiz
from sopbook.documents.team import Team
from sopbook.handbook.book import Handbook
from sopbook.handbook.deciding import given_by
from sopbook.handbook.layout import all_parts, all_steps
from sopbook.handbook.links import rules_of
from sopbook.handbook.names import OUTCOMES
from sopbook.handbook.names import SEVERITY as THE_SEVERITY
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
        for pointer, message in _taken(document, book):
            yield error(CODE, message, at=document.where_key(*pointer), hint="give the field another name")


def _repeated(document: Document, named: list[tuple[str, Pointer]]) -> Iterator[Diagnostic]:
    if len({name for name, _ in named}) == len(named):
        return
    first: dict[str, Position] = {}
    for at, name in sorted((document.where(*pointer), name) for name, pointer in named):
        if name in first:
            message = f"the id `{name}` is used twice, first on line {first[name].line}"
            yield error(CODE, message, at=at, hint="give one of them another id")
        first.setdefault(name, at)


def _taken(document: Document, book: Handbook) -> Iterator[tuple[Pointer, str]]:
    """Fields whose name already stands for something else."""
    for step in all_steps(document):
        decision = book.get(step.decide) if isinstance(step, Decide) else None
        results = given_by(decision) if isinstance(decision, Decision) else {}
        for name in step.fields:
            word = "the outcome of the step" if name in OUTCOMES.get(type(step), ("done",)) else ""
            word = f"what `{decision.id}` gives" if decision and name in results else word
            if word:
                yield (*step.path, "fields", name), f"`{step.id}.{name}` already is {word}"
    if isinstance(document, Escalation) and document.severities and THE_SEVERITY in document.inputs:
        yield ("inputs", THE_SEVERITY), f"`{THE_SEVERITY}` already is how severe the case is"


def _scopes(document: Document) -> Iterator[Named]:
    match document:
        case Procedure():
            yield from _of_procedure(document)
        case Guideline():
            yield _ids(rules_of(document))
        case Standard():
            yield _ids(document.criteria)
        case Decision():
            yield _ids((*document.rules, *document.factors, *document.outcomes))
        case Escalation():
            yield _ids((*document.severities, *document.levels))
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

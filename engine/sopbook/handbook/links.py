"""What documents refer to: by their keys, and by `[[links]]` in their prose."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from sopbook.documents.decision import Decision
from sopbook.documents.document import Document, Related
from sopbook.documents.escalation import Escalation
from sopbook.documents.goal import Goal
from sopbook.documents.guideline import Guideline
from sopbook.documents.ids import DocumentId
from sopbook.documents.kinds import KINDS
from sopbook.documents.metric import Measure, Metric
from sopbook.documents.path import Path
from sopbook.documents.procedure import Procedure
from sopbook.documents.role import Role
from sopbook.documents.rule import Rule
from sopbook.documents.standard import Standard
from sopbook.documents.steps import AnyStep, Approve, Check, Decide, GoBack, Group, Notify, Read, Run
from sopbook.documents.team import Team
from sopbook.documents.texts import Text, marked_texts
from sopbook.handbook.book import Handbook
from sopbook.handbook.layout import all_parts
from sopbook.source.position import Pointer, Position
from sopbook.source.prose import Prose, scan

Wants = Literal["role", "performer", "procedure", "decision", "escalation", "run", "standard", "metric", "document"]
"""What must stand there; a performer may also be `initiator` or the name of a value, see the check of `by`."""

KINDS_OF: Mapping[Wants, tuple[str, ...]] = {
    "role": ("role",),
    "performer": ("role",),
    "procedure": ("procedure", "path"),
    "decision": ("decision",),
    "escalation": ("escalation",),
    "run": ("procedure", "path", "escalation"),
    "standard": ("standard",),
    "metric": ("metric",),
    "document": tuple(KINDS),
}
"""The kinds of document that fit each; a path is a procedure for all purposes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One mention of a document; `offset` is the link's place inside its text, and `anchor` the part it leads to.

    Behind a key, an anchor is a criterion of a standard, or what of a procedure's runs is measured.
    """

    target: DocumentId
    pointer: Pointer
    wants: Wants
    offset: int | None = None
    anchor: str = ""

    def where(self, document: Document) -> Position:
        """The place of the mention in the document that has it."""
        if self.offset is None:
            return document.where(*self.pointer)
        return document.inside(self.pointer, self.offset)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """A text that holds links or names, with what was found in it."""

    text: Text
    prose: Prose


def references(document: Document) -> Iterator[Reference]:
    """Every mention of another document, those in keys first."""
    yield from _of_document(document)
    yield from _of_prose(_scans(marked_texts(document)))


def linked(document: Document, book: Handbook) -> tuple[Reference, ...]:
    """The references of a document, to be asked for through `Handbook.once`."""
    return (*_of_document(document), *_of_prose(book.once(scanned, document)))


def scanned(document: Document, book: Handbook) -> tuple[Scanned, ...]:
    """The texts of a document in which there is something to find, likewise."""
    return _scans(book.once(marked, document))


def marked(document: Document, _book: Handbook) -> tuple[Text, ...]:
    """The texts of a document that may hold more than words, likewise."""
    return marked_texts(document)


def backlinks(book: Handbook) -> Mapping[DocumentId, tuple[DocumentId, ...]]:
    """For every document that is mentioned, the ids of the others that mention it, in the order of their files."""
    found: dict[DocumentId, dict[DocumentId, None]] = {}
    for document in book.documents.values():
        for reference in book.once(linked, document):
            if reference.target in book.documents and reference.target != document.id:
                found.setdefault(reference.target, {})[document.id] = None
    return {target: tuple(sources) for target, sources in found.items()}


def anchors(document: Document) -> Mapping[str, Pointer]:
    """The parts of a document that a link can lead to, by the word behind `#`."""
    found: dict[str, Pointer] = {}
    for name, pointer in _anchors(document):
        found.setdefault(name, pointer)
    return found


def term_anchor(term: str) -> str:
    """A term as the word behind `#`: small letters, joined by hyphens."""
    return re.sub(r"\W+", "-", term.lower()).strip("-")


def rules_of(document: Document) -> Iterator[Rule]:
    """All standing duties of a guideline, or of a procedure and its parts."""
    if isinstance(document, Guideline | Procedure):
        yield from document.rules
    for part in all_parts(document):
        yield from part.rules


def _scans(marked: tuple[Text, ...]) -> tuple[Scanned, ...]:
    return tuple(Scanned(text=text, prose=scan(text.text)) for text in marked if "[[" in text.text or "{{" in text.text)


def _of_prose(scans: tuple[Scanned, ...]) -> Iterator[Reference]:
    for one in scans:
        for link in one.prose.links:
            yield _mention(link.target, one.text.pointer, "document", link.start, link.anchor)


def _anchors(document: Document) -> Iterator[tuple[str, Pointer]]:
    yield from ((part.id, part.path) for part in all_parts(document))
    if isinstance(document, Guideline):
        yield from ((term_anchor(term.term), term.path) for term in document.terms)
    yield from _named_parts(document)
    yield from ((rule.id, rule.path) for rule in rules_of(document))


def _named_parts(document: Document) -> Iterator[tuple[str, Pointer]]:
    match document:
        case Decision(rules=rules, factors=factors, outcomes=outcomes):
            yield from ((row.id, row.path) for row in rules)
            yield from ((factor.id, factor.path) for factor in factors)
            yield from ((outcome.id, outcome.path) for outcome in outcomes)
        case Escalation(severities=severities, levels=levels):
            yield from ((severity.id, severity.path) for severity in severities)
            yield from ((level.id, level.path) for level in levels)
        case Standard(criteria=criteria):
            yield from ((criterion.id, criterion.path) for criterion in criteria)
        case Team(people=people):
            yield from ((person.id, person.path) for person in people)
        case _:
            pass


def _mention(target: str, pointer: Pointer, wants: Wants, offset: int | None = None, anchor: str = "") -> Reference:
    return Reference(target=DocumentId(target), pointer=pointer, wants=wants, offset=offset, anchor=anchor)


def _each(targets: tuple[str, ...], pointer: Pointer, wants: Wants) -> Iterator[Reference]:
    return (_mention(target, (*pointer, index), wants) for index, target in enumerate(targets))


def _one(target: str | None, pointer: Pointer, wants: Wants) -> Iterator[Reference]:
    if target:
        yield _mention(target, pointer, wants)


def _of_document(document: Document) -> Iterator[Reference]:
    yield from _one(document.owner, ("owner",), "role")
    yield from _each(document.audience, ("audience",), "role")
    for index, related in enumerate(document.related):
        if isinstance(related, Related):
            yield _mention(related.id, ("related", index, "id"), "document")
        else:
            yield _mention(related, ("related", index), "document")
    yield from _one(document.superseded_by, ("superseded_by",), "document")
    for rule in rules_of(document):
        yield from _each(rule.by, (*rule.path, "by"), "role")
    yield from _of_kind(document)


def _of_kind(document: Document) -> Iterator[Reference]:
    match document:
        case Procedure():
            yield from _of_procedure(document)
        case Decision():
            yield from _one(document.decided_by, ("decided_by",), "role")
            yield from _each(document.consult, ("consult",), "role")
        case Escalation():
            for level in document.levels:
                yield from _each(level.notify, (*level.path, "notify"), "role")
            yield from _one(document.respond, ("respond",), "procedure")
        case Role():
            yield from _one(document.reports_to, ("reports_to",), "role")
        case Team():
            for person in document.people:
                yield from _each(person.roles, (*person.path, "roles"), "role")
        case Metric():
            yield from _of_metric(document.measure)
        case Goal():
            for target in document.targets:
                yield _mention(target.metric, (*target.path, "metric"), "metric")
        case _:
            pass


def _of_procedure(document: Procedure) -> Iterator[Reference]:
    yield from _each(document.by, ("by",), "performer")
    yield from _one(document.if_late, ("if_late",), "escalation")
    yield from _each(document.records_for, ("records_for",), "role")
    if isinstance(document, Path):
        yield from _one(document.for_, ("for",), "role")
    for part in all_parts(document):
        yield from _each(part.by, (*part.path, "by"), "performer")
        yield from _one(part.if_late, (*part.path, "if_late"), "escalation")
        if not isinstance(part, Group):
            yield from _of_step(part)


def _of_step(step: AnyStep) -> Iterator[Reference]:
    match step:
        case Decide(decide=decision):
            yield _mention(decision, (*step.path, "decide"), "decision")
        case Check(if_failed=GoBack(escalate=str() as escalation)):
            yield _mention(escalation, (*step.path, "if_failed", "escalate"), "escalation")
        case Approve(if_rejected=GoBack(escalate=str() as escalation)):
            yield _mention(escalation, (*step.path, "if_rejected", "escalate"), "escalation")
        case Run(run=started, approve_by=approver):
            yield _mention(started, (*step.path, "run"), "run")
            yield from _one(approver, (*step.path, "approve_by"), "role")
        case Read(read=document) if not step.is_address:
            yield _mention(document, (*step.path, "read"), "document")
        case Notify(notify=roles):
            yield from _each(roles, (*step.path, "notify"), "role")
        case _:
            pass
    for index, met in enumerate(step.meets):
        standard, _, criterion = met.partition(".")
        yield _mention(standard, (*step.path, "meets", index), "standard", anchor=criterion)


MEASURED: Mapping[str, Wants] = {
    "runs": "procedure",
    "steps": "procedure",
    "fields": "procedure",
    "cases": "escalation",
}
"""What a metric counts, by where it comes from; anything else may be of any document."""


def _of_metric(measure: Measure) -> Iterator[Reference]:
    for index, of in enumerate(measure.of):
        document, _, part = of.partition(".")
        wants = MEASURED.get(measure.from_, "document")
        yield _mention(document, (*measure.path, "of", index), wants, anchor=part)

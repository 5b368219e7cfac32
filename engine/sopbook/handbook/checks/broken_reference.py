"""SOP204: a key names a document that does not exist, or one of the wrong kind.

`owner`, `audience`, `notify`, `for`, `reports_to`, `records_for` and `approve_by` take roles, `decide` a decision,
`escalate` and `if_late` an escalation, `run` a procedure or an escalation, `respond` a procedure, `meets` a standard,
`related`, `read` and `superseded_by` any document; a metric's `of` names what it counts. A person's name or a title is
no id. Links inside texts have a check of their own (SOP205), and so has `by` of steps (SOP218), which takes more than
roles.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from sopbook.documents.document import Document
from sopbook.documents.kinds import KINDS
from sopbook.documents.metric import Metric
from sopbook.handbook.book import Handbook
from sopbook.handbook.layout import all_steps
from sopbook.handbook.links import KINDS_OF, Reference, Wants, linked
from sopbook.handbook.names import declarations
from sopbook.source.diagnostic import Diagnostic, Severity, error
from sopbook.source.nearest import nearest

CODE = "SOP204"
SEVERITY = Severity.ERROR


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Look up every reference that stands under a key."""
    for document in book.all:
        for reference in book.once(linked, document):
            if reference.offset is None and reference.wants != "performer":
                if not _fits(book, reference):
                    yield _problem(book, document, reference)
                elif reference.anchor and isinstance(document, Metric):
                    yield from _unmeasured(book, document, reference)


def _fits(book: Handbook, reference: Reference) -> bool:
    found = book.get(reference.target)
    return found is not None and found.kind in KINDS_OF[reference.wants]


def _problem(book: Handbook, document: Document, reference: Reference) -> Diagnostic:
    wanted, found = WORDS.get(reference.wants, str(reference.wants)), book.get(reference.target)
    if found is not None:
        key = next(part for part in reversed(reference.pointer) if isinstance(part, str))
        message = f"`{reference.target}` is {a(found.kind)}, and `{key}` takes {a(wanted)}"
    else:
        message = f"there is no {wanted} `{reference.target}`"
    ids = [one.id for one in book.documents.values() if one.kind in KINDS_OF[reference.wants]]
    return error(CODE, message, at=reference.where(document), hint=_hint(book, reference.target, wanted, ids))


WORDS: Mapping[Wants, str] = {"run": "procedure or escalation"}
"""What is wanted in words, where it is no kind."""


def _unmeasured(book: Handbook, metric: Metric, reference: Reference) -> Iterator[Diagnostic]:
    """What a metric counts of a procedure, where the procedure has no such step or field."""
    target = book.get(reference.target)
    assert target is not None
    if metric.measure.from_ == "steps":
        word, known = "step", [str(step.id) for step in all_steps(target)]
    elif metric.measure.from_ == "fields":
        word, known = "field or input", [one.name for one in declarations(target, book) if one.field]
    else:
        hint = f"write `{reference.target}` alone"
        message = f"`{metric.measure.from_}` are counted of a whole document"
        yield error(CODE, message, at=reference.where(metric), hint=hint)
        return
    if reference.anchor not in known:
        likely = nearest(reference.anchor, known)
        hint = f"did you mean `{reference.target}.{likely}`?" if likely else f"name a {word} of it"
        message = f"`{reference.target}` has no {word} `{reference.anchor}`"
        yield error(CODE, message, at=reference.where(metric), hint=hint)


def _hint(book: Handbook, target: str, wanted: str, ids: Sequence[str]) -> str:
    person = book.person(target)
    if person is not None and wanted == "role":
        return f"`{target}` is a person; name a role, such as {', '.join(f'`{role}`' for role in person.roles)}"
    likely = nearest(target, ids)
    if likely:
        return f"did you mean `{likely}`?"
    kind = next((row for row in KINDS.values() if row.name == wanted), None)
    listed = ", ".join(f"`{one}`" for one in sorted(ids)) if kind and len(ids) <= 8 else ""
    return f"there is {listed}" if listed else f"write the id of {a(wanted)}, or write that document"


def a(word: str) -> str:
    """The word with its article."""
    return f"an {word}" if word[0] in "aeiou" else f"a {word}"

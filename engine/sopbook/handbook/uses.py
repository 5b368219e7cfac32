"""Which names a document uses, wherever it may: for finding those that nothing uses.

A name that is written with a slip counts for the one that was meant, because the slip is reported where it stands.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from sopbook.decisions.table import cell_text
from sopbook.documents.decision import Decision
from sopbook.documents.document import Document
from sopbook.documents.ids import DocumentId
from sopbook.documents.metric import Metric
from sopbook.documents.procedure import Procedure
from sopbook.documents.steps import Decide, Wait
from sopbook.feel.names import names_read
from sopbook.handbook.book import Handbook
from sopbook.handbook.deciding import asked_by
from sopbook.handbook.expressions import expressions
from sopbook.handbook.layout import all_parts
from sopbook.handbook.links import linked, scanned
from sopbook.handbook.names import names_of
from sopbook.source.nearest import nearest

_WORD = re.compile(r"[a-z][a-z0-9_]*")


def names_used(document: Document, book: Handbook) -> frozenset[str]:
    """Every name that a procedure reads, in the first of its parts: `contract.link` counts as `contract`."""
    names = {name.partition(".")[0] for name in _used(document, book)}
    inputs = document.inputs if isinstance(document, Procedure) else {}
    known = {name.partition(".")[0] for name in names_of(document, book)}
    meant = (nearest(name, inputs) for name in names - known)
    return frozenset(names).union(_in_times(document), (name for name in meant if name))


def measured_inputs(book: Handbook) -> Mapping[DocumentId, frozenset[str]]:
    """The inputs that metrics read, by the document whose runs they count."""
    found: dict[DocumentId, frozenset[str]] = {}
    for metric in book.documents.values():
        if isinstance(metric, Metric):
            for reference in book.once(linked, metric):
                read = {reference.anchor.partition(".")[0], metric.per}
                found[reference.target] = found.get(reference.target, frozenset()) | read
    return found


def read_by_table(decision: Decision) -> frozenset[str]:
    """The inputs for which a rule has a cell that not everything fits, or that such a cell compares with."""
    cells = [(name, cell_text(cell).strip()) for rule in decision.rules for name, cell in rule.when.items()]
    read = {name for name, text in cells if text not in ("", "-")} | {
        word for _, text in cells for word in _words(text)
    }
    slips = (nearest(name, decision.inputs) for name, _ in cells if name not in decision.inputs)
    return frozenset(read).union(name for name in slips if name)


def _used(document: Document, book: Handbook) -> Iterator[str]:
    for one in book.once(expressions, document):
        yield from names_read(one.tree) if one.tree is not None else _words(one.written.text)
    for text in book.once(scanned, document):
        yield from (name.path[0] for name in text.prose.names)
        for fault in text.prose.malformed:
            yield from _words(text.text.text[fault.start : fault.end])
    yield from (str(one.target) for one in book.once(linked, document) if one.wants == "performer")
    yield from _handed_on(document, book)


def _in_times(document: Document) -> Iterator[str]:
    """The words of times and loops: `2 days before kickoff_on`, `system in systems`."""
    yield from _words(document.due if isinstance(document, Procedure) else "")
    for part in all_parts(document):
        yield from _words(part.due)
        yield from _words(part.for_each.partition(" in ")[2])
        yield from _words(part.wait if isinstance(part, Wait) else "")


def _handed_on(document: Document, book: Handbook) -> Iterator[str]:
    """What a decision takes by itself, because it is called like one of its inputs; a missing one may take anything."""
    for part in all_parts(document):
        if isinstance(part, Decide):
            decision = book.get(part.decide)
            asked = asked_by(decision) if isinstance(decision, Decision) else names_of(document, book)
            yield from asked.keys() - part.given.keys()


def _words(text: str) -> Iterable[str]:
    return _WORD.findall(text)

"""SOP231: an input that nothing uses.

Whoever starts a run has to answer every question, so each should serve something: a condition, a text (`{{ client }}`),
a decision, a due time, a metric. Drop the input, or put it where it helps, such as into `run_title`. The inputs of an
escalation are for whoever answers it, and need no other use.
"""

from collections.abc import Iterator
from datetime import date

from sopbook.documents.decision import Decision
from sopbook.documents.procedure import Procedure
from sopbook.handbook.book import Handbook
from sopbook.handbook.uses import measured_inputs, names_used, read_by_table
from sopbook.source.diagnostic import Diagnostic, Severity, warning

CODE = "SOP231"
SEVERITY = Severity.WARNING


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Look for each input everywhere in its document, and in the metrics that count its runs."""
    measured = measured_inputs(book)
    for document in book.kept():
        if isinstance(document, Procedure) and document.inputs:
            used = book.once(names_used, document) | measured.get(document.id, frozenset())
            hint = "use it in a text such as `run_title` or in a condition, or drop it"
        elif isinstance(document, Decision) and document.inputs:
            used, hint = read_by_table(document), "give a rule a cell for it, or drop it"
        else:
            continue
        for name in document.inputs.keys() - used:
            yield warning(CODE, f"nothing uses `{name}`", at=document.where_key("inputs", name), hint=hint)

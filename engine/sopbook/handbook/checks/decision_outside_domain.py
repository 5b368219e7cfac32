"""SOP264: a rule of a decision fits nothing that can be given, or an outcome no mean that can come out.

Its cells ask for values beyond the `min` and `max` of an input, for a fraction of a whole number, or refuse every
option. Correct the cell, or the input.
"""

from collections.abc import Iterator
from datetime import date

from sopbook.decisions.findings import OutsideDomain
from sopbook.documents.decision import Decision
from sopbook.handbook.book import Handbook
from sopbook.handbook.proof_words import place_of, proofs
from sopbook.source.diagnostic import Diagnostic, Severity, error
from sopbook.timing.spoken import spoken_list

CODE = "SOP264"
SEVERITY = Severity.ERROR


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Report every rule that never fits."""
    for decision, proof in proofs(book):
        for one in (one for one in proof.findings if isinstance(one, OutsideDomain)):
            path = (*place_of(decision, one.rule), "when")
            at = decision.where(*path, one.inputs[0]) if decision.rules else decision.where(*path)
            yield error(CODE, _message(decision, one), at=at, hint="correct the cell, or what can be given")


def _message(decision: Decision, one: OutsideDomain) -> str:
    if not decision.rules:
        return f"`{one.rule}` is never the outcome: no marks have such a mean"
    inputs = spoken_list([f"`{name}`" for name in one.inputs])
    return f"`{one.rule}` never fits: {inputs} cannot be that"

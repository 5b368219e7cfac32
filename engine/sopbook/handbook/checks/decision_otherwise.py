"""SOP266: the `otherwise` of a decision never answers, because its rules fit every case.

It looks like a way out and is none. Drop it; should a later change leave a gap, SOP260 says so.
"""

from collections.abc import Iterator
from datetime import date

from sopbook.decisions.findings import UnreachableOtherwise
from sopbook.handbook.book import Handbook
from sopbook.handbook.proof_words import proofs
from sopbook.source.diagnostic import Diagnostic, Severity, warning

CODE = "SOP266"
SEVERITY = Severity.WARNING


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Report every `otherwise` that nothing is left for."""
    for decision, proof in proofs(book):
        if UnreachableOtherwise() in proof.findings:
            message = "the rules fit every case, so `otherwise` never answers"
            yield warning(CODE, message, at=decision.where_key("otherwise"), hint="drop it, or narrow a rule")

"""SOP262: two rules of a decision fit the same case and give different answers, though any of them may answer.

Under `hit_policy: any` rules may meet as long as they agree. Narrow one of the two, correct what it gives, or say which
one goes before the other (`first`, `priority`).
"""

from collections.abc import Iterator
from datetime import date

from sopbook.decisions.findings import Contradiction
from sopbook.handbook.book import Handbook
from sopbook.handbook.proof_words import by_later_rule, place_of, proofs, when_text
from sopbook.source.diagnostic import Diagnostic, Severity, error

CODE = "SOP262"
SEVERITY = Severity.ERROR


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Report every rule that contradicts one before it."""
    for decision, proof in proofs(book):
        for clash, more in by_later_rule(proof, Contradiction):
            earlier, later = clash.rules
            others = f" (and {more} more {'contradicts' if more == 1 else 'contradict'} it)" if more else ""
            message = f"`{earlier}` and `{later}` both fit{others} and give different answers: {when_text(clash)}"
            hint = "narrow one of them, or let them give the same"
            yield error(CODE, message, at=decision.where(*place_of(decision, later), "when"), hint=hint)

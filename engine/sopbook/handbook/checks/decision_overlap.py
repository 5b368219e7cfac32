"""SOP261: two rules of a decision fit the same case, and only one may.

Under `hit_policy: unique`, which is the usual one, that case has no answer. Narrow one of the two rules. Or say that
the first rule that fits decides (`first`), that rules may meet as long as they agree (`any`), or that all of them count
(`collect`). A rule that meets several others is reported once.
"""

from collections.abc import Iterator
from datetime import date

from sopbook.decisions.findings import Overlap
from sopbook.handbook.book import Handbook
from sopbook.handbook.proof_words import by_later_rule, place_of, proofs, when_text
from sopbook.source.diagnostic import Diagnostic, Severity, error

CODE = "SOP261"
SEVERITY = Severity.ERROR


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Report every rule that meets one before it."""
    for decision, proof in proofs(book):
        for overlap, more in by_later_rule(proof, Overlap):
            earlier, later = overlap.rules
            others = f" (and {more} more {'meets' if more == 1 else 'meet'} it)" if more else ""
            message = f"`{earlier}` and `{later}` both fit{others}, and only one may: {when_text(overlap)}"
            hint = "narrow one of them, or choose another `hit_policy`" if decision.rules else "narrow one of them"
            yield error(CODE, message, at=decision.where(*place_of(decision, later), "when"), hint=hint)

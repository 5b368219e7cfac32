"""SOP267: whether a decision answers every case could not be worked out.

Either a cell reads another input (`< limit`), or so many rules meet that the search was given up. Compare with a value,
or with an input that holds the difference; let fewer rules meet; or look longer with `sop decide prove ID --budget`.
"""

from collections.abc import Iterator
from datetime import date

from sopbook.decisions.findings import Verdict
from sopbook.handbook.book import Handbook
from sopbook.handbook.proof_words import proofs, rules_word
from sopbook.source.diagnostic import Diagnostic, Severity, warning

CODE = "SOP267"
SEVERITY = Severity.WARNING


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Report every proof that ended without a verdict."""
    for decision, proof in proofs(book):
        if proof.verdict is Verdict.UNDECIDED:
            at = decision.where_key(f"{rules_word(decision)}s")
            longer = f"`sop decide prove {decision.id} --budget N` looks longer"
            hint = longer if "budget" in proof.reason else "compare with a value instead"
            yield warning(CODE, proof.reason, at=at, hint=hint)

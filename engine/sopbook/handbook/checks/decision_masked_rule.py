"""SOP263: a rule of a decision changes no answer.

Under `hit_policy: first` it stands below rules that together answer every case it fits, under `priority` they give
something more important. Move it, narrow the others, or drop it: as it stands it looks like a promise and is none. All
others count together, so also a rule is found that no single one hides.

Under `any` a rule that others cover is only one too many, and this is a warning.
"""

from collections.abc import Iterator
from datetime import date

from sopbook.decisions.findings import MaskedRule
from sopbook.documents.decision import HitPolicy
from sopbook.handbook.book import Handbook
from sopbook.handbook.proof_words import case_text, place_of, proofs
from sopbook.source.diagnostic import Diagnostic, Severity, error, warning
from sopbook.timing.spoken import spoken_list

CODE = "SOP263"
SEVERITY = Severity.ERROR
MOST = 6


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Report every rule that others mask."""
    for decision, proof in proofs(book):
        report = warning if decision.hit_policy is HitPolicy.ANY else error
        for one in (one for one in proof.findings if isinstance(one, MaskedRule)):
            by = [f"`{rule}`" for rule in one.by[:MOST]] + ([f"{len(one.by) - MOST} more"] if one.by[MOST:] else [])
            does = "answers" if len(one.by) == 1 else "answer"
            message = f"`{one.rule}` changes no answer: wherever it fits, {spoken_list(by)} {does}, "
            message += f"for example {case_text(one.given)}"
            at = decision.where(*place_of(decision, one.rule), "id")
            yield report(CODE, message, at=at, hint="drop it, move it up, or narrow the others")

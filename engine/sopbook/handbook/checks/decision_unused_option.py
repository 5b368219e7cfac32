"""SOP265: a decision declares an option of an output that it never gives.

Neither a rule nor `otherwise` names it. A rule may be missing, or the option is a leftover.
"""

from collections.abc import Iterator
from datetime import date

from sopbook.decisions.findings import UnusedOption
from sopbook.handbook.book import Handbook
from sopbook.handbook.proof_words import proofs
from sopbook.source.diagnostic import Diagnostic, Severity, warning

CODE = "SOP265"
SEVERITY = Severity.WARNING


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Report every option that nothing gives."""
    for decision, proof in proofs(book):
        for one in (one for one in proof.findings if isinstance(one, UnusedOption)):
            at = decision.where(
                "outputs", one.output, "options", decision.outputs[one.output].options.index(one.option)
            )
            message = f"no rule gives `{one.output}: {one.option}`"
            yield warning(CODE, message, at=at, hint="add a rule that does, or drop the option")

"""SOP260: no rule of a decision fits some case, or no outcome fits some mean of a weighing.

The columns are cut where the cells cut them, and every combination is looked at, not only the examples. What is
reported are groups of cases as large as they can be, at most three, and one case of each; `sop decide prove ID` lists
more, with a rule to paste for each. Add a rule, widen one, or write what holds `otherwise`.

A table that gathers (`collect`, `rule order`, `output order`) may gather nothing, so this is no fault there.
"""

from collections.abc import Iterator
from datetime import date
from itertools import islice

from sopbook.decisions.findings import Gap
from sopbook.handbook.book import Handbook
from sopbook.handbook.proof_words import proofs, rules_word, when_text
from sopbook.source.diagnostic import Diagnostic, Severity, error

CODE = "SOP260"
SEVERITY = Severity.ERROR
MOST = 3


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Report the first gaps of every decision that must not have any."""
    for decision, proof in proofs(book):
        gaps = (one for one in proof.findings if isinstance(one, Gap))
        what = rules_word(decision)
        for gap in islice(gaps, MOST):
            hint = f"`sop decide prove {decision.id}` writes a rule to paste" if decision.rules else "widen an outcome"
            yield error(CODE, f"no {what} fits {when_text(gap)}", at=decision.where(f"{what}s"), hint=hint)

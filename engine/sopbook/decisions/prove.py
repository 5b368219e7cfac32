"""Whether a decision answers every case, and with one answer.

The columns are cut into pieces, the rules are boxes of pieces (`grid.py`), and every question about all cases becomes
one about boxes: do two of them meet (`overlaps.py`), do some of them cover another (`search.py`), what do they leave
out (`gaps.py`). Overlaps are found exactly and soon. Gaps are too, as long as no two rules meet; otherwise, and for
rules that others mask, the search has a budget, and when that is spent the verdict is an honest "undecided".

What each hit policy promises decides what is a fault. Under `unique` no two rules may fit, under `any` those that fit
must agree; under both and under `first` and `priority` some rule must fit. A table that gathers may gather nothing, so
a gap is no fault there, and neither are rules that fit together. Other findings never refute a decision: a rule or an
option without effect is odd, but each case still has its answer.

Nothing is claimed that was not tried: the concrete case of a finding is answered once more, by `evaluate.answer`.
"""

from collections import Counter
from collections.abc import Mapping

from sopbook.decisions.clashes import clashes
from sopbook.decisions.drawn import Drawn, drawn
from sopbook.decisions.findings import Contradiction, Finding, Gap, Overlap, Proof, Verdict
from sopbook.decisions.holes import holes
from sopbook.decisions.masked import masked, outside_domain, unused_options
from sopbook.decisions.search import NODES, Effort
from sopbook.decisions.weighing import Framework
from sopbook.documents.decision import HitPolicy

FAULTS = (Gap, Overlap, Contradiction)
"""The findings because of which some case has no answer, or more than one."""

PROMISES: Mapping[HitPolicy, str] = {
    HitPolicy.UNIQUE: "exactly one rule fits every case",
    HitPolicy.ANY: "a rule fits every case, and all that fit agree",
    HitPolicy.FIRST: "a rule fits every case, and the first that fits answers",
    HitPolicy.PRIORITY: "a rule fits every case, and the most important answer counts",
}
WITH_OTHERWISE: Mapping[HitPolicy, str] = {
    HitPolicy.UNIQUE: "at most one rule fits every case, and `otherwise` answers the others",
    HitPolicy.ANY: "all rules that fit a case agree, and `otherwise` answers the others",
    HitPolicy.FIRST: "the first rule that fits answers, and `otherwise` where none does",
    HitPolicy.PRIORITY: "the most important answer counts, and `otherwise` where no rule fits",
}
GATHERING = "the results of all rules that fit are gathered, so no case can be left out or in doubt"


def prove(framework: Framework, budget: int = NODES) -> Proof:
    """The proof of a table or a weighing whose cells and outputs are sound."""
    at, effort = drawn(framework), Effort(budget)
    parts = (clashes(at), holes(at, effort), outside_domain(at), masked(at, effort), unused_options(at))
    findings = tuple(finding for part in parts for finding in part.findings)
    faults = [one for one in findings if isinstance(one, FAULTS)]
    still_open = tuple(why for part in parts for why in part.open)
    return Proof(
        verdict=Verdict.REFUTED if faults else Verdict.UNDECIDED if still_open else Verdict.PROVEN,
        reason=_refuted(findings) if faults else "; ".join(still_open) or _promise(at),
        findings=findings,
        more=tuple(line for part in parts for line in (*part.more, *(part.open if faults else ()))),
    )


def _promise(at: Drawn) -> str:
    words = WITH_OTHERWISE if at.table.otherwise else PROMISES
    return words.get(at.table.hit_policy, GATHERING)


def _refuted(findings: tuple[Finding, ...]) -> str:
    """What is wrong, counted."""
    counts = Counter(type(one) for one in findings)
    words = {
        Gap: ("group of cases has no answer", "groups of cases have no answer"),
        Overlap: ("pair of rules fits the same case", "pairs of rules fit the same case"),
        Contradiction: ("pair of rules disagrees", "pairs of rules disagree"),
    }
    return ", and ".join(f"{counts[kind]} {names[counts[kind] > 1]}" for kind, names in words.items() if counts[kind])

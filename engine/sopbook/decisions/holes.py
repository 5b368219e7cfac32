"""Whether some rule answers every case, where the hit policy asks for that or `otherwise` waits for the rest.

Rules whose cells read other inputs are no boxes. What is left out even when they count as their too large boxes is a
gap for certain; what is left out only without them is tried, and stays open when the one case that was tried has an
answer.
"""

from sopbook.decisions.drawn import Drawn
from sopbook.decisions.findings import Gap, Part, UnreachableOtherwise
from sopbook.decisions.gaps import boxes_outside
from sopbook.decisions.grid import Box
from sopbook.decisions.search import Effort, Spent
from sopbook.decisions.suggestion import outcome_to_paste, rule_to_paste
from sopbook.decisions.weighing import MEAN
from sopbook.documents.decision import HitPolicy

MOST_GAPS = 8
"""So many are listed; a table with more of them is not finished."""

ANSWERING = frozenset((HitPolicy.UNIQUE, HitPolicy.ANY, HitPolicy.FIRST, HitPolicy.PRIORITY))
"""The policies under which every case needs an answer; a table that gathers may gather nothing."""


def holes(at: Drawn, effort: Effort) -> Part:
    """The gaps of a table that must not have any, or that its `otherwise` never answers."""
    if at.table.otherwise:
        return _otherwise(at, effort)
    return _gaps(at, effort) if at.table.hit_policy in ANSWERING else Part()


def _otherwise(at: Drawn, effort: Effort) -> Part:
    sure = [at.limits[rule] for rule in at.live if at.placed >> rule & 1]
    try:
        reached = next(boxes_outside(at.grid, sure, effort, disjoint=_is_disjoint(at)), None)
    except Spent:
        return Part(more=("whether `otherwise` ever answers was not worked out: the budget is spent",))
    return Part() if reached else Part(findings=(UnreachableOtherwise(),))


def _gaps(at: Drawn, effort: Effort) -> Part:
    every = [at.limits[rule] for rule in at.live]
    found = list[Gap]()
    try:
        for box, point in boxes_outside(at.grid, every, effort, disjoint=_is_disjoint(at)):
            if len(found) == MOST_GAPS:
                return Part(findings=tuple(found), more=("there are more cases without a rule",))
            gap = _gap(at, box, point, len(found) + 1)
            assert _is_unanswered(at, gap), f"a rule of `{at.table.id}` answers what no rule holds: {gap.given}"
            found.append(gap)
        return Part(findings=tuple(found)) if found else _perhaps_more(at, effort)
    except Spent:
        what = "whether every case has a rule was not worked out: the budget is spent"
        return (
            Part(findings=tuple(found), more=("there may be more cases without a rule",))
            if found
            else Part(open=(what,))
        )


def _perhaps_more(at: Drawn, effort: Effort) -> Part:
    """Nothing is left out as long as the rules that read other inputs fit wherever they might."""
    if not at.grid.relational:
        return Part()
    sure = [at.limits[rule] for rule in at.live if at.placed >> rule & 1]
    first = next(boxes_outside(at.grid, sure, effort, disjoint=_is_disjoint(at)), None)
    if first is None:
        return Part()
    gap = _gap(at, first[1], first[1], 1)
    if _is_unanswered(at, gap):
        return Part(findings=(gap,))
    names = ", ".join(f"`{rule}`" for rule in at.names(tuple(at.grid.relational)))
    return Part(open=(f"whether every case has a rule hangs on cells that read other inputs, of {names}",))


def _gap(at: Drawn, box: Box, point: Box, number: int) -> Gap:
    """The gap that a box is, with the case that its point is."""
    when = at.when(box)
    if at.weighs:
        suggestion = outcome_to_paste(at.table, when.get(MEAN, "-"), number)
    else:
        suggestion = rule_to_paste(at.table, when, number)
    return Gap(box=box, when=when, given=at.given(point), suggestion=suggestion)


def _is_unanswered(at: Drawn, gap: Gap) -> bool:
    answer = at.ask(gap.given)
    return answer.result is None and not answer.problem


def _is_disjoint(at: Drawn) -> bool:
    return not any(at.meets)

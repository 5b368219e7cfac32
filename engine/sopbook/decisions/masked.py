"""Rules that change no answer, because wherever they fit others fit too that go before them.

Under `first` these are the rules above, under `priority` those that give something more important. Under `any` a
rule can go when others that agree with it cover it; of several that could, the last is named. The union of
the others counts, not each by itself. Under `unique` rules that meet are a fault already, and where results are
gathered every rule counts.
"""

from collections.abc import Callable, Mapping

from sopbook.decisions.clashes import agreeing
from sopbook.decisions.drawn import Drawn
from sopbook.decisions.findings import MaskedRule, OutsideDomain, Part, UnusedOption
from sopbook.decisions.overlaps import each
from sopbook.decisions.policies import ranks
from sopbook.decisions.search import Effort, Spent, covered
from sopbook.documents.decision import HitPolicy
from sopbook.documents.fields import FieldType


def masked(at: Drawn, effort: Effort) -> Part:
    """Every rule that others mask, each with a case that they answer instead."""
    if at.table.hit_policy not in BEFORE:
        return Part()
    before, found = BEFORE[at.table.hit_policy](at), list[MaskedRule]()
    rule = 0
    try:
        for rule in reversed(at.live):
            rivals = at.meets[rule] & before[rule] & at.placed
            if hidden := _masked(at, rule, rivals, effort):
                found.append(hidden)
                before = _gone(before, rule) if at.table.hit_policy is HitPolicy.ANY else before
    except Spent:
        what = f"whether `{at.table.rules[rule].id}` and the rules above it ever decide was not worked out"
        return Part(findings=tuple(reversed(found)), more=(f"{what}: the budget is spent",))
    return Part(findings=tuple(reversed(found)))


def outside_domain(at: Drawn) -> Part:
    """Rules that fit nothing that can be given."""
    return Part(
        findings=tuple(
            OutsideDomain(
                rule=at.table.rules[rule].id,
                inputs=tuple(column.name for column, mask in zip(at.grid.columns, box, strict=True) if not mask),
            )
            for rule, box in enumerate(at.grid.rules)
            if not all(box)
        )
    )


def unused_options(at: Drawn) -> Part:
    """Options of the outputs that neither a rule nor `otherwise` gives."""
    given = [*(row.then for row in at.table.rules), at.table.otherwise]
    return Part(
        findings=tuple(
            UnusedOption(output=name, option=option)
            for name, field in at.table.outputs.items()
            if field.type is FieldType.CHOICE
            for option in field.options
            if all(then.get(name) != option for then in given)
        )
    )


def _masked(at: Drawn, rule: int, rivals: int, effort: Effort) -> MaskedRule | None:
    if not rivals:
        return None
    box = at.grid.rules[rule]
    cover = covered(box, [(other, at.limits[other]) for other in each(rivals)], effort)
    if cover.left_out is not None:
        return None
    cases = at.cases(box)
    id = at.table.rules[rule].id
    by = at.names(tuple(sorted(cover.by)))
    return MaskedRule(rule=id, by=by, box=cases.box, when=cases.when, given=cases.given)


Before = Mapping[int, int]
"""For each rule the mask of those that go before it."""


def _above(at: Drawn) -> Before:
    return {rule: (1 << rule) - 1 for rule in at.live}


def _more_important(at: Drawn) -> Before:
    order = sorted(range(len(at.table.rules)), key=lambda rule: (at.table.once(ranks)[rule], rule))
    before, so_far = dict[int, int](), 0
    for rule in order:
        before[rule] = so_far
        so_far |= 1 << rule
    return before


def _agreeing(at: Drawn) -> Before:
    agree = agreeing(at)
    return {rule: agree[rule] & ~(1 << rule) for rule in at.live}


def _gone(before: Before, rule: int) -> Before:
    return {other: mask & ~(1 << rule) for other, mask in before.items()}


BEFORE: Mapping[HitPolicy, Callable[[Drawn], Before]] = {
    HitPolicy.FIRST: _above,
    HitPolicy.PRIORITY: _more_important,
    HitPolicy.ANY: _agreeing,
}

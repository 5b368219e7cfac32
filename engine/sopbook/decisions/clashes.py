"""Pairs of rules that fit the same case and may not: any two under `unique`, two that disagree under `any`."""

from collections.abc import Iterator
from itertools import islice

from sopbook.decisions.drawn import Drawn
from sopbook.decisions.findings import Contradiction, Overlap, Part
from sopbook.decisions.overlaps import each, shared
from sopbook.decisions.results import results
from sopbook.documents.decision import HitPolicy
from sopbook.feel.values import Value

MOST_PAIRS = 20
"""So many are listed; a table with more of them has one cause for them all."""

Pair = tuple[int, int]


def clashes(at: Drawn) -> Part:
    """Every pair, as far as they are listed, each with a case that was answered again."""
    rivals = _rivals(at)
    found, open_ = list[Overlap | Contradiction](), list[str]()
    for pair in islice(_pairs(rivals), MOST_PAIRS):
        clash = _clash(at, pair)
        if _is_confirmed(at, clash):
            found.append(clash)
        else:
            open_.append(f"whether {_named(clash.rules)} can fit at once hangs on cells that read other inputs")
    left = sum(mask.bit_count() for mask in rivals) - len(found) - len(open_)
    return Part(
        findings=tuple(found),
        open=tuple(open_),
        more=(f"{left} more {'pair' if left == 1 else 'pairs'} of rules meet so",) if left else (),
    )


def agreeing(at: Drawn) -> tuple[int, ...]:
    """For each rule the mask of those that give the same."""
    masks: dict[tuple[tuple[str, Value], ...], int] = {}
    keys = [tuple(one.items()) for one in at.table.once(results)]
    for rule, key in enumerate(keys):
        masks[key] = masks.get(key, 0) | 1 << rule
    return tuple(masks[key] for key in keys)


def _rivals(at: Drawn) -> tuple[int, ...]:
    """For each rule the mask of those above it that may not fit the same case and do."""
    above = (mask & ((1 << rule) - 1) for rule, mask in enumerate(at.meets))
    match at.table.hit_policy:
        case HitPolicy.UNIQUE:
            return tuple(above)
        case HitPolicy.ANY:
            agree = agreeing(at)
            return tuple(mask & ~agree[rule] for rule, mask in enumerate(above))
        case _:
            return ()


def _pairs(rivals: tuple[int, ...]) -> Iterator[Pair]:
    return ((other, rule) for rule, mask in enumerate(rivals) for other in each(mask))


def _clash(at: Drawn, pair: Pair) -> Overlap | Contradiction:
    cases = at.cases(shared(at.grid.rules[pair[0]], at.grid.rules[pair[1]]))
    kind = Overlap if at.table.hit_policy is HitPolicy.UNIQUE else Contradiction
    one, other = at.names(pair)
    return kind(rules=(one, other), box=cases.box, when=cases.when, given=cases.given)


def _is_confirmed(at: Drawn, clash: Overlap | Contradiction) -> bool:
    answer = at.ask(clash.given)
    return bool(answer.problem) and set(clash.rules) <= set(answer.rules)


def _named(rules: tuple[str, str]) -> str:
    return f"`{rules[0]}` and `{rules[1]}`"

"""Pairs of rules that fit the same case and may not: any two under `unique`, two that disagree under `any`."""

from collections.abc import Iterator

from sopbook.decisions.drawn import Drawn
from sopbook.decisions.findings import Contradiction, Overlap, Part
from sopbook.decisions.overlaps import each, shared
from sopbook.decisions.results import results
from sopbook.documents.decision import HitPolicy

MOST_PAIRS = 20
"""So many are listed; a table with more of them has one cause for them all."""

Pair = tuple[int, int]


def clashes(at: Drawn) -> Part:
    """Every pair, as far as they are listed, each with a case that was answered again."""
    pairs = tuple(_pairs(at))
    found, open_ = list[Overlap | Contradiction](), list[str]()
    for pair in pairs:
        if len(found) == MOST_PAIRS:
            break
        clash = _clash(at, pair)
        if _is_confirmed(at, clash):
            found.append(clash)
        else:
            open_.append(f"whether {_named(clash.rules)} can fit at once hangs on cells that read other inputs")
    left = len(pairs) - len(found) - len(open_)
    return Part(
        findings=tuple(found),
        open=tuple(open_),
        more=(f"{left} more {'pair' if left == 1 else 'pairs'} of rules meet so",) if left else (),
    )


def _pairs(at: Drawn) -> Iterator[Pair]:
    for rule in at.live:
        for other in each(at.meets[rule] & ((1 << rule) - 1)):
            if _may_not(at, other, rule):
                yield other, rule


def _may_not(at: Drawn, one: int, other: int) -> bool:
    if at.table.hit_policy is HitPolicy.UNIQUE:
        return True
    every = at.table.once(results)
    return at.table.hit_policy is HitPolicy.ANY and every[one] != every[other]


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

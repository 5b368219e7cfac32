"""What the rules that fit give together, after DMN 1.3, 8.2.10: one function for each hit policy.

A policy is asked only when at least one rule fits. Rules are named by their index in the table.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from typing import Any

from sopbook.decisions.results import LISTS, Result, otherwise, results
from sopbook.decisions.table import Table
from sopbook.decisions.values import MANY
from sopbook.documents.decision import HitPolicy
from sopbook.documents.fields import Field
from sopbook.feel.values import ARITHMETIC, Value, rank

Hits = tuple[int, ...]
"""The rules that fit, in the order of the table."""

MOST_NAMED = 6
"""So many rules are named in a sentence."""


@dataclass(frozen=True, slots=True)
class Given:
    """The rules that count, and what they give, or the `problem` because of which they give nothing."""

    rules: Hits
    result: Result | None = None
    problem: str = ""


Policy = Callable[[Table, Hits], Given]


def _first(table: Table, hits: Hits) -> Given:
    return Given(hits[:1], table.once(results)[hits[0]])


def _unique(table: Table, hits: Hits) -> Given:
    if len(hits) > 1:
        return Given(hits, None, f"{_named(table, hits)} fit at once, and only one may: the decision needs mending")
    return _first(table, hits)


def _any(table: Table, hits: Hits) -> Given:
    every = table.once(results)
    other = next((hit for hit in hits if every[hit] != every[hits[0]]), None)
    if other is not None:
        pair = _named(table, (hits[0], other))
        return Given(hits, None, f"{pair} fit at once and give different answers: the decision needs mending")
    return Given(hits, every[hits[0]])


def _priority(table: Table, hits: Hits) -> Given:
    return _first(table, (min(hits, key=lambda hit: table.once(ranks)[hit]),))


def _in_rule_order(table: Table, hits: Hits) -> Given:
    gained = [table.once(results)[hit] for hit in hits]
    return Given(hits, {name: _together(field, (one[name] for one in gained)) for name, field in table.outputs.items()})


def _in_output_order(table: Table, hits: Hits) -> Given:
    return _in_rule_order(table, tuple(sorted(hits, key=lambda hit: table.once(ranks)[hit])))


def _worked_out(work: Callable[[tuple[Value, ...]], Value], verb: str) -> Policy:
    """Each output by itself, over the rules that give it."""

    def policy(table: Table, hits: Hits) -> Given:
        gained = [table.once(results)[hit] for hit in hits]
        columns = {name: tuple(one[name] for one in gained if one[name] is not None) for name in table.outputs}
        try:
            return Given(hits, {name: work(column) if column else None for name, column in columns.items()})
        except (TypeError, ArithmeticError):
            return Given(hits, None, f"what {_named(table, hits)} give cannot be {verb}: the decision needs mending")

    return policy


def _sum(values: tuple[Value, ...]) -> Value:
    return reduce(ARITHMETIC.add, values)  # type: ignore[arg-type]


def _least(values: tuple[Value, ...]) -> Value:
    return min(values, key=_place)


def _most(values: tuple[Value, ...]) -> Value:
    return max(values, key=_place)


def _place(value: Value) -> Any:
    """Where a value stands among those of its kind; a text stands nowhere."""
    if isinstance(value, bool | str | tuple):
        raise TypeError(f"{value!r} has no order")
    return rank(value)


def _count(table: Table, hits: Hits) -> Given:
    return Given(hits, dict.fromkeys(table.outputs, Decimal(len(hits))))


POLICIES: Mapping[HitPolicy, Policy] = {
    HitPolicy.UNIQUE: _unique,
    HitPolicy.FIRST: _first,
    HitPolicy.ANY: _any,
    HitPolicy.PRIORITY: _priority,
    HitPolicy.RULE_ORDER: _in_rule_order,
    HitPolicy.OUTPUT_ORDER: _in_output_order,
    HitPolicy.COLLECT: _in_rule_order,
    HitPolicy.COLLECT_SUM: _worked_out(_sum, "added up"),
    HitPolicy.COLLECT_MIN: _worked_out(_least, "compared"),
    HitPolicy.COLLECT_MAX: _worked_out(_most, "compared"),
    HitPolicy.COLLECT_COUNT: _count,
}


def without_rules(table: Table) -> Given:
    """What a table gives when no rule fits: its `otherwise`, an empty list, a count of nothing, or no result at all."""
    if table.hit_policy is HitPolicy.COLLECT_COUNT:
        return _count(table, ())
    if not table.otherwise:
        return Given((), dict.fromkeys(table.outputs, ()) if table.hit_policy in LISTS else None)
    alone = table.once(otherwise)
    if table.hit_policy not in LISTS:
        return Given((), alone)
    return Given((), {name: _together(field, (alone[name],)) for name, field in table.outputs.items()})


def ranks(table: Table) -> tuple[tuple[int, ...], ...]:
    """The priority of each rule, lowest first: where what it gives stands among the options, output by output."""
    return tuple(tuple(_rank(field, one[name]) for name, field in table.outputs.items()) for one in table.once(results))


def _rank(field: Field, value: Value) -> int:
    return field.options.index(value) if value in field.options else len(field.options)


def _together(field: Field, values: Iterable[Value]) -> tuple[Value, ...]:
    """The values of an output in a list; those of a list of options, one after another."""
    if field.type not in MANY:
        return tuple(values)
    return tuple(item for value in values for item in (value if isinstance(value, tuple) else ()))


def _named(table: Table, hits: Hits) -> str:
    names = [f"`{table.rules[hit].id}`" for hit in hits[:MOST_NAMED]]
    if len(hits) > MOST_NAMED:
        names[-1] = f"{len(hits) - MOST_NAMED + 1} others"
    return f"the rules {', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else f"the rule {names[0]}"

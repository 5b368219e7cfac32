"""Why the rules that did not answer did not: the cells that do not fit, or the rule that went before."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sopbook.decisions.evaluate import answer, hits_of
from sopbook.decisions.table import Table
from sopbook.decisions.weighing import MEAN, Framework, Weighing
from sopbook.documents.decision import HitPolicy
from sopbook.feel.evaluate import matches
from sopbook.feel.format import value_text
from sopbook.feel.values import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """A rule that is not part of the answer, and why; `inputs` are those it does not fit, none if it fits as well."""

    rule: str
    inputs: tuple[str, ...] = ()
    why: str


def why_not(framework: Framework, values: Mapping[str, Value]) -> tuple[Miss, ...]:
    """Why each rule, or each outcome of a weighing, is not part of the answer; empty where values are missing."""
    answered = answer(framework, values)
    if isinstance(framework, Weighing):
        return tuple(_outcomes(framework, answered.mean, answered.rules)) if answered.mean is not None else ()
    hits = hits_of(framework, values)
    return () if hits is None else tuple(_rules(framework, values, answered.rules))


def _rules(table: Table, values: Mapping[str, Value], answered: tuple[str, ...]) -> Iterator[Miss]:
    given = {name: values.get(name) for name in table.inputs}
    taken = frozenset(answered)
    for tests in table.tests:
        if tests.rule in taken:
            continue
        wrong = tuple(name for name, cell in tests.cells if not matches(cell, given[name], given))
        cells = table.row[tests.rule].when
        why = ", ".join(_against(name, given[name], cells[name]) for name in wrong) or _beaten(table, answered)
        yield Miss(rule=tests.rule, inputs=wrong, why=why)


def _beaten(table: Table, answered: tuple[str, ...]) -> str:
    winner = f"`{answered[0]}`"
    if table.hit_policy is HitPolicy.PRIORITY:
        return f"it fits too, and what {winner} gives has priority"
    return f"it fits too, and {winner} comes before it"


def _outcomes(weighing: Weighing, mean: Decimal, answered: tuple[str, ...]) -> Iterator[Miss]:
    for outcome in weighing.outcomes:
        if outcome.id not in answered:
            yield Miss(rule=outcome.id, inputs=(MEAN,), why=_against(MEAN, rounded(mean), str(outcome.when)))


def _against(name: str, value: Value, cell: str) -> str:
    return f"`{name}` is {value_text(value)}, not `{cell}`"


def rounded(mean: Decimal) -> Decimal:
    """A mean as people read it: two decimals, or as many as it has if they are fewer."""
    return mean if mean == round(mean, 2) else round(mean, 2)

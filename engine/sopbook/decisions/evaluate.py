"""Answering a decision table's question, after DMN 1.3, 8.2.10.

Inputs that are not optional must have a value. An optional input without one fits only an empty cell, `-` and `null`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sopbook.decisions.table import Table
from sopbook.documents.decision import Decision, HitPolicy
from sopbook.documents.fields import Scalar
from sopbook.feel.evaluate import matches
from sopbook.feel.syntax import Cell
from sopbook.feel.values import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a table answers: the rules that hit and the outputs they give.

    Without a result no rule answers; `problem` then says why, in words, unless simply none fits.
    """

    rules: tuple[str, ...] = ()
    result: Mapping[str, Scalar] | None = None
    problem: str = ""


def answer(table: Table, values: Mapping[str, Value]) -> Answer:
    """The answer for these values of the table's inputs; other values are ignored."""
    given = {name: values.get(name) for name in table.inputs}
    lacking = [name for name, declared in table.inputs.items() if given[name] is None and not declared.optional]
    if lacking:
        names = " and ".join(f"`{name}`" for name in lacking)
        return Answer(problem=f"{names} {'has' if len(lacking) == 1 else 'have'} no value, and the table needs one")
    return POLICIES[table.hit_policy](table, given)


def can_answer(decision: Decision) -> bool:
    """Whether this version can work out what the decision answers."""
    return bool(decision.rules) and not decision.otherwise and decision.hit_policy in POLICIES


def _fits(cells: tuple[tuple[str, Cell], ...], given: Mapping[str, Value]) -> bool:
    return all(matches(cell, given[name], given) for name, cell in cells)


def _first(table: Table, given: Mapping[str, Value]) -> Answer:
    rule = next((tests.rule for tests in table.tests if _fits(tests.cells, given)), None)
    return Answer() if rule is None else Answer(rules=(rule,), result=table.row(rule).then)


def _unique(table: Table, given: Mapping[str, Value]) -> Answer:
    hits = tuple(tests.rule for tests in table.tests if _fits(tests.cells, given))
    if len(hits) > 1:
        names = ", ".join(f"`{rule}`" for rule in hits[:-1]) + f" and `{hits[-1]}`"
        return Answer(
            rules=hits, problem=f"the rules {names} fit at once, and only one may: the decision needs mending"
        )
    return Answer(rules=hits, result=table.row(hits[0]).then) if hits else Answer()


POLICIES: Mapping[HitPolicy, Callable[[Table, Mapping[str, Value]], Answer]] = {
    HitPolicy.UNIQUE: _unique,
    HitPolicy.FIRST: _first,
}

"""Answering a decision's question, after DMN 1.3, 8.2.10.

Inputs that are not optional must have a value. An optional input without one fits only an empty cell, `-` and `null`.
A table is answered through its grid; only cells that read other inputs are tested one by one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sopbook.decisions.grid import Grid, grid_of
from sopbook.decisions.policies import POLICIES, Hits, without_rules
from sopbook.decisions.table import Table
from sopbook.decisions.values import Unfit, value_of
from sopbook.decisions.weighing import OUTCOME, Framework, Weighing
from sopbook.documents.fields import Field
from sopbook.feel.evaluate import matches
from sopbook.feel.format import value_text
from sopbook.feel.values import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a decision answers: the rules it follows from, and a value for each output.

    Without a result no rule answers; `problem` then says why, in words, unless simply none fits. A result without
    rules is what holds when no rule fits. Of a weighing, the rule is the outcome, and `mean` what it was found by.
    """

    rules: tuple[str, ...] = ()
    result: Mapping[str, Value] | None = None
    problem: str = ""
    mean: Decimal | None = None


def answer(framework: Framework, values: Mapping[str, Value]) -> Answer:
    """The answer for these values of the decision's inputs; other values are ignored."""
    if isinstance(framework, Weighing):
        return _weighed(framework, values)
    hits = hits_of(framework, values)
    if hits is None:
        return Answer(problem=_unusable(framework.inputs, values) or _incomparable(framework, values))
    given = POLICIES[framework.hit_policy](framework, hits) if hits else without_rules(framework)
    rules = framework.rules
    return Answer(rules=tuple([rules[hit].id for hit in given.rules]), result=given.result, problem=given.problem)


def hits_of(table: Table, values: Mapping[str, Value]) -> Hits | None:
    """The rules that fit, whatever the hit policy makes of them; nothing when a value is missing or impossible."""
    grid = grid_of(table)
    mask = grid.hits(values)
    if mask is None:
        return None
    found = []
    while mask:
        lowest = mask & -mask
        found.append(lowest.bit_length() - 1)
        mask ^= lowest
    return tuple(found) if not grid.relational else _related(table, grid, found, values)


def _related(table: Table, grid: Grid, hits: list[int], values: Mapping[str, Value]) -> Hits:
    """Those of the hits whose cells fit that read other inputs."""
    given = {name: values.get(name) for name in table.inputs}
    return tuple(
        hit
        for hit in hits
        if hit not in grid.relational
        or all(
            matches(cell, given[name], given) for name, cell in table.tests[hit].cells if name in grid.relational[hit]
        )
    )


def _unusable(fields: Mapping[str, Field], values: Mapping[str, Value]) -> str:
    """Why there is no answer: what is missing, else what cannot be."""
    lacking = [name for name, field in fields.items() if values.get(name) is None and not field.optional]
    if lacking:
        names = " and ".join(f"`{name}`" for name in lacking)
        return f"{names} {'has' if len(lacking) == 1 else 'have'} no value, and the decision needs one"
    return next((f"`{name}`: {why}" for name in fields if (why := _unfit(fields[name], values.get(name)))), "")


def _incomparable(table: Table, values: Mapping[str, Value]) -> str:
    """The value that is fit, but of another kind than the cells: a moment in no zone where they name one."""
    column = next(one for one in grid_of(table).columns if one.at(values.get(one.name)) is None)
    return f"`{column.name}`: {value_text(values.get(column.name))} cannot be compared with what the rules ask"


def _unfit(field: Field, value: Value) -> str:
    try:
        read = value_of(field, value)
    except Unfit as unfit:
        return str(unfit)
    return "" if read == value else f"{value_text(value)} is no such value"


def _weighed(weighing: Weighing, marks: Mapping[str, Value]) -> Answer:
    if problem := _unusable(weighing.marks, marks):
        return Answer(problem=problem)
    mean = weighing.mean(marks)
    found = [one.id for one, cell in zip(weighing.outcomes, weighing.cells, strict=True) if matches(cell, mean)]
    if len(found) > 1:
        names = " and ".join(f"`{one}`" for one in found)
        problem = f"the outcomes {names} fit at once, and only one may: the decision needs mending"
        return Answer(rules=tuple(found), problem=problem, mean=mean)
    return Answer(rules=tuple(found), result={OUTCOME: found[0]} if found else None, mean=mean)

"""What a decision asks and gives: the values of a rule's outputs, and the fields under which its answer is known.

A table that gathers gives a list for each output, unless it adds them up or counts them.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeAlias

from sopbook.decisions.table import Table
from sopbook.decisions.values import MANY, value_of
from sopbook.decisions.weighing import OUTCOME, Framework, Weighing, outcome_field
from sopbook.documents.decision import HitPolicy
from sopbook.documents.fields import Field, FieldType, Scalar
from sopbook.feel.values import Value

Written: TypeAlias = Scalar | tuple[Scalar, ...] | None

Result = Mapping[str, Value]
"""A value for each output of a table, `None` where a rule gives none."""

LISTS = frozenset({HitPolicy.COLLECT, HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER})
"""Policies whose answer holds a result for each rule that fits."""


def results(table: Table) -> tuple[Result, ...]:
    """What each rule gives, in the order of the table."""
    return tuple(result(table, row.then) for row in table.rules)


def otherwise(table: Table) -> Result:
    """What the table gives when no rule fits; it must have that."""
    return result(table, table.otherwise)


def result(table: Table, then: Mapping[str, Scalar]) -> Result:
    """What an author wrote as outputs, as values."""
    return {name: value_of(field, then.get(name)) for name, field in table.outputs.items()}


def gathered(field: Field, policy: HitPolicy) -> Field:
    """The field under which an output is known once a table with this policy has answered."""
    if policy is HitPolicy.COLLECT_COUNT:
        return Field(type=FieldType.NUMBER, label=field.label, path=field.path)
    if policy not in LISTS:
        return field
    if field.type in (FieldType.CHOICE, FieldType.CHOICES):
        return replace(field, type=FieldType.CHOICES)
    return field if field.type in MANY else replace(field, type=FieldType.LIST, of=field.type)


def expected(framework: Framework, then: Mapping[str, Written]) -> Result:
    """What an author says that it gives, as values; of a table that gathers, each entry by itself and in order."""
    fields = given(framework)
    if isinstance(framework, Weighing) or framework.hit_policy not in LISTS:
        return {name: value_of(fields[name], value) for name, value in then.items()}
    return {name: _entries(framework.outputs[name], value) for name, value in then.items()}


def _entries(field: Field, written: Written) -> tuple[Value, ...]:
    items = written if isinstance(written, tuple) else (written,)
    if field.type not in MANY:
        return tuple(value_of(field, item) for item in items)
    read = (value_of(field, item) for item in items)
    return tuple(item for value in read if isinstance(value, tuple) for item in value)


def asked(framework: Framework) -> Mapping[str, Field]:
    """What has to be known before it can be answered: inputs, or a mark for each factor."""
    return framework.marks if isinstance(framework, Weighing) else framework.inputs


def given(framework: Framework) -> Mapping[str, Field]:
    """What is known afterwards, as fields."""
    if isinstance(framework, Weighing):
        return {OUTCOME: outcome_field(framework.outcomes)}
    return {name: gathered(field, framework.hit_policy) for name, field in framework.outputs.items()}

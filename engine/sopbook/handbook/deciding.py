"""What a decision asks and what it gives, whether it is a table or a weighing.

A weighing asks for a mark of each factor and gives its `outcome`. A table that gathers the results of several rules
gives a list, unless it adds them up or counts them.
"""

from collections.abc import Mapping
from dataclasses import replace

from sopbook.documents.decision import Decision, Factor, HitPolicy
from sopbook.documents.fields import Field, FieldType

OUTCOME = "outcome"
"""What the answer of a weighing is called."""

LISTS = frozenset({HitPolicy.COLLECT, HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER})
"""Policies whose answer holds a result for each rule that fits."""


def asked_by(decision: Decision) -> Mapping[str, Field]:
    """What has to be known before it can be answered."""
    return decision.inputs or {factor.id: _mark(factor) for factor in decision.factors}


def given_by(decision: Decision) -> Mapping[str, Field]:
    """What is known afterwards."""
    if decision.outcomes:
        options = tuple(outcome.id for outcome in decision.outcomes)
        return {OUTCOME: Field(type=FieldType.CHOICE, label="Outcome", options=options)}
    return {name: _gathered(field, decision.hit_policy) for name, field in decision.outputs.items()}


def _mark(factor: Factor) -> Field:
    low, high = min(factor.scale), max(factor.scale)
    return Field(type=FieldType.NUMBER, label=factor.label, help=factor.help, min=low, max=high, path=factor.path)


def _gathered(field: Field, policy: HitPolicy) -> Field:
    if policy is HitPolicy.COLLECT_COUNT:
        return Field(type=FieldType.NUMBER, label=field.label, path=field.path)
    if policy not in LISTS:
        return field
    if field.type is FieldType.CHOICE:
        return replace(field, type=FieldType.CHOICES)
    return replace(field, type=FieldType.LIST, of=field.type)

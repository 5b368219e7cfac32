"""What a decision asks and what it gives, whether it is a table or a weighing."""

from collections.abc import Mapping

from sopbook.decisions.results import gathered
from sopbook.decisions.weighing import OUTCOME, mark_of, outcome_field
from sopbook.documents.decision import Decision
from sopbook.documents.fields import Field


def asked_by(decision: Decision) -> Mapping[str, Field]:
    """What has to be known before it can be answered."""
    return decision.inputs or {factor.id: mark_of(factor) for factor in decision.factors}


def given_by(decision: Decision) -> Mapping[str, Field]:
    """What is known afterwards."""
    if decision.outcomes:
        return {OUTCOME: outcome_field(decision.outcomes)}
    return {name: gathered(field, decision.hit_policy) for name, field in decision.outputs.items()}

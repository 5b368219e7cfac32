"""An imported decision as a document of ours, in plain values: a draft, for somebody to read before it counts."""

from decimal import Decimal

from sopbook.decisions.table import Row
from sopbook.documents.fields import Field
from sopbook.exchange.imported import ImportedDecision

PLAIN = {"true": True, "false": False}
"""Cells that YAML has a value for; the text `true` would stand in quotes."""


def document_of(decision: ImportedDecision, owner: str) -> dict[str, object]:
    """The keys of the document; keys that would say nothing are left out."""
    whole = {
        "kind": "decision",
        "id": decision.id,
        "title": decision.title,
        "background": decision.background,
        "owner": owner,
        "version": "0.1",
        "status": "draft",
        "question": decision.question,
        "inputs": {name: _field(field) for name, field in decision.inputs.items()},
        "outputs": {name: _field(field) for name, field in decision.outputs.items()},
        "hit_policy": "" if decision.hit_policy.value == "unique" else decision.hit_policy.value,
        "rules": [_rule(row) for row in decision.rules],
        "otherwise": decision.otherwise,
    }
    return {key: value for key, value in whole.items() if value}


def _rule(row: Row) -> dict[str, object]:
    keys: dict[str, object] = {
        "id": row.id,
        "when": {name: PLAIN.get(cell, cell) for name, cell in row.when.items()},
        "then": row.then,
        "why": row.why,
    }
    return {key: value for key, value in keys.items() if value}


def _field(field: Field) -> dict[str, object]:
    keys: dict[str, object] = {
        "type": field.type.value,
        "label": field.label,
        "help": field.help,
        "options": list(field.options),
        "unit": field.unit,
        "min": field.min,
        "max": field.max,
        "integer": field.integer,
        "optional": field.optional,
    }
    return {key: value for key, value in keys.items() if value or isinstance(value, Decimal)}

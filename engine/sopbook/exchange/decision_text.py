"""Writes a decision as its author would have: the keys in the order of the format, in the style of the house."""

from collections.abc import Mapping
from typing import Any

from sopbook.exchange.yaml_text import entry

MODELINE = "# yaml-language-server: $schema=../../schemas/decision.schema.json"
"""Tells editors the schema; the way to it is from a folder below `sops/`, where decisions usually are."""

DOCUMENT = (
    *("kind", "id", "title", "summary", "purpose", "scope", "background", "owner", "version", "status", "effective"),
    *("review", "audience", "acknowledge", "tags", "satisfies", "superseded_by", "related", "change", "open_runs"),
    *("question", "decided_by", "consult", "inputs", "outputs", "hit_policy", "rules", "otherwise"),
    *("factors", "outcomes", "examples", "precedents"),
)
FIELD = ("type", "label", "help", "options", "of", "unit", "min", "max", "integer", "optional", "default", "accept")
PARTS: Mapping[str, tuple[str, ...]] = {
    "inputs": FIELD,
    "outputs": FIELD,
    "rules": ("id", "when", "then", "why"),
    "factors": ("id", "label", "weight", "scale", "help"),
    "outcomes": ("id", "when", "label"),
    "examples": ("given", "then"),
    "precedents": (),
}
"""The keys that hold parts, each on a line of its own, and the order of each part's keys."""


def decision_text(decision: Mapping[str, Any]) -> str:
    """The YAML of a decision given as plain values, as the reader of documents gives them back.

    A key that decisions do not have comes last, for the schema to refuse.
    """
    lines = [MODELINE]
    for key, value in _ordered(decision, DOCUMENT).items():
        if key in PARTS:
            lines += entry(key, _with_ordered_parts(value, PARTS[key]), open_=True)
        else:
            lines += entry(key, value)
    return "\n".join(lines) + "\n"


def _with_ordered_parts(parts: Any, order: tuple[str, ...]) -> Any:
    match parts:
        case Mapping():
            return {name: _ordered(part, order) for name, part in parts.items()}
        case list() | tuple():
            return [_ordered(part, order) for part in parts]
        case _:
            return parts


def _ordered(part: Any, order: tuple[str, ...]) -> Any:
    if not isinstance(part, Mapping):
        return part
    known = {key: part[key] for key in order if key in part}
    return known | {key: value for key, value in part.items() if key not in known}

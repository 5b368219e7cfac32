"""Which of several alternatives (`oneOf`) an author meant.

A validator can only say that none fits. Here one is chosen by what tells them apart, the verb of a step, the force of a
rule, the type of a field, so that only its faults need to be told. It does not know what those faults are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import islice
from typing import Any

from sopbook.documents.fields import FieldType
from sopbook.documents.rule import FORCES, Rule
from sopbook.documents.steps import VERBS, Step
from sopbook.source.nearest import nearest

VERB_WORDS = tuple(VERBS.values())
TYPES = tuple(one.value for one in FieldType)
FIRST = 200
"""So many keys of one place are searched for slips of the pen; whoever writes more made none."""

SCALARS = frozenset({"failure_word", "document_id"})
"""Alternatives that are a single word; beside them stands one with keys."""

FIELD_KEYS: Mapping[str, tuple[str, ...]] = {
    "options": ("choice", "choices"),
    "unit": ("number",),
    "min": ("number",),
    "max": ("number",),
    "integer": ("number",),
    "of": ("list",),
}
"""Keys that only fields of these types have."""


def _own_keys(kind: type[Step]) -> list[str]:
    return [key.name.rstrip("_") for key in fields(kind) if key.name not in Step.__dataclass_fields__]


VERB_KEYS: Mapping[str, tuple[str, ...]] = {
    key: tuple(verb for kind, verb in VERBS.items() if key in _own_keys(kind))
    for kind in VERBS
    for key in _own_keys(kind)
}
"""Keys that only steps with these verbs have, each verb itself among them."""

STEP_KEYS = frozenset(Step.__dataclass_fields__) - {"path"} | {"steps", "order"}
RULE_KEYS = frozenset(Rule.__dataclass_fields__) - set(FORCES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """Two keys of which something has exactly one: what is said when it has none, and how one chooses."""

    none: str
    advice: str


WAYS: Mapping[frozenset[str], Ways] = {
    frozenset({"steps", "sections"}): Ways(none="has no steps", advice="`sections` hold steps under titles"),
    frozenset({"rules", "factors"}): Ways(
        none="does not say how it is answered", advice="`rules` make a table, `factors` are weighed"
    ),
}
MEASURES: Mapping[str, str] = {"from": "measure_records", "formula": "measure_formula"}
"""The definition of a metric's measure by the key that only it has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclear:
    """None was meant, or several; `key` is where to point, or empty for the whole."""

    message: str
    hint: str
    key: str = ""


def meant(alternatives: Sequence[Mapping[str, Any]], value: Any) -> int | Unclear | None:
    """The index of the alternative that was meant; None where a slip that is told elsewhere explains the fault."""
    names = [str(one.get("$ref", "")).rsplit("/", 1)[-1] for one in alternatives]
    if not all(names):
        return _by_required([one["required"][0] for one in alternatives], value)
    if not isinstance(value, Mapping):
        return next((index for index, name in enumerate(names) if name in SCALARS), 0)
    if "group" in names:
        return _step(names, value)
    if set(names) == set(MEASURES.values()):
        return _measure(names, value)
    if names[0].startswith("rule_"):
        return _rule([name.removeprefix("rule_") for name in names], value)
    if names[0].startswith("field_"):
        name = f"field_{_type(value)}"
        return names.index(name if name in names else "field_plain")
    return next(index for index, name in enumerate(names) if name not in SCALARS)


def _by_required(keys: list[str], value: Mapping[str, Any]) -> int | Unclear | None:
    present = [key for key in value if key in keys]
    if len(present) == 1:
        return keys.index(present[0])
    what, ways = f"the {value.get('kind', 'document')}", WAYS[frozenset(keys)]
    if present:
        return Unclear(
            message=f"{what} has both {_and(keys)}", hint=f"write one of them; {ways.advice}", key=present[1]
        )
    if any(nearest(key, keys) for key in islice(value, FIRST)):
        return None
    return Unclear(message=f"{what} {ways.none}", hint=f"write {_or(keys)}; {ways.advice}")


def _measure(names: list[str], value: Mapping[str, Any]) -> int | Unclear:
    present = _present(tuple(MEASURES), value)
    if len(present) > 1:
        words, hint = f"a figure comes from records or from others, and this has {_and(present)}", "write one of them"
        return Unclear(message=words, hint=hint, key=present[1])
    found = present[0] if present else _slip(tuple(MEASURES), list(value))
    if found is None and not {"of", "value"} & set(value):
        hint = "write `from` for a figure from records, or `formula` for one over other metrics"
        return Unclear(message="`measure` does not say where the figure comes from", hint=hint)
    return names.index(MEASURES[found or "from"])


def _step(names: list[str], value: Mapping[str, Any]) -> int | Unclear:
    present = _present(VERB_WORDS, value)
    law = "a step has exactly one verb, and this has"
    if len(present) > 1:
        return Unclear(message=f"{law} {_and(present)}", hint="make a step of each", key=present[1])
    if not present and "steps" not in value:
        slips = [key for key in value if key not in STEP_KEYS]
        found = _slip((*VERB_WORDS, "steps"), slips)
        if found is None:
            hint = f"write {_or(VERB_WORDS)}; a group has a `title` and `steps`"
            return Unclear(message=f"{law} none", hint=hint)
        present = [] if found == "steps" else [found]
    name = present[0] if present else "group"
    return names.index("read_address" if name == "read" and "://" in str(value.get(name)) else name)


def _rule(names: list[str], value: Mapping[str, Any]) -> int | Unclear:
    present = _present(FORCES, value)
    law = "a rule says exactly one thing, and this"
    if len(present) > 1:
        return Unclear(message=f"{law} has {_and(present)}", hint="make a rule of each", key=present[1])
    found = present[0] if present else _slip(FORCES, [key for key in value if key not in RULE_KEYS])
    if found is None:
        return Unclear(message=f"{law} says nothing", hint=f"write {_or(FORCES)}")
    return names.index(found)


def _present(words: Sequence[str], value: Mapping[str, Any]) -> list[str]:
    """The words that are keys; one without a value counts only where no other is there."""
    keys = [key for key in value if key in words]
    return [key for key in keys if value[key] is not None] or keys[:1]


def _slip(words: Sequence[str], keys: Sequence[str]) -> str | None:
    return next((word for key in keys[:FIRST] if (word := nearest(key, words))), None)


def _type(value: Mapping[str, Any]) -> str:
    given = value.get("type")
    likely = given if given in TYPES else nearest(str(given), TYPES)
    return likely or next((types[0] for key, types in FIELD_KEYS.items() if key in value), "text")


def _and(words: Sequence[str]) -> str:
    return " and ".join(f"`{word}`" for word in words)


def _or(words: Sequence[str]) -> str:
    *most, last = (f"`{word}`" for word in words)
    return f"{', '.join(most)} or {last}" if most else last

"""What to do about a key that does not belong where it stands: it is misspelt, or at home somewhere else.

Somebody who writes `schedule` in a guideline needs to hear where it belongs, not the list of what is allowed. What is
known here is which keys steps, groups, fields, measures and kinds have; that the key is refused was decided before.
"""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from sopbook.documents.kinds import KINDS
from sopbook.documents.meant import FIELD_KEYS, STEP_KEYS, VERB_KEYS, VERB_WORDS
from sopbook.source.nearest import nearest

KINDS_BY_KEY: Mapping[str, tuple[str, ...]] = {
    key.name.rstrip("_"): tuple(name for name, kind in KINDS.items() if key.name in kind.of.__dataclass_fields__)
    for one in KINDS.values()
    for key in fields(one.of)
    if key.name != "origin"
}
"""Which kinds of document have a key."""


def advice(key: str, instance: Mapping[str, Any], known: Mapping[str, Any]) -> str:
    """What to do about a key that is not among the known ones of what it stands in."""
    return _elsewhere(key, instance, known) or _known(key, instance, known)


def meant_key(key: str, instance: Mapping[str, Any], known: Mapping[str, Any]) -> str | None:
    """The key somebody probably meant; rather one that is not there yet."""
    return nearest(key, [one for one in known if one not in instance]) or nearest(key, known)


def verbs_of_group(known: Mapping[str, Any], instance: Mapping[str, Any]) -> list[str]:
    """The verbs of what stands where a section belongs and is a step; nothing else needs to be said about it."""
    return [key for key in instance if key in VERB_WORDS] if _is_group(known) else []


def _known(key: str, instance: Mapping[str, Any], known: Mapping[str, Any]) -> str:
    likely = meant_key(key, instance, known)
    return f"did you mean `{likely}`?" if likely else f"allowed here: {', '.join(known)}"


def _elsewhere(key: str, instance: Mapping[str, Any], known: Mapping[str, Any]) -> str:
    """What to do about a key that belongs to a sibling: another kind, another verb, another type of field."""
    if "kind" in known:
        slip = nearest(key, [one for one in known if one not in instance])
        return "" if slip else _of_other_kinds(key, str(instance.get("kind")))
    if verbs_of_group(known, instance):
        return "a section has a `title` and `steps`, and the step goes under its `steps`"
    if "type" in known and key in FIELD_KEYS:
        return f"only a field of type {_or(FIELD_KEYS[key])} has `{key}`"
    if "formula" in known and key in ("of", "value"):
        return f"only a measure with `from` has `{key}`"
    if any(verb in known and verb in instance for verb in VERB_WORDS):
        return _of_other_verbs(key)
    return _of_steps(key, known)


def _of_other_kinds(key: str, kind: str) -> str:
    having = KINDS_BY_KEY.get(key, ())
    if not having:
        return ""
    return f"only a {_or(having)} has `{key}`" if len(having) <= 2 else f"a {kind} has no `{key}`: remove it"


def _of_other_verbs(key: str) -> str:
    if key == "steps":
        return "a step with a verb holds no steps: write `title` in place of the verb to make it a group"
    if key in VERB_WORDS:
        return "a step has exactly one verb: make a step of each"
    if key == "order":
        return "only a group, a section or the whole document has `order`"
    return f"only a step with {_or(VERB_KEYS[key])} has `{key}`" if key in VERB_KEYS else ""


def _of_steps(key: str, known: Mapping[str, Any]) -> str:
    if _is_group(known) and (key in STEP_KEYS or key in VERB_KEYS):
        return f"only a step has `{key}`, and this is a group"
    return ""


def _is_group(known: Mapping[str, Any]) -> bool:
    return "order" in known and "kind" not in known


def _or(words: tuple[str, ...]) -> str:
    return " or ".join(f"`{word}`" for word in words)

"""What is wrong with a shape, in words: one function for each kind of fault that a validator finds.

The words are for somebody who writes procedures, not schemas; each message ends with what to do, as its hint.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sopbook.documents.forms import formed
from sopbook.documents.meant import FIRST, TYPES, Unclear, meant
from sopbook.documents.misplaced import advice, meant_key, verbs_of_group
from sopbook.documents.repeated import repeated
from sopbook.source.diagnostic import Diagnostic, error
from sopbook.source.marks import Marks
from sopbook.source.nearest import nearest
from sopbook.source.position import Pointer, Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A keyword of a schema that a value does not meet; `of_name` where the value is the name of an entry."""

    keyword: str
    wanted: Any
    value: Any
    schema: Mapping[str, Any]
    pointer: Pointer
    of_name: bool
    words: str


Judge = Callable[[Fault, Marks], Iterator[Diagnostic]]

QUOTE_ALL = "when it belongs to the text before it, put quotes around the whole text"


def told(fault: Fault, marks: Marks) -> Iterator[Diagnostic]:
    """The problems that a fault amounts to; none when it only follows from another one."""
    if fault.value is None:
        yield _empty(fault.pointer, marks)
    else:
        yield from JUDGES.get(fault.keyword, _other)(fault, marks)


def _name(pointer: Pointer) -> str:
    """How a value is called in a message: its key, or the list it is an entry of."""
    keys = [part for part in pointer if isinstance(part, str)]
    if not keys:
        return "the document"
    return f"`{keys[-1]}`" if isinstance(pointer[-1], str) else f"an entry of `{keys[-1]}`"


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    text = " ".join(str(value).split())
    return text if len(text) <= 60 else text[:59] + "…"


def _one_of(words: Sequence[object]) -> str:
    return f"write one of {', '.join(_shown(word) for word in words)}"


def _lacks_colon(marks: Marks, pointer: Pointer) -> bool:
    """Whether a key without a value is the rest of a text that a comma cut off, as in `{do: Ask, then wait}`."""
    at = marks.key(pointer)
    line = marks.text.split("\n")[at.line - 1]
    return not line[at.column - 1 :].lstrip("\"'").removeprefix(str(pointer[-1])).lstrip("\"' ").startswith(":")


# keys


def _unknown_key(fault: Fault, marks: Marks) -> Iterator[Diagnostic]:
    known = fault.schema.get("properties", {})
    verbs = verbs_of_group(known, fault.value)
    for key, value in fault.value.items():
        if key not in known and (key in verbs or not verbs):
            cut_off = value is None and _lacks_colon(marks, (*fault.pointer, key))
            hint = QUOTE_ALL if cut_off else advice(key, fault.value, known)
            yield error("SOP101", f"unknown key `{_shown(key)}`", at=marks.key((*fault.pointer, key)), hint=hint)


def _missing_key(fault: Fault, marks: Marks) -> Iterator[Diagnostic]:
    key = next(one for one in fault.wanted if fault.words == f"{one!r} is a required property")
    known, instance = fault.schema.get("properties", {}), fault.value
    if _slip_for(key, instance, known) or verbs_of_group(known, instance):
        return  # told as an unknown key, with what was meant
    at = marks.key((*fault.pointer, next(iter(instance)))) if instance else marks.value(fault.pointer)
    yield error("SOP102", f"`{key}` is missing", at=at, hint=_taught(key, known))


def _missing_companion(fault: Fault, marks: Marks) -> Iterator[Diagnostic]:
    """A key that another one needs; where neither or both of two ways are taken, that is told by itself."""
    pairs = [(key, one) for key, needed in fault.wanted.items() for one in needed]
    key, missing = next((key, one) for key, one in pairs if fault.words == f"{one!r} is a dependency of {key!r}")
    known, ways = fault.schema.get("properties", {}), [one["required"][0] for one in fault.schema.get("oneOf", ())]
    if (ways and sum(way in fault.value for way in ways) != 1) or _slip_for(missing, fault.value, known):
        return
    at, hint = marks.key((*fault.pointer, key)), _taught(missing, known)
    hint = hint if key in ways else f"{hint}, or remove `{key}`"
    yield error("SOP102", f"`{missing}` is missing, which `{key}` needs", at=at, hint=hint)


def _slip_for(key: str, instance: Mapping[str, Any], known: Mapping[str, Any]) -> bool:
    return any(other not in known and meant_key(other, instance, known) == key for other in islice(instance, FIRST))


def _taught(key: str, known: Mapping[str, Any]) -> str:
    teach = _first_sentence(known.get(key, {}).get("markdownDescription", ""))
    return f"add `{key}:`" + (f" ({teach})" if teach else "")


def _first_sentence(text: str) -> str:
    first = text.split(". ", 1)[0].rstrip(".")
    return first if first[:2].isupper() else first[:1].lower() + first[1:]


# types and values


def _empty(pointer: Pointer, marks: Marks) -> Diagnostic:
    at, hint = marks.value(pointer), "write a value, or remove the line"
    if pointer and isinstance(pointer[-1], str):
        written = marks.text.split("\n")[at.line - 1][at.column - 1 :].lower().startswith(("null", "~"))
        at = at if written else marks.key(pointer)
        hint = QUOTE_ALL if _lacks_colon(marks, pointer) else hint
    return error("SOP103", f"{_name(pointer)} is empty", at=at, hint=hint)


KINDS_OF_VALUE: Mapping[str, tuple[str, ...]] = {
    "string": ("a text",),
    "number": ("a number",),
    "integer": ("a whole number",),
    "boolean": ("`true`", "`false`"),
    "array": ("a list",),
    "object": ("keys and values",),
    "null": ("`null`",),
}
NUMBER_OR_TRUTH = re.compile(r"-?[0-9]+(\.[0-9]+)?|true|false")


def _type(fault: Fault, marks: Marks) -> Iterator[Diagnostic]:
    wanted = fault.wanted if isinstance(fault.wanted, list) else [fault.wanted]
    *most, last = (word for one in wanted for word in KINDS_OF_VALUE[one])
    kinds = f"{', '.join(most)} or {last}" if most else last
    at = marks.value(fault.pointer)
    words = f"{_name(fault.pointer)} must be {kinds}, not {_kind(fault.value, wanted[0])}"
    yield error("SOP103", words, at=at, hint=_retyped(wanted[0], fault, _character(at, marks)))


def _character(at: Position, marks: Marks) -> str:
    return marks.text.split("\n")[at.line - 1][at.column - 1 : at.column]


def _kind(value: Any, wanted: str) -> str:
    match value:
        case str() if wanted in ("number", "integer", "boolean") and not NUMBER_OR_TRUTH.fullmatch(value):
            return f"`{_shown(value)}`"
        case str():
            return "a text"
        case list():
            return "a list"
        case Mapping():
            return "keys and values"
        case _:
            return f"`{_shown(value)}`"


def _retyped(wanted: str, fault: Fault, character: str) -> str:
    """How a value of the wrong type is written rightly; `character` is its first in the file."""
    match wanted:
        case "string" if not isinstance(fault.value, list | Mapping):
            hint = formed(fault.schema, fault.pointer, "")
            return hint or "put quotes around it to make it a text"
        case "string" if character in ("[", "{"):
            return "write a text without brackets, or put quotes around it when they belong to the text"
        case "string":
            return "write one text here; one of several lines begins with `|` behind the key"
        case "boolean":
            return "write `true` or `false`, without quotes"
        case "array":
            return "begin each entry on a line of its own with `- `, or write `[first, second]`"
        case "object":
            keys = [f"`{key}:`" for key in fault.schema.get("required", ())]
            return _written_as(keys) if keys else "write a name, a colon and its value"
        case _ if isinstance(fault.value, str) and NUMBER_OR_TRUTH.fullmatch(fault.value):
            return "write it without quotes"
        case _:
            return "write digits only" if wanted == "integer" else "write a number such as `2` or `2.5`"


def _written_as(keys: Sequence[str]) -> str:
    *most, last = keys
    return f"write {', '.join(most)} and {last} with their values" if most else f"write {last} with its value"


def _choice(fault: Fault, marks: Marks) -> Iterator[Diagnostic]:
    allowed = fault.wanted if fault.keyword == "enum" else [fault.wanted]
    if fault.pointer[-1:] == ("type",) and set(allowed) <= set(TYPES):
        allowed = TYPES  # each definition of a field allows its own only
    if isinstance(fault.value, list | Mapping):
        words, hint = f"{_name(fault.pointer)} must be one word, not {_kind(fault.value, '')}", _one_of(allowed)
    else:
        given = _shown(fault.value)
        likely = nearest(given, [str(one) for one in allowed])
        words = f"{_name(fault.pointer)} cannot be `{given}`"
        hint = f"did you mean `{likely}`?" if likely else _one_of(allowed)
    yield error("SOP104", words, at=marks.value(fault.pointer), hint=hint)


# forms and amounts


def _form(fault: Fault, marks: Marks) -> Iterator[Diagnostic]:
    given = _shown(fault.value)
    if fault.of_name:
        words, at = f"the name is badly formed: `{given}`", marks.key((*fault.pointer, fault.value))
    else:
        words, at = f"{_name(fault.pointer)} is badly formed: `{given}`", marks.value(fault.pointer)
    hint = "write it behind its key, without `|` or `>`"
    if not str(fault.value).endswith("\n"):
        hint = formed(fault.schema, fault.pointer, str(fault.value))
        hint = hint or "see the hover text in your editor"
    yield error("SOP105", words, at=at, hint=hint)


def _amount(fault: Fault, marks: Marks) -> Iterator[Diagnostic]:
    name, least, hint = _name(fault.pointer), fault.wanted, "add an entry, or remove the line"
    match fault.keyword:
        case "minLength":
            words, hint = f"{name} is an empty text", "write a text, or remove it"
        case "maxLength":
            words, hint = f"{name} is too long: {len(fault.value)} characters", f"write at most {least}"
        case "minItems" if least > 1:
            words, hint = f"{name} needs at least {least} entries", "add what is missing"
        case "maxItems":
            words, hint = f"{name} has too many entries: {len(fault.value)}", f"leave {least} of them"
        case "minItems":
            words = f"{name} is an empty list"
        case _:
            words = f"{name} is empty"
    yield error("SOP106", words, at=marks.value(fault.pointer), hint=hint)


def _twice(fault: Fault, marks: Marks) -> Iterator[Diagnostic]:
    for index in repeated(fault.value):
        words = f"{_name(fault.pointer)} names `{_shown(fault.value[index])}` twice"
        yield error("SOP106", words, at=marks.value((*fault.pointer, index)), hint="remove one of them")


BOUNDS: Mapping[str, str] = {"minimum": "at least", "maximum": "at most", "exclusiveMinimum": "more than"}


def _range(fault: Fault, marks: Marks) -> Iterator[Diagnostic]:
    bound = BOUNDS[fault.keyword]
    words = f"{_name(fault.pointer)} must be {bound} {fault.wanted}, not {_shown(fault.value)}"
    yield error("SOP108", words, at=marks.value(fault.pointer), hint=f"write a number that is {bound} {fault.wanted}")


def _alternatives(fault: Fault, marks: Marks) -> Iterator[Diagnostic]:
    why = meant(fault.wanted, fault.value)
    assert isinstance(why, Unclear)
    at = marks.key((*fault.pointer, why.key)) if why.key else marks.value(fault.pointer)
    yield error("SOP107", why.message, at=at, hint=why.hint)


def _other(fault: Fault, marks: Marks) -> Iterator[Diagnostic]:
    yield error("SOP105", f"{_name(fault.pointer)}: {_shown(fault.words)}", at=marks.value(fault.pointer))


JUDGES: Mapping[str, Judge] = {
    "additionalProperties": _unknown_key,
    "required": _missing_key,
    "dependentRequired": _missing_companion,
    "type": _type,
    "enum": _choice,
    "const": _choice,
    "pattern": _form,
    "format": _form,
    "minLength": _amount,
    "maxLength": _amount,
    "minItems": _amount,
    "maxItems": _amount,
    "minProperties": _amount,
    "uniqueItems": _twice,
    "minimum": _range,
    "maximum": _range,
    "exclusiveMinimum": _range,
    "oneOf": _alternatives,
}

"""Why a document does not have the shape of its kind, in words.

Where a schema offers alternatives (`oneOf`), a validator can only say that none fits. Here the one that the author
meant is chosen first, by the verb of a step, the force of a rule or the type of a field, and only its faults are told.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from jsonschema.validators import extend
from referencing import Registry, Resource

from sopbook.documents.rule import FORCES
from sopbook.documents.steps import VERBS
from sopbook.source.diagnostic import Diagnostic, error
from sopbook.source.nearest import nearest
from sopbook.source.position import Pointer, Position
from sopbook.source.yaml_reader import Marks

VERB_WORDS = tuple(VERBS.values())

CODES: Mapping[str, tuple[str, str]] = {
    "SOP101": ("unknown key", "A key that documents of this kind do not have. It would be ignored, so it is refused."),
    "SOP102": ("missing key", "A key that every document, step or field of this kind must have is not there."),
    "SOP103": ("wrong type", "A value is of another type than its key takes: a number where a text belongs, say."),
    "SOP104": ("not one of the allowed values", "The key takes one of a few words, and this is none of them."),
    "SOP105": (
        "badly formed",
        "The value does not have the form its key asks for: an id, a date, a duration, a version.",
    ),
    "SOP106": ("too little or too much", "A text or a list is empty, too short, too long, or names something twice."),
    "SOP107": (
        "not exactly one of the alternatives",
        "A step has one verb and a rule one force; this has none or several.",
    ),
    "SOP108": ("out of range", "A number is smaller or larger than its key allows."),
}

FORMS: Mapping[str, str] = {
    "Id": "write lower-case words joined by hyphens, such as `onboard-client`",
    "Document": "write the id of a document: lower-case words joined by hyphens",
    "Owner": "write the id of a role: lower-case words joined by hyphens",
    "Roles": "write ids of roles: lower-case words joined by hyphens",
    "Version": 'write MAJOR.MINOR in quotes, such as "1.0"',
    "Effective": 'write a day of the calendar in quotes, such as "2026-01-15"',
    "Review": "write `every 6 months` or `every year`",
    "Duration": "write a number and a unit, such as `30 minutes`, `4 working hours` or `2 working days`",
    "Effort": "write a number and a unit, such as `30 minutes` or `2 hours`",
    "Seen": "write a fingerprint as `sop show` prints it, such as `1:9f2c`",
    "Fields": "names of inputs and fields are lower-case words joined by `_`",
    "Git": "write an e-mail address",
    "Forge": "write a web address, such as `https://forge.example/team/handbook`",
    "Code": "write the code of a check, from SOP200 on, such as `SOP204`",
    "Path": "write a folder or file inside the handbook, with `/` between names and without `..`",
}

Judge = Callable[[ValidationError, Pointer, Marks], Iterator[Diagnostic]]


class Explainer:
    """Validates slowly and tells every fault once."""

    def __init__(self, schemas: Mapping[str, Any]) -> None:
        self._schemas = schemas
        resources = [(schema["$id"], Resource.from_contents(schema)) for schema in schemas.values()]
        self._registry: Registry[Any] = Registry[Any]().with_resources(resources)
        self._formats = FormatChecker(["date", "email"])

    def problems(self, schema: str, value: Any, marks: Marks) -> Iterator[Diagnostic]:
        """Every fault of shape in document order of the schema's keywords; the caller sorts by place."""
        validator = _Choosing(self._schemas[schema], registry=self._registry, format_checker=self._formats)
        for fault in validator.iter_errors(value):
            judge = JUDGES.get(str(fault.validator), _other)
            yield from judge(fault, tuple(fault.absolute_path), marks)


def _meant(validator: Any, alternatives: list[Any], instance: Any, _schema: Any) -> Iterator[ValidationError]:
    """The keyword `oneOf`, answered by the alternative that the author meant."""
    names = [str(one.get("$ref", "")).rsplit("/", 1)[-1] for one in alternatives]
    if not all(names):
        if not any(validator.evolve(schema=one).is_valid(instance) for one in alternatives) or _has_both(instance):
            yield ValidationError("one of several")
        return
    index, why = _alternative(names, instance)
    if index is None:
        yield ValidationError(why)
    else:
        yield from validator.descend(instance, alternatives[index], schema_path=index)


def _has_both(instance: Mapping[str, Any]) -> bool:
    return "steps" in instance and "sections" in instance


def _alternative(names: list[str], instance: Any) -> tuple[int | None, str]:
    if not isinstance(instance, dict):
        scalar = next((i for i, name in enumerate(names) if name in ("failure_word", "document_id")), 0)
        return scalar, ""
    if "group" in names:
        return _by_key(names, instance, VERB_WORDS, "a step has exactly one verb", otherwise="group")
    if names[0].startswith("rule_"):
        bare = [name.removeprefix("rule_") for name in names]
        return _by_key(bare, instance, FORCES, "a rule says exactly one thing")
    if names[0].startswith("field_"):
        kind = "field_" + str(instance.get("type"))
        return (names.index(kind) if kind in names else names.index("field_plain")), ""
    return next(i for i, name in enumerate(names) if name not in ("failure_word", "document_id")), ""


def _by_key(
    names: list[str], instance: Mapping[str, Any], words: tuple[str, ...], law: str, otherwise: str = ""
) -> tuple[int | None, str]:
    present = [word for word in words if word in instance]
    if len(present) == 1:
        return names.index(present[0]), ""
    if not present and otherwise and "steps" in instance:
        return names.index(otherwise), ""
    slip = next((key for key in instance if nearest(str(key), words)), None)
    if present:
        return None, f"{law}, and this has {' and '.join(f'`{word}`' for word in present)}"
    if slip is not None and nearest(slip, words) in names:
        return names.index(nearest(slip, words) or ""), ""
    return None, f"{law}: {', '.join(words[:-1])} or {words[-1]}"


_Choosing = extend(Draft202012Validator, {"oneOf": _meant})


def _name(pointer: Pointer) -> str:
    """How a value is called in a message: its key, or the list it is an entry of."""
    keys = [part for part in pointer if isinstance(part, str)]
    if not keys:
        return "the document"
    return f"`{keys[-1]}`" if isinstance(pointer[-1], str) else f"an entry of `{keys[-1]}`"


def _unknown_key(fault: ValidationError, pointer: Pointer, marks: Marks) -> Iterator[Diagnostic]:
    known = fault.schema.get("properties", {})
    for key in fault.instance:
        if key in known:
            continue
        likely = nearest(key, known)
        hint = f"did you mean `{likely}`?" if likely else f"allowed here: {', '.join(known)}"
        if key == "steps" and pointer and not likely:
            hint = "a step with a verb holds no steps: write `title` in place of the verb to make it a group"
        yield error("SOP101", f"unknown key `{key}`", at=marks.key((*pointer, key)), hint=hint)


def _missing_key(fault: ValidationError, pointer: Pointer, marks: Marks) -> Iterator[Diagnostic]:
    key = fault.message.split("'")[1]
    if any(nearest(str(other), [key]) and other not in fault.schema["properties"] for other in fault.instance):
        return  # the slip is told as an unknown key with "did you mean"
    teach = fault.schema["properties"][key].get("markdownDescription", "")
    at = marks.key((*pointer, next(iter(fault.instance)))) if fault.instance else marks.value(pointer)
    yield error("SOP102", f"`{key}` is missing", at=at, hint=_first_sentence(teach) or f"add a line `{key}:`")


def _first_sentence(text: str) -> str:
    return text.split(". ", 1)[0].rstrip(".")


TYPES: Mapping[str, str] = {
    "string": "a text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "`true` or `false`",
    "array": "a list",
    "object": "a mapping",
}


def _type(fault: ValidationError, pointer: Pointer, marks: Marks) -> Iterator[Diagnostic]:
    wanted = fault.validator_value if isinstance(fault.validator_value, list) else [fault.validator_value]
    name, at = _name(pointer), marks.value(pointer)
    if fault.instance is None:
        yield error("SOP103", f"{name} is empty", at=_key_or(pointer, marks), hint="write a value, or remove the line")
        return
    what = " or ".join(TYPES[one] for one in wanted)
    hint = ""
    if "string" in wanted and not isinstance(fault.instance, list | dict):
        hint = "put quotes around it to make it a text"
    elif "boolean" in wanted and isinstance(fault.instance, str):
        hint = "write true or false, without quotes"
    yield error("SOP103", f"{name} must be {what}, not {_kind_of(fault.instance)}", at=at, hint=hint)


def _key_or(pointer: Pointer, marks: Marks) -> Position:
    return marks.key(pointer) if pointer and isinstance(pointer[-1], str) else marks.value(pointer)


def _kind_of(value: Any) -> str:
    match value:
        case bool():
            return f"`{str(value).lower()}`"
        case str():
            return "a text"
        case list():
            return "a list"
        case dict():
            return "a mapping"
        case _:
            return "a number"


def _choice(fault: ValidationError, pointer: Pointer, marks: Marks) -> Iterator[Diagnostic]:
    allowed = fault.validator_value if fault.validator == "enum" else [fault.validator_value]
    if pointer and pointer[-1] == "type" and isinstance(allowed[0], str) and "text" in allowed and len(allowed) > 6:
        allowed = [*allowed, "number", "choice", "choices", "list"]  # the other alternatives of a field
    given = str(fault.instance)
    likely = nearest(given, [str(one) for one in allowed])
    hint = f"did you mean `{likely}`?" if likely else f"write one of {', '.join(str(one) for one in allowed)}"
    yield error("SOP104", f"{_name(pointer)} cannot be `{given}`", at=marks.value(pointer), hint=hint)


def _form(fault: ValidationError, pointer: Pointer, marks: Marks) -> Iterator[Diagnostic]:
    is_name = list(fault.absolute_schema_path)[-2:-1] == ["propertyNames"]
    title = fault.schema.get("title", "Fields" if is_name else "")
    hint = FORMS.get(title, "see the hover text in your editor")
    if is_name:
        at, name = marks.key((*pointer, fault.instance)), "the name"
    else:
        at, name = marks.value(pointer), _name(pointer)
    yield error("SOP105", f"{name} is badly formed: `{_short(fault.instance)}`", at=at, hint=hint)


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:57] + "..."


AMOUNTS: Mapping[str, str] = {
    "minLength": "{} is an empty text",
    "maxLength": "{} is too long: at most {} characters",
    "minItems": "{} needs at least {}",
    "minProperties": "{} is empty",
    "uniqueItems": "{} names something twice",
}


def _amount(fault: ValidationError, pointer: Pointer, marks: Marks) -> Iterator[Diagnostic]:
    words = AMOUNTS[str(fault.validator)].format(_name(pointer), fault.validator_value)
    hint = "write a value, or remove the line" if str(fault.validator).startswith("min") else ""
    if fault.validator == "minItems" and fault.validator_value > 1:
        hint = ""
    yield error("SOP106", words, at=marks.value(pointer), hint=hint)


def _range(fault: ValidationError, pointer: Pointer, marks: Marks) -> Iterator[Diagnostic]:
    bound = "at least" if fault.validator == "minimum" else "at most"
    yield error("SOP108", f"{_name(pointer)} must be {bound} {fault.validator_value}", at=marks.value(pointer))


def _alternatives(fault: ValidationError, pointer: Pointer, marks: Marks) -> Iterator[Diagnostic]:
    if not pointer:
        both = "steps" in fault.instance
        words = "both `sections` and `steps`" if both else "neither `sections` nor `steps`"
        at = marks.key(("steps",)) if both else marks.value(())
        yield error("SOP107", f"the procedure has {words}", at=at, hint="write one of them")
        return
    hint = "a group has a `title` and `steps`" if "verb" in fault.message and "and this" not in fault.message else ""
    yield error("SOP107", fault.message, at=marks.value(pointer), hint=hint)


def _other(fault: ValidationError, pointer: Pointer, marks: Marks) -> Iterator[Diagnostic]:
    yield error("SOP105", f"{_name(pointer)}: {_short(fault.message)}", at=marks.value(pointer))


JUDGES: Mapping[str, Judge] = {
    "additionalProperties": _unknown_key,
    "required": _missing_key,
    "type": _type,
    "enum": _choice,
    "const": _choice,
    "pattern": _form,
    "format": _form,
    "minLength": _amount,
    "maxLength": _amount,
    "minItems": _amount,
    "minProperties": _amount,
    "uniqueItems": _amount,
    "minimum": _range,
    "maximum": _range,
    "oneOf": _alternatives,
}

"""Why a document does not have the shape of its kind: every fault once.

Where a schema offers alternatives (`oneOf`), the one that the author meant is chosen first (`meant`), and only its
faults are told (`faults`). In everything else this agrees with `jsonschema-rs`, which is asked before.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from jsonschema.validators import extend
from referencing import Registry, Resource

from sopbook.documents.faults import Fault, told
from sopbook.documents.forms import is_day
from sopbook.documents.meant import meant
from sopbook.documents.repeated import repeated
from sopbook.source.diagnostic import Diagnostic
from sopbook.source.marks import Marks

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
    "SOP109": ("too many problems", "After a thousand problems of shape the rest of a file is not looked at."),
}


class Explainer:
    """Validates slowly and tells every fault once."""

    def __init__(self, schemas: Mapping[str, Any]) -> None:
        self._schemas = schemas
        resources = [(schema["$id"], Resource.from_contents(schema)) for schema in schemas.values()]
        self._registry: Registry[Any] = Registry[Any]().with_resources(resources)
        self._formats = FormatChecker([])
        self._formats.checks("date")(is_day)

    def problems(self, schema: str, value: Any, marks: Marks) -> Iterator[Diagnostic]:
        """Every fault of shape, by the file name of the schema; the caller sorts by place."""
        validator = _Choosing(self._schemas[schema], registry=self._registry, format_checker=self._formats)
        for found in validator.iter_errors(value):
            yield from told(self._fault(found, schema), marks)

    def _fault(self, found: Any, file: str) -> Fault:
        schema: Mapping[str, Any] = found.schema
        if found.validator in ("required", "dependentRequired"):  # the hint tells what the missing key is for
            known = schema.get("properties", {})
            schema = {**schema, "properties": {key: self._described(one, file) for key, one in known.items()}}
        return Fault(
            keyword=found.validator,
            wanted=found.validator_value,
            value=found.instance,
            schema=schema,
            pointer=tuple(found.absolute_path),
            of_name="propertyNames" in list(found.absolute_schema_path)[-2:],
            words=found.message,
        )

    def _described(self, schema: Mapping[str, Any], file: str) -> Mapping[str, Any]:
        if "markdownDescription" in schema or "$ref" not in schema:
            return schema
        home, _, name = schema["$ref"].partition("#/$defs/")
        homes = (home,) if home else (file, *self._schemas)  # a path's steps are defined with the procedure's
        definitions = (self._schemas[one].get("$defs", {}) for one in homes)
        described: Mapping[str, Any] = next(one[name] for one in definitions if name in one)
        return described


def _one_of(validator: Any, alternatives: list[Any], instance: Any, _schema: Any) -> Iterator[ValidationError]:
    answer = meant(alternatives, instance)
    if isinstance(answer, int):
        yield from validator.descend(instance, alternatives[answer], schema_path=answer)
    elif answer is not None:
        yield ValidationError(answer.message)


def _unique(_validator: Any, wanted: bool, instance: Any, _schema: Any) -> Iterator[ValidationError]:
    """As the library's own, which compares every two entries where they cannot be sorted."""
    if wanted and isinstance(instance, list) and any(True for _ in repeated(instance)):
        yield ValidationError("something is there twice")


def _pattern(_validator: Any, pattern: str, instance: Any, _schema: Any) -> Iterator[ValidationError]:
    if isinstance(instance, str) and not _compiled(pattern).search(instance):
        yield ValidationError("badly formed")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """In a schema `$` is the end of the text; in Python it is also the place before a last line break."""
    return re.compile(pattern.removesuffix("$") + r"\Z" if pattern.endswith("$") else pattern)


def _is_whole(_checker: Any, instance: Any) -> bool:
    """Decimals count as well: `2.0` in YAML is one, and a whole number to a schema."""
    if isinstance(instance, Decimal):
        return instance == instance.to_integral_value()
    return isinstance(instance, int) and not isinstance(instance, bool)


_Choosing: Any = extend(  # type: ignore[no-untyped-call]
    Draft202012Validator,
    {"oneOf": _one_of, "pattern": _pattern, "uniqueItems": _unique},
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_whole),
)

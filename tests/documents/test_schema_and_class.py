"""Schema and class say the same: property by property, for every kind and everything inside it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry, Resource

from sopbook.documents.calendar import Calendar, Holiday
from sopbook.documents.decision import Example, Factor, Outcome, TableRule
from sopbook.documents.document import Change, Document, Related
from sopbook.documents.escalation import Level, SeverityLevel
from sopbook.documents.fields import Field, FieldType
from sopbook.documents.forms import ID, NAME
from sopbook.documents.goal import Target
from sopbook.documents.guideline import Term
from sopbook.documents.kinds import KINDS
from sopbook.documents.meant import FIELD_KEYS, VERB_KEYS, VERB_WORDS
from sopbook.documents.metric import Measure
from sopbook.documents.misplaced import KINDS_BY_KEY
from sopbook.documents.role import TimeBudget
from sopbook.documents.rule import FORCES, Rule
from sopbook.documents.schedule import Schedule
from sopbook.documents.standard import Criterion
from sopbook.documents.steps import VERBS, Code, GoBack, Group, Option, Question, Read
from sopbook.documents.team import Away, Person, Team

FOLDER = Path(__file__).parents[2] / "schemas"
FILES = sorted(path.name for path in FOLDER.glob("*.schema.json"))
NO_KIND = frozenset({"common", "settings", "answers", "bundle", "checklist", "handbook"})
"""Schemas of what is no document."""

WITHIN: Mapping[type, tuple[str, ...]] = {
    Change: ("common#change",),
    Related: ("common#related_seen",),
    Field: tuple(f"common#field_{one}" for one in ("plain", "number", "choice", "choices", "list")),
    Rule: tuple(f"common#rule_{force}" for force in FORCES),
    Term: ("guideline#term",),
    Criterion: ("standard#criterion",),
    TableRule: ("decision#table_rule",),
    Example: ("decision#example",),
    Factor: ("decision#factor",),
    Outcome: ("decision#outcome",),
    Level: ("escalation#level",),
    SeverityLevel: ("escalation#severity",),
    TimeBudget: ("role#time",),
    Measure: ("metric#measure_records", "metric#measure_formula"),
    Target: ("goal#target",),
    Person: ("team#person",),
    Away: ("team#away",),
    Holiday: ("calendar#holiday",),
    Schedule: ("common#schedule",),
    Code: ("procedure#code",),
    GoBack: ("procedure#go_back",),
    Option: ("procedure#option",),
    Question: ("procedure#question",),
    Group: ("procedure#group",),
    **{step: (f"procedure#{verb}",) for step, verb in VERBS.items()},
    Read: ("procedure#read", "procedure#read_address"),
}
"""Which definitions a class is read from; several alternatives cover one class together."""


@cache
def schema(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.schema.json").read_text("utf-8"))


def definition(place: str) -> Any:
    file, _, name = place.partition("#")
    whole = schema(file)
    return whole.get("$defs", {}).get(name) or whole["properties"][name] if name else whole


def keys_of(shape: type) -> set[str]:
    return {one.name.rstrip("_") for one in fields(shape)} - {"path", "origin"}


def difference(shape: type, places: tuple[str, ...]) -> list[str]:
    properties = set().union(*(definition(place)["properties"] for place in places))
    where = " and ".join(places)
    return [
        *(f"{shape.__name__}.{key} is in no schema: add it to {where}" for key in sorted(keys_of(shape) - properties)),
        *(f"{key} of {where} is not in class {shape.__name__}" for key in sorted(properties - keys_of(shape))),
    ]


def inside(part: Any, at: str = "") -> Iterator[tuple[str, Any]]:
    """Every schema of a file with its place; what stands under `examples` and the like is none."""
    if isinstance(part, dict):
        yield at, part
        for key in ("properties", "$defs"):
            for name, one in part.get(key, {}).items():
                yield from inside(one, f"{at}/{key}/{name}")
        for key in ("items", "additionalProperties", "propertyNames"):
            yield from inside(part.get(key), f"{at}/{key}")
        for key in ("oneOf", "anyOf"):
            for index, one in enumerate(part.get(key, ())):
                yield from inside(one, f"{at}/{key}/{index}")


def resolved(part: Any, file: str) -> Any:
    """The schema with everything that it refers to; what it says itself comes first."""
    if "$ref" not in part:
        return part
    home, _, name = part["$ref"].partition("#/$defs/")
    file = home.removesuffix(".schema.json") or file
    target = schema(file)["$defs"][name] if name else schema(file)
    return {**resolved(target, file), **part}


PARTS = [(file.removesuffix(".schema.json"), at, part) for file in FILES for at, part in inside(schema(file[:-12]))]


@pytest.mark.parametrize("shape", WITHIN, ids=lambda one: one.__name__)
def test_a_class_has_the_keys_of_its_definitions(shape: type) -> None:
    assert difference(shape, WITHIN[shape]) == []


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_has_the_keys_of_its_schema(name: str) -> None:
    shape = KINDS[name].of
    own = keys_of(shape) - keys_of(Document)
    properties = set(definition(name)["properties"])
    assert [f"{shape.__name__}.{key} is not in {name}" for key in sorted(own - properties)] == []
    assert [f"{key} of {name} is not in {shape.__name__}" for key in sorted(properties - keys_of(shape))] == []


REGISTERS = frozenset(name for name, kind in KINDS.items() if kind.of in (Team, Calendar))


@pytest.mark.parametrize("name", [name for name in KINDS if name not in REGISTERS])
def test_a_document_may_have_every_common_key(name: str) -> None:
    assert sorted(keys_of(Document) - set(definition(name)["properties"])) == []


@pytest.mark.parametrize("name", sorted(REGISTERS))
def test_a_register_has_neither_version_nor_life(name: str) -> None:
    left_out = keys_of(Document) - set(definition(name)["properties"])
    assert {"version", "status", "effective", "change", "open_runs"} <= left_out


@pytest.mark.parametrize("name", KINDS)
def test_common_keys_are_the_same_in_every_kind(name: str) -> None:
    properties = definition(name)["properties"]
    assert properties["kind"]["const"] == name
    for key in keys_of(Document) & set(properties) - {"kind"}:
        assert properties[key] == {"$ref": f"common.schema.json#/$defs/{key}"}, f"{key} of {name}"


@pytest.mark.parametrize("shape", [*WITHIN, *(kind.of for kind in KINDS.values())], ids=lambda one: one.__name__)
def test_what_a_class_needs_its_schema_requires(shape: type) -> None:
    """A reader trusts the schema, so a value that the class cannot do without must be asked for."""
    needed = {one.name.rstrip("_") for one in fields(shape) if one.default is MISSING is one.default_factory} - {
        "path",
        "origin",
    }
    places = WITHIN.get(shape) or tuple(name for name, kind in KINDS.items() if kind.of is shape)
    for place in places:
        missing = sorted(needed - set(definition(place).get("required", ())))
        assert missing == [], f"{shape.__name__} needs {missing}, and {place} does not require them"


def test_every_schema_is_of_a_kind_and_every_kind_has_one() -> None:
    assert set(FILES) == {f"{name}.schema.json" for name in (*KINDS, *NO_KIND)}


@pytest.mark.parametrize("file", FILES)
def test_a_schema_is_valid_and_named_like_its_file(file: str) -> None:
    one = schema(file.removesuffix(".schema.json"))
    jsonschema.Draft202012Validator.check_schema(one)
    assert one["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert one["$id"] == f"https://sopbook.example/schemas/{file}"


def test_every_property_says_what_it_is() -> None:
    silent = [
        f"{file}{at}/properties/{name}"
        for file, at, part in PARTS
        for name, one in part.get("properties", {}).items()
        for key in ("title", "markdownDescription")
        if not resolved(one, file).get(key)
    ]
    assert silent == []


def test_every_definition_says_what_it_is() -> None:
    silent = [
        f"{file} {name}"
        for file in (one.removesuffix(".schema.json") for one in FILES)
        for name, one in schema(file).get("$defs", {}).items()
        if not (one.get("title") and one.get("markdownDescription"))
    ]
    assert silent == []


def test_no_object_lets_unknown_keys_pass() -> None:
    def is_object(part: Any) -> bool:
        return part.get("type") == "object" or "properties" in part

    open_ones = [
        f"{file}{at}"
        for file, at, part in PARTS
        if is_object(part)
        and part.get("additionalProperties") is not False
        and not isinstance(part.get("additionalProperties"), dict)
    ]
    assert open_ones == []


KEYWORDS = frozenset({
    "$schema", "$id", "$defs", "$ref", "title", "markdownDescription", "markdownEnumDescriptions", "examples",
    "patternErrorMessage", "errorMessage",
    "type", "enum", "const", "pattern", "format", "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum",
    "properties", "required", "dependentRequired", "additionalProperties", "propertyNames", "minProperties",
    "items", "minItems", "maxItems", "uniqueItems", "oneOf",
})  # fmt: skip


def test_only_keywords_that_editors_understand_are_used() -> None:
    others = [f"{file}{at}: {key}" for file, at, part in PARTS for key in part if key not in KEYWORDS]
    assert others == []


def test_every_reference_leads_somewhere() -> None:
    for file, at, part in PARTS:
        assert resolved(part, file) is not None, f"{file}{at}"


@pytest.mark.parametrize("form", [ID, NAME])
def test_patterns_of_ids_and_names_are_known_to_those_who_explain_them(form: str) -> None:
    patterns = {part["pattern"] for _, _, part in PARTS if "pattern" in part}
    assert form in patterns


def test_the_types_of_fields_are_those_of_the_definitions() -> None:
    definitions = [definition(place)["properties"]["type"] for place in WITHIN[Field]]
    types = [word for one in definitions for word in one.get("enum", [one.get("const")])]
    assert sorted(types) == sorted(one.value for one in FieldType)


def test_hints_know_which_fields_have_which_keys() -> None:
    everywhere = set(definition("common#field_plain")["properties"]) | {"default", "accept"}
    having: dict[str, set[str]] = {}
    for place in WITHIN[Field]:
        properties = definition(place)["properties"]
        for key in set(properties) - everywhere:
            having.setdefault(key, set()).add(properties["type"].get("const", ""))
    assert {key: set(types) for key, types in FIELD_KEYS.items()} == having


def test_hints_know_which_steps_have_which_keys() -> None:
    for key, verbs in VERB_KEYS.items():
        having = tuple(word for word in VERBS.values() if key in definition(f"procedure#{word}")["properties"])
        assert having == verbs


def test_hints_know_which_kinds_have_which_keys() -> None:
    """But for the life of a document, which the class of a register inherits and its schema refuses."""
    for key, kinds in KINDS_BY_KEY.items():
        having = {name for name in KINDS if key in definition(name)["properties"]}
        assert set(kinds) - REGISTERS <= having <= set(kinds), key


def test_every_verb_is_an_alternative_and_a_group_is_the_last() -> None:
    names = [one["$ref"].rsplit("/", 1)[-1] for one in definition("procedure#part")["oneOf"]]
    assert names == [*(name for verb in VERB_WORDS for name in WITHIN_VERB.get(verb, (verb,))), "group"]


WITHIN_VERB: Mapping[str, tuple[str, ...]] = {"read": ("read", "read_address")}
"""Verbs with several definitions: an address is read under a title."""


def test_what_a_word_means_is_said_for_each_of_its_list() -> None:
    unequal = [
        f"{file}{at}"
        for file, at, part in PARTS
        if "markdownEnumDescriptions" in part and len(part["markdownEnumDescriptions"]) != len(part["enum"])
    ]
    assert unequal == []


def test_examples_have_the_shape_of_what_they_explain() -> None:
    """An example is what an editor offers, so it must not be refused the moment it is taken."""
    registry: Registry[Any] = Registry[Any]().with_resources(
        [(schema(file[:-12])["$id"], Resource.from_contents(schema(file[:-12]))) for file in FILES]
    )
    wrong = [
        f"{file}{at}: {example}"
        for file, at, part in PARTS
        for example in part.get("examples", ())
        if not jsonschema.Draft202012Validator(
            {"$id": f"https://sopbook.example/schemas/{file}.schema.json", **with_defs(part, file)}, registry=registry
        ).is_valid(example)
    ]
    assert wrong == []


def with_defs(part: Any, file: str) -> Any:
    return {**part, "$defs": schema(file).get("$defs", {})}


def test_common_words_have_an_example() -> None:
    """Whoever has never seen YAML learns from examples; a key with a form or words of its own has one."""
    silent = [
        f"{file}{at}"
        for file, at, part in PARTS
        if file in KINDS or file == "common"
        if "pattern" in part and part.get("title") and not part.get("examples") and "/items" not in at
        if "additionalProperties" not in at
    ]
    assert silent == []

"""Whatever stands in a file becomes a document or diagnostics: never a traceback, never more than a bounded report.

Three sorts of input: bytes, good files with pieces torn out and put elsewhere, and values made from the schemas
themselves, which must always become a document.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handbook_builders import the_schemas
from sopbook.documents.forms import ID, NAME
from sopbook.documents.kinds import KINDS
from sopbook.documents.reader import ReadDocument, read_document
from sopbook.documents.repeated import repeated
from sopbook.documents.schemas import MOST
from sopbook.documents.texts import texts

CASES = Path(__file__).parent / "cases"
FILES = [path.read_bytes() for path in sorted((CASES / "valid").glob("*.yml"))]
PIECES = [
    *(b"\n", b"  ", b"- ", b": ", b" #", b"{", b"}", b"[", b"]", b",", b'"', b"'", b"|", b">", b"&a ", b"*a", b"!x "),
    *(b"null", b"true", b"012", b"1e999", b"-0", b".5", b"\t", b"\r", b"\xff", b"\x00", b"\xef\xbb\xbf", b"---\n"),
    *(b"steps:", b"sections:", b"do: x", b"id: x", b"kind: metric\n", b"kind: path\n", b"<<: *a", b"? ", b"type: list"),
]


def read(data: bytes) -> ReadDocument:
    return read_document(data, "sops/a.yml", the_schemas())


def is_answered(found: ReadDocument) -> None:
    """A document or problems, not both; every problem stands somewhere in the file."""
    assert (found.document is None) == bool(found.problems)
    for problem in found.problems:
        assert problem.message
        assert 1 <= problem.at.line <= max(1, len(found.lines)) + 1
        assert problem.at.column >= 1


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.sampled_from([b"", *(f"kind: {kind}\n".encode() for kind in KINDS)]))
def test_bytes_are_answered(data: bytes, head: bytes) -> None:
    is_answered(read(head + data))


@st.composite
def torn_files(draw: st.DrawFn) -> bytes:
    """A good file in which up to four stretches are dropped, doubled, moved or replaced by something odd."""
    data = draw(st.sampled_from(FILES))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 30)))
        piece = draw(st.sampled_from(PIECES))
        to = draw(st.integers(0, len(data)))
        stretch = data[start:end]
        put = draw(st.sampled_from([b"", stretch + stretch, piece, stretch + piece, data[to : to + 40]]))
        data = data[:start] + put + data[end:]
    return data


@settings(max_examples=400, deadline=None)
@given(torn_files())
def test_torn_files_are_answered(data: bytes) -> None:
    is_answered(read(data))


# values made from the schemas

WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"], max_codepoint=0xD7FF), max_size=20)
SENTENCES = WORDS.map(lambda text: f"A {text} z")
DAYS = st.dates().map(str)


FORMED: Mapping[str, list[str]] = {
    ID: ["a", "b2", "account-lead", "a-1-b"],
    NAME: ["a", "b2", "monthly_value", "note", "steps", "number", "date"],
}


def formed(schema: Mapping[str, Any]) -> st.SearchStrategy[str]:
    """Texts of a form: known ones, the examples of the schema, or what its pattern makes of chance."""
    known = [*FORMED.get(schema["pattern"], ()), *(one for one in schema.get("examples", ()) if isinstance(one, str))]
    return st.sampled_from(known) if known else st.from_regex(schema["pattern"], fullmatch=True).filter(str.isprintable)


@st.composite
def fitting(draw: st.DrawFn, schema: Mapping[str, Any], file: str, depth: int = 0) -> Any:
    """A value of the shape of a schema; deep ones keep to what is required."""
    if "$ref" in schema:
        home, _, name = schema["$ref"].partition("#/$defs/")
        home = home or file
        return draw(fitting(the_schemas().values[home]["$defs"][name], home, depth))
    if "const" in schema or "enum" in schema:
        return draw(st.sampled_from(schema.get("enum", [schema.get("const")])))
    ways = schema.get("oneOf", ())
    if ways and "$ref" in ways[0]:
        return draw(fitting(ways[draw(st.integers(0, len(ways) - 1)) if depth < 6 else 0], file, depth))
    kinds = schema.get("type", "object")
    kind = kinds if isinstance(kinds, str) else draw(st.sampled_from(kinds))
    match kind:
        case "object" if "properties" in schema:
            return draw(fitting_objects(schema, file, depth))
        case "object":
            chosen = draw(st.lists(formed(schema.get("propertyNames", {"pattern": NAME})), min_size=1, max_size=2))
            return {name: draw(fitting(schema["additionalProperties"], file, depth + 1)) for name in chosen}
        case "array":
            least, most = schema.get("minItems", 0), min(schema.get("maxItems", 3), schema.get("minItems", 0) + 1)
            items = [draw(fitting(schema["items"], file, depth + 1)) for _ in range(draw(st.integers(least, most)))]
            twice = set(repeated(items)) if schema.get("uniqueItems") else set()
            return items if not twice else draw(distinct(schema, file, depth))
        case "string" if schema.get("format") == "date":
            return draw(DAYS)
        case "string" if "pattern" in schema:
            return draw(formed(schema))
        case "string":
            return draw(SENTENCES)
        case "boolean":
            return draw(st.booleans())
        case "null":
            return None
        case _:
            low = schema.get("minimum", schema.get("exclusiveMinimum", -9) + 1)
            return draw(st.integers(low, min(schema.get("maximum", 999), 999)))


@st.composite
def distinct(draw: st.DrawFn, schema: Mapping[str, Any], file: str, depth: int) -> Any:
    """Different entries where drawing at random gave two alike."""
    items: list[Any] = []
    while len(items) < max(1, schema.get("minItems", 0)):
        one = draw(fitting(schema["items"], file, depth + 1))
        items = [*items, one] if not set(repeated([*items, one])) else items
    return items


@st.composite
def fitting_objects(draw: st.DrawFn, schema: Mapping[str, Any], file: str, depth: int) -> Any:
    ways = [way["required"] for way in schema.get("oneOf", ())]
    either = {key for way in ways for key in way}
    keys = {*schema.get("required", ()), *(draw(st.sampled_from(ways)) if ways else ())}
    others = sorted(set(schema["properties"]) - keys - either)
    least = 0 if keys else schema.get("minProperties", 0)
    if others and (depth < 4 or least):
        keys |= set(draw(st.lists(st.sampled_from(others), min_size=least, max_size=max(least, 5 - depth))))
    needs: Mapping[str, list[str]] = schema.get("dependentRequired", {})
    for _ in needs:
        keys |= {needed for key in keys for needed in needs.get(key, ())}
    if len(keys & either) > len(ways[:1]):  # a companion of the other way was drawn
        away = either - set(ways[0])
        keys = {key for key in keys if key not in away and not away & set(needs.get(key, ()))} | set(ways[0])
        keys |= {needed for key in keys for needed in needs.get(key, ())}
    return {key: draw(fitting(schema["properties"][key], file, depth + 1)) for key in sorted(keys)}


@pytest.mark.parametrize("kind", KINDS)
def test_what_fits_its_schema_becomes_a_document(kind: str) -> None:
    schema = the_schemas().values[KINDS[kind].schema]

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(fitting(schema, KINDS[kind].schema))
    def judge(value: dict[str, Any]) -> None:
        assert the_schemas().fits(kind, value)
        found = read(json.dumps(value).encode())
        assert [one.message for one in found.problems] == []
        assert found.document is not None
        assert type(found.document) is KINDS[kind].of
        assert found.document.origin.value == value
        assert all(isinstance(one.text, str) for one in texts(found.document))

    judge()


# a bounded report

HEAD = 'kind: procedure\nid: a\ntitle: A\nowner: lead\nversion: "1.0"\n'
MANY = {
    "unknown keys": HEAD + "steps: [{id: a, do: A}]\n" + "".join(f"key{index}: 1\n" for index in range(3 * MOST)),
    "faults in steps": HEAD + "steps:\n" + "".join(f"  - {{id: a, do: {index}}}\n" for index in range(3 * MOST)),
    "entries that do not fit": HEAD + f"steps: [{{id: a, do: A}}]\nrelated: [{'{a: b}, ' * 3 * MOST}x]\n",
}


@pytest.mark.parametrize("text", MANY.values(), ids=MANY)
def test_a_file_with_too_many_problems_is_told_so_once(text: str) -> None:
    codes = [one.code for one in read(text.encode()).problems]
    assert len(codes) == MOST + 1
    assert codes.count("SOP109") == 1


def test_five_hundred_problems_are_all_told() -> None:
    text = HEAD + "steps:\n" + "".join(f"  - {{id: a{index}, do: {index}}}\n" for index in range(500))
    found = read(text.encode()).problems
    assert {one.code for one in found} == {"SOP103"}
    assert sorted(one.at.line for one in found) == list(range(7, 507))


def test_a_word_that_is_there_a_thousand_times_is_told_once() -> None:
    text = "kind: role\nid: a\ntitle: A\ntags: [" + "a, " * 5 * MOST + "b, b]\n"
    assert [one.message for one in read(text.encode()).problems] == ["`tags` names `a` twice", "`tags` names `b` twice"]

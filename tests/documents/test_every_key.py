"""Every key of every schema is used by a file in cases/valid and is at fault in a file of cases/invalid.

A key that stands in several definitions of one schema with the same shape, as `note` does in all steps, is one key.
What a document has at its top counts for each kind of its own. Every word of a list of words is used as well.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from handbook_builders import the_schemas
from sopbook.documents.kinds import KINDS
from sopbook.documents.meant import meant
from sopbook.documents.reader import ReadDocument, read_document
from sopbook.plain import to_plain
from sopbook.source.marks import Marks
from sopbook.source.position import Pointer, Position
from sopbook.source.yaml_reader import read

CASES = Path(__file__).parent / "cases"
VALID = sorted((CASES / "valid").glob("*.yml"))
INVALID = sorted((CASES / "invalid").glob("*.yml"))
MISSING = re.compile(r"`(\w+)` is missing")


@cache
def result(path: Path) -> ReadDocument:
    return read_document(path.read_bytes(), path.name, the_schemas())


@dataclass(frozen=True)
class Place:
    """A schema of an object: the file it stands in, and its name there, or nothing for the whole file."""

    file: str
    name: str
    schema: Mapping[str, Any]

    def key(self, key: str) -> str:
        """How a key of it is called here; the same for all definitions of the file in which it has this shape."""
        return _names()[self.file, self.name, key]


def _refers(schema: Mapping[str, Any], file: str, name: str) -> tuple[Mapping[str, Any], str, str]:
    while "$ref" in schema:
        home, _, target = schema["$ref"].partition("#/$defs/")
        file, name = home or file, target
        schema = the_schemas().values[file]["$defs"][target]
    return schema, file, name


def _places() -> Iterator[Place]:
    for kind in KINDS.values():
        yield Place(kind.schema, "", the_schemas().values[kind.schema])
    for file, schema in the_schemas().values.items():
        for name, one in schema.get("$defs", {}).items():
            if "properties" in one:
                yield Place(file, name, one)
        for name, one in schema.get("properties", {}).items():
            if "properties" in one:
                yield Place(file, name, one)


@cache
def _names() -> Mapping[tuple[str, str, str], str]:
    names: dict[tuple[str, str, str], str] = {}
    first: dict[tuple[str, str, str], str] = {}
    for place in _places():
        for key, schema in place.schema["properties"].items():
            shape = (place.file, key, json.dumps(schema) if place.name else "top")
            label = f"{place.file.split('.')[0]}{'#' + place.name if place.name else ''}.{key}"
            names[place.file, place.name, key] = first.setdefault(shape, label)
    return names


Use = tuple[Pointer, str, Any]


def uses(document: Mapping[str, Any]) -> Iterator[Use]:
    """Every key of a document that its schema knows: where it stands, how it is called here, and its value."""
    file = KINDS[str(document["kind"])].schema
    yield from _inside(document, the_schemas().values[file], file, "", ())


def _inside(value: Any, schema: Mapping[str, Any], file: str, name: str, at: Pointer) -> Iterator[Use]:
    schema, file, name = _refers(schema, file, name)
    ways = schema.get("oneOf", ())
    if ways and "$ref" in ways[0]:
        way = meant(ways, value)
        if isinstance(way, int):
            yield from _inside(value, ways[way], file, name, at)
    elif isinstance(value, dict):
        known, others = schema.get("properties", {}), schema.get("additionalProperties")
        for key, item in value.items():
            if key in known:
                yield (*at, key), Place(file, name, schema).key(key), item
                yield from _inside(item, known[key], file, key, (*at, key))
            elif isinstance(others, dict):
                yield from _inside(item, others, file, name, (*at, key))
    elif isinstance(value, list) and "items" in schema:
        for index, item in enumerate(value):
            yield from _inside(item, schema["items"], file, name, (*at, index))


def test_every_key_is_used_by_a_valid_file() -> None:
    used = {name for path in VALID for _, name, _ in uses(read(path.read_bytes(), path.name).value or {})}
    assert sorted(set(_names().values()) - used) == []


def test_every_word_of_a_list_is_used_by_a_valid_file() -> None:
    words: dict[str, set[str]] = {}
    for place in _places():
        for key, schema in place.schema["properties"].items():
            words.setdefault(place.key(key), set()).update(_words(schema, place.file))
    for path in VALID:
        for _, name, value in uses(read(path.read_bytes(), path.name).value or {}):
            words[name] -= {str(one) for one in (value if isinstance(value, list) else [value])}
    assert {name: sorted(left) for name, left in words.items() if left and not _may_miss(name)} == {}


def _words(schema: Mapping[str, Any], file: str) -> list[str]:
    schema, file, _ = _refers(schema, file, "")
    ways = [word for one in schema.get("oneOf", ()) for word in _words(one, file)]
    return [*ways, *schema.get("enum", ()), *schema.get("items", {}).get("enum", ())]


def _may_miss(name: str) -> bool:
    """Words that every kind has are used by some of them; on which weekdays one works, each works out alike."""
    return name.endswith((".status", ".open_runs", ".working_days", "field_list.of"))


@pytest.mark.parametrize("path", VALID, ids=lambda one: one.stem)
def test_a_valid_file_becomes_a_document_of_its_kind(path: Path) -> None:
    assert [f"{one.at} {one.message}" for one in result(path).problems] == []
    document = result(path).document
    assert document is not None
    assert type(document) is KINDS[document.kind].of
    assert document.id == path.stem


@pytest.mark.parametrize("path", VALID, ids=lambda one: one.stem)
def test_nothing_that_an_author_wrote_is_lost(path: Path) -> None:
    document = result(path).document
    assert document is not None
    parts = {key: getattr(document, key) for key in document.__dataclass_fields__ if key != "origin"}
    kept = {key.rstrip("_"): to_plain(value) for key, value in parts.items()}
    assert list(lost(document.origin.value, kept, ())) == []


def lost(written: Any, kept: Any, at: Pointer) -> Iterator[Pointer]:
    """The pointers of what stands in a file and not in the document; a value alone stands for a list of one."""
    if isinstance(kept, dict) and len(kept) == 1 and next(iter(kept)) in ("number", "date"):
        kept = next(iter(kept.values()))
    match written, kept:
        case dict(), dict():
            for key, value in written.items():
                yield from lost(value, kept.get(key), (*at, key))
        case list(), list() if len(written) == len(kept):
            for index, (one, other) in enumerate(zip(written, kept, strict=True)):
                yield from lost(one, other, (*at, index))
        case ((str() | bool() | None), [only]):
            yield from lost(written, only, at)
        case _, [only] if not isinstance(written, list):
            yield from lost(written, only, at)
        case _:
            if str(written) != str(kept):
                yield at


# what is refused


def test_every_key_is_at_fault_in_an_invalid_file() -> None:
    at_fault = {name for path in INVALID for name in faults(path)}
    left = set(_names().values()) - at_fault
    assert sorted(name for name in left if not name.endswith(".kind")) == []  # a wrong kind is told before all else


def faults(path: Path) -> Iterator[str]:
    reading = read(path.read_bytes(), path.name)
    if reading.value is None or str(reading.value.get("kind")) not in KINDS:
        return
    used = {at: name for at, name, _ in uses(reading.value)}
    places = dict(_pointers(reading.value, reading.marks, ()))
    for problem in result(path).problems:
        for pointer in places.get(problem.at, ()):
            if found := MISSING.match(problem.message):
                yield from _missing(reading.value, pointer[:-1], found[1])
            else:
                yield from _nearest(pointer, used)


def _pointers(value: Any, marks: Marks, at: Pointer) -> Iterator[tuple[Position, list[Pointer]]]:
    places: dict[Position, list[Pointer]] = {}
    for pointer in _all(value, at):
        for place in {marks.value(pointer), marks.key(pointer)}:
            places.setdefault(place, []).append(pointer)
    yield from places.items()


def _all(value: Any, at: Pointer) -> Iterator[Pointer]:
    if at:
        yield at
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield from _all(child, (*at, key))


def _nearest(pointer: Pointer, used: Mapping[Pointer, str]) -> Iterator[str]:
    """The key that a place belongs to: an entry of a list to the list."""
    while pointer and pointer not in used and isinstance(pointer[-1], int):
        pointer = pointer[:-1]
    if pointer in used:
        yield used[pointer]


def _missing(document: dict[str, Any], at: Pointer, key: str) -> Iterator[str]:
    """The key that is missing, found by putting it in."""
    inside: Any = document
    for part in at:
        inside = inside[part]
    if isinstance(inside, dict):
        inside[key] = ""
        yield from (name for pointer, name, _ in uses(document) if pointer == (*at, key))
        del inside[key]


def test_there_are_invalid_files_of_every_kind() -> None:
    kinds = [str((read(path.read_bytes(), path.name).value or {}).get("kind")) for path in INVALID]
    assert len(INVALID) > 250
    assert [kind for kind in KINDS if kinds.count(kind) < 5] == []

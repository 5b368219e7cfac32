"""The union of all kinds, which editors use, and what an independent validator makes of it and of every case file.

`check-jsonschema` runs once, as a process of its own, over all files, each judged by the schema of its kind; one bundle
holds all schemas, so that nothing is fetched. It reads YAML by itself, so only files that are about shape are compared:
where our reader refuses, it may not.
"""

import copy
import json
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from handbook_builders import SCHEMAS, the_schemas
from sopbook.documents.forms import is_day
from sopbook.documents.kinds import KINDS
from sopbook.documents.reader import read_document
from sopbook.source.codes import CODES as CODES_OF_THE_READER
from sopbook.source.yaml_reader import read

CASES = Path(__file__).parent / "cases"
FILES = [*sorted((CASES / "valid").glob("*.yml")), *sorted((CASES / "invalid").glob("*.yml"))]


@cache
def union() -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads((SCHEMAS / "handbook.schema.json").read_text("utf-8"))
    return found


@cache
def validator() -> jsonschema_rs.Draft202012Validator:
    registry = jsonschema_rs.Registry([(one["$id"], one) for one in the_schemas().values.values()])
    return jsonschema_rs.Draft202012Validator(
        union(), registry=registry, validate_formats=True, formats={"date": is_day}
    )


def test_the_union_is_of_all_kinds_in_the_order_of_the_table() -> None:
    assert [one["$ref"] for one in union()["oneOf"]] == [kind.schema for kind in KINDS.values()]


def test_every_kind_is_told_apart_by_its_name() -> None:
    """With a constant in `kind` an editor narrows to one alternative as soon as the first line is written."""
    kinds = [the_schemas().values[one["$ref"]]["properties"]["kind"]["const"] for one in union()["oneOf"]]
    assert kinds == list(KINDS)
    assert all("kind" in the_schemas().values[one["$ref"]]["required"] for one in union()["oneOf"])


@pytest.mark.parametrize("path", FILES, ids=lambda one: one.stem)
def test_the_union_takes_what_the_schema_of_the_kind_takes(path: Path) -> None:
    value = read(path.read_bytes(), path.name).value
    if value is not None:
        kind = value.get("kind")
        fits = isinstance(kind, str) and kind in KINDS and the_schemas().fits(kind, value)
        assert validator().is_valid(value) == fits


def test_a_document_of_one_kind_is_none_of_another() -> None:
    for path in sorted((CASES / "valid").glob("*.yml")):
        value = copy.deepcopy(read(path.read_bytes(), path.name).value)
        assert value is not None
        of = [kind for kind in KINDS if the_schemas().fits(kind, value)]
        assert of == [value["kind"]]


# an independent validator


def about_shape(path: Path) -> bool:
    """Whether our reader has nothing to say about a file: what is wrong with it is its shape, or nothing is."""
    problems = read_document(path.read_bytes(), path.name, the_schemas()).problems
    return not any(one.code in CODES_OF_THE_READER for one in problems)


@cache
def refused_by_another(folder: Path) -> frozenset[str]:
    ways = [
        {"if": {"properties": {"kind": {"const": name}}, "required": ["kind"]}, "then": {"$ref": kind.schema}}
        for name, kind in KINDS.items()
    ]
    kinds = {"properties": {"kind": {"enum": list(KINDS)}}, "required": ["kind"]}
    bundle = {"$id": union()["$id"], "$defs": dict(the_schemas().values), "allOf": [kinds, *ways]}
    schema = folder / "bundle.json"
    schema.write_text(json.dumps(bundle), "utf-8")
    command = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(schema), "--output-format", "json"]
    files = [str(path) for path in FILES if about_shape(path)]
    run = subprocess.run([*command, *files], capture_output=True, text=True, check=False)
    said = json.loads(run.stdout)
    assert said.get("parse_errors", []) == [], run.stdout[:2000]
    return frozenset(Path(one["filename"]).stem for one in said["errors"])


ONLY_OTHERS_PASS = ["id-on-a-line-of-its-own"]
"""Python's `$` also matches before a last line break; in other languages, and for us, it is the end of the text."""


def test_an_independent_validator_agrees_about_every_file(tmp_path_factory: pytest.TempPathFactory) -> None:
    refused = refused_by_another(tmp_path_factory.mktemp("union"))
    compared = [path for path in FILES if about_shape(path)]
    ours = {path.stem for path in compared if read_document(path.read_bytes(), path.name, the_schemas()).problems}
    assert sorted(refused - ours) == []
    assert sorted(ours - refused) == ONLY_OTHERS_PASS
    assert len(ours) > 200
    assert len(compared) - len(ours) > 40

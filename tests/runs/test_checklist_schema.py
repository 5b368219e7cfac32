"""The published form of a checklist is what its schema says, and the schema says what the classes say."""

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
import pytest

from handbook_builders import a_decision, handbook_of
from sopbook.decisions.table import Row, Table
from sopbook.decisions.weighing import Weighing
from sopbook.documents.decision import Factor, Outcome
from sopbook.documents.fields import Field
from sopbook.documents.procedure import Procedure
from sopbook.handbook.book import Handbook
from sopbook.runs.checklist import (
    FORMAT,
    Block,
    Callout,
    Checklist,
    Child,
    Code,
    Criterion,
    Duty,
    Leaf,
    Loop,
    Message,
    Option,
    Question,
    Quiz,
    Reading,
    Rework,
    Wait,
    read,
    written,
)
from sopbook.runs.freeze import freeze
from sopbook.workspace.loading import load
from sopbook.workspace.resources import schemas
from sopbook.workspace.settings import read_settings

ROOT = Path(__file__).parents[2]
SCHEMA: Any = json.loads((ROOT / "schemas" / "checklist.schema.json").read_text("utf-8"))
VALIDATOR = jsonschema_rs.Draft202012Validator(SCHEMA)
COMMIT = "0123456789abcdef" * 2 + "01234567"
CLASSES: Mapping[str, type] = {
    "callout": Callout,
    "duty": Duty,
    "rework": Rework,
    "option": Option,
    "field": Field,
    "loop": Loop,
    "child": Child,
    "reading": Reading,
    "question": Question,
    "quiz": Quiz,
    "message": Message,
    "wait": Wait,
    "code": Code,
    "criterion": Criterion,
    "leaf": Leaf,
    "block": Block,
    "table": Table,
    "row": Row,
    "weighing": Weighing,
    "factor": Factor,
    "outcome": Outcome,
}

EVERYTHING = """
- id: first
  do: Do it
  danger: Look out
  rules: [{id: quiet, must_not: Shout}]
  fields:
    sum: {type: number, unit: USD, min: 0.5, max: 20, integer: false, accept: "<= 4", default: 1.5, optional: true}
    plan: {type: choice, options: [project, retainer], default: retainer, label: Plan, help: Which one}
    parts: {type: choices, options: [a, b], default: [a]}
    ready: {type: yes_no, default: true}
    names: {type: list, of: text}
- id: good
  check: It is good
  if_failed: {go_back_to: first, at_most: 2}
- id: sound
  check: It is sound
  if_failed: go_on
- id: which
  decide: tier
  given: {value: 5, plan: first.plan}
- id: way
  choose: Which way?
  options:
    - {id: left, label: Left, steps: [{id: turn, do: Turn left}], end: true}
    - {id: right, label: Right, when: which.level = "gold"}
- id: together
  title: Together
  order: any
  only_if: There is time
  steps: [{id: rest, do: Rest, optional: true, effort: 30 minutes, expect: Calm, stop: true}]
- id: done
  approve: It is done
  not_by: [first]
  if_rejected: {go_back_to: first}
"""


@cache
def our_handbook() -> Handbook:
    settings = read_settings(ROOT, schemas(), {})
    return load(settings, schemas(), date(2026, 11, 23)).handbook


def procedures(book: Handbook) -> list[Procedure]:
    return [document for document in book.all if isinstance(document, Procedure)]


def published(procedure: Procedure, book: Handbook, commit: str = COMMIT) -> Any:
    return json.loads(written(freeze(procedure, book, commit=commit)))


def faults(value: Any) -> list[str]:
    return [f"{list(fault.instance_path)}: {fault.message}" for fault in VALIDATOR.iter_errors(value)]


def with_everything() -> tuple[Procedure, Handbook]:
    book = handbook_of(work=EVERYTHING, tier=a_decision())
    return procedures(book)[0], book


def test_every_procedure_of_our_handbook_freezes_to_it() -> None:
    book = our_handbook()
    found = {procedure.id: faults(published(procedure, book)) for procedure in procedures(book)}
    assert len(found) >= 5
    assert {name: some for name, some in found.items() if some} == {}


@pytest.mark.parametrize("commit", [COMMIT, ""])
def test_every_construct_freezes_to_it(commit: str) -> None:
    assert faults(published(*with_everything(), commit)) == []


def test_what_is_written_is_read_again() -> None:
    checklist = freeze(*with_everything(), commit=COMMIT)
    assert read(written(checklist)) == checklist
    assert written(read(written(checklist))) == written(checklist)


def test_the_schema_has_the_number_of_the_format() -> None:
    assert SCHEMA["properties"]["format"]["const"] == FORMAT


@pytest.mark.parametrize("name", ["", *CLASSES])
def test_a_definition_has_the_keys_of_its_class(name: str) -> None:
    shape, definition = (CLASSES[name], SCHEMA["$defs"][name]) if name else (Checklist, SCHEMA)
    own = {one.name.removesuffix("_") for one in fields(shape)} - {"path"}
    assert [f"{shape.__name__}.{key} is not in the schema" for key in sorted(own - set(definition["properties"]))] == []
    assert [f"{key} is not in {shape.__name__}" for key in sorted(set(definition["properties"]) - own)] == []


@pytest.mark.parametrize("name", ["", *CLASSES])
def test_a_definition_requires_what_its_class_needs(name: str) -> None:
    shape, definition = (CLASSES[name], SCHEMA["$defs"][name]) if name else (Checklist, SCHEMA)
    needed = {one.name for one in fields(shape) if one.default is MISSING is one.default_factory} - {"path"}
    assert set(definition["required"]) == needed


def test_every_definition_with_keys_is_of_a_class() -> None:
    with_keys = {name for name, one in SCHEMA["$defs"].items() if "properties" in one}
    assert with_keys == {*CLASSES, "number"}


def test_both_validators_take_it_alike() -> None:
    value = published(*with_everything())
    jsonschema.Draft202012Validator(SCHEMA).validate(value)


@pytest.mark.parametrize(
    "change",
    [
        {"format": 2},
        {"procedure": "../x"},
        {"commit": "main"},
        {"parts": [{"id": "a", "verb": "sing", "title": "A"}]},
        {"parts": [{"id": "a", "title": "A"}]},
        {"inputs": {"sum": {"type": "number", "min": 1.5}}},
        {"roles": {"owner": None}},
        {"surprise": 1},
    ],
    ids=lambda one: next(iter(one)),
)
def test_what_is_no_checklist_is_refused(change: Mapping[str, Any]) -> None:
    assert faults({**published(*with_everything()), **change})

"""Durations and times are read wherever the schemas allow one, and nowhere else."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from handbook_builders import SCHEMAS, a_procedure, document_from, handbook_of
from sopbook.documents.metric import Metric
from sopbook.documents.schedule import Schedule
from sopbook.handbook.schedules import as_text
from sopbook.handbook.time_texts import IN_WORDS, duration_at, interval_at, time_texts
from sopbook.source.position import Pointer
from sopbook.timing.due import Anchored
from sopbook.timing.durations import Duration, Unit
from sopbook.timing.schedule_parts import Every, Interval

VALID = sorted((Path(__file__).parents[1] / "documents" / "cases" / "valid").glob("*.yml"))
READINGS = ("duration", "time", "review")


def keys_of_times() -> set[str]:
    """The keys under which a schema has a duration or a time, and `wait`, which has a pattern of its own."""
    schemas = [json.loads(path.read_text("utf-8")) for path in SCHEMAS.glob("*.schema.json")]
    return {"wait", *(key for schema in schemas for key in keys_in(schema))}


def keys_in(schema: Any) -> Iterator[str]:
    if isinstance(schema, list):
        for item in schema:
            yield from keys_in(item)
    elif isinstance(schema, dict):
        for key, value in schema.items():
            if isinstance(value, dict) and value.get("$ref", "").rpartition("/")[2] in READINGS:
                yield key
            yield from keys_in(value)


def places_of_times(value: Any, keys: set[str], at: Pointer = ()) -> Iterator[Pointer]:
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in entries:
        if (
            key in keys
            and isinstance(item, str)
            and not {"schedule", "questions"} & set(at)
            and not item.startswith(IN_WORDS)
        ):
            yield (*at, key)
        yield from places_of_times(item, keys, (*at, key))


def test_the_schemas_have_times_under_these_keys() -> None:
    assert keys_of_times() >= {"due", "effort", "expires", "keep", "every", "answer", "resolve", "remind", "review"}


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_every_time_of_a_document_is_found_and_read(path: Path) -> None:
    document = document_from(path.read_text("utf-8"), path.name)
    keys = keys_of_times() - ({"every"} if isinstance(document, Metric) else set())
    found = time_texts(document, handbook_of())
    assert sorted(map(str, places_of_times(document.origin.value, keys))) == sorted(str(one.pointer) for one in found)
    assert [one for one in found if one.problem] == []


def test_a_value_is_asked_for_by_its_place() -> None:
    text = a_procedure(
        "- {id: one, do: Work, effort: 10 minutes, due: start}", head="review: every 6 months\nkeep: 2 years"
    )
    book = handbook_of(work=text.partition("steps:\n")[2])
    work = document_from(text, "work.yml")
    assert duration_at(work, book, "steps", 0, "effort") == Duration(10, Unit.MINUTE)
    assert duration_at(work, book, "steps", 0, "due") is None
    assert interval_at(work, book, "review") == Interval(6, Every.MONTH)
    assert [one.value for one in time_texts(work, book) if one.key == "due"] == [Anchored("start")]


def test_a_schedule_becomes_text_again() -> None:
    text = a_procedure("- {id: one, do: Work}", head='schedule: {every: month, day: [1, last], from: "2026-01-05"}')
    written = getattr(document_from(text, "work.yml"), "schedule")  # noqa: B009
    assert isinstance(written, Schedule)
    assert (as_text(written).day, as_text(written).from_, as_text(written).until) == ((1, "last"), "2026-01-05", "")

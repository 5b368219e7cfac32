"""What to do about a key that stands where it does not belong."""

from typing import Any

import pytest

from handbook_builders import the_schemas
from sopbook.documents.misplaced import advice

HEAD = {"id": "a", "title": "A"}


def known(kind: str, definition: str = "") -> dict[str, Any]:
    schema = the_schemas().values[f"{kind}.schema.json"]
    found: dict[str, Any] = (schema["$defs"][definition] if definition else schema)["properties"]
    return found


@pytest.mark.parametrize(
    ("kind", "key", "said"),
    [
        ("guideline", "schedule", "only a `procedure` or `path` has `schedule`"),
        ("procedure", "enrol", "only a `path` has `enrol`"),
        ("team", "version", "a team has no `version`: remove it"),
        ("standard", "rules", "a standard has no `rules`: remove it"),
        ("goal", "target", "did you mean `targets`?"),
        ("calendar", "hollidays", "did you mean `holidays`?"),
    ],
)
def test_a_key_of_another_kind_is_sent_home(kind: str, key: str, said: str) -> None:
    assert advice(key, {"kind": kind, **HEAD}, known(kind)) == said


@pytest.mark.parametrize(
    ("verb", "key", "said"),
    [
        ("do", "given", "only a step with `decide` or `run` has `given`"),
        ("check", "not_by", "only a step with `approve` has `not_by`"),
        ("wait", "questions", "only a step with `quiz` has `questions`"),
        ("do", "order", "only a group, a section or the whole document has `order`"),
        ("notify", "wait", "a step has exactly one verb: make a step of each"),
        ("read", "steps", "a step with a verb holds no steps: write `title` in place of the verb to make it a group"),
        ("run", "practise", "did you mean `practice`?"),
    ],
)
def test_a_key_of_another_verb_is_sent_home(verb: str, key: str, said: str) -> None:
    assert advice(key, {"id": "a", verb: "x", key: "y"}, known("procedure", verb)) == said


@pytest.mark.parametrize("key", ["fields", "expect", "meets", "code", "questions", "expires"])
def test_what_only_steps_have_is_no_part_of_a_group(key: str) -> None:
    said = f"only a step has `{key}`, and this is a group"
    assert advice(key, {**HEAD, "steps": []}, known("procedure", "group")) == said


def test_a_step_among_sections_is_told_where_it_goes() -> None:
    said = "a section has a `title` and `steps`, and the step goes under its `steps`"
    assert advice("notify", {"id": "a", "notify": "x"}, known("procedure", "group")) == said


def test_what_belongs_nowhere_is_answered_with_what_is_allowed() -> None:
    assert advice("colour", {"text": "x"}, known("procedure", "code")) == "allowed here: lang, text"

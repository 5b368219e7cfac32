"""The two validators agree: what one refuses the other explains, and the explanation is never empty."""

import copy
import json
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from referencing import Registry, Resource

from handbook_builders import the_schemas
from sopbook.documents.forms import is_day
from sopbook.documents.kinds import KINDS
from sopbook.documents.meant import Unclear, meant
from sopbook.documents.shape import CODES, Explainer
from sopbook.source.diagnostic import Diagnostic
from sopbook.source.marks import Marks
from sopbook.source.yaml_reader import read

ROOT = Path(__file__).parents[2]
FILES = [
    *sorted((ROOT / "sops").rglob("*.yml")),
    *sorted((ROOT / "tests").rglob("*.yml")),
]
PLAIN_FORMATS = jsonschema.FormatChecker(["date"])


def values() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in FILES:
        value = read(path.read_bytes(), path.name).value
        if isinstance(value, dict) and str(value.get("kind")) in KINDS:
            yield path.relative_to(ROOT).as_posix(), value


VALUES = dict(values())
VALID = [value for value in VALUES.values() if the_schemas().fits(value["kind"], value)]


@cache
def explainer() -> Explainer:
    return Explainer(the_schemas().values)


def explained(value: dict[str, Any]) -> list[Diagnostic]:
    return list(explainer().problems(KINDS[value["kind"]].schema, value, Marks("a.yml", "", value, 0)))


def plainly_valid(value: dict[str, Any]) -> bool:
    values = the_schemas().values
    registry: Registry[Any] = Registry[Any]().with_resources(
        [(one["$id"], Resource.from_contents(one)) for one in values.values()]
    )
    schema = values[KINDS[value["kind"]].schema]
    validator = jsonschema.Draft202012Validator(schema, registry=registry, format_checker=PLAIN_FORMATS)
    return bool(validator.is_valid(value))


ONLY_PYTHON_PASSES = frozenset({"tests/documents/cases/invalid/id-on-a-line-of-its-own.yml"})
"""Plain jsonschema takes Python's `$`, which also matches before a last line break; other tools do not."""


@pytest.mark.parametrize("name", VALUES)
def test_all_validators_agree_about_a_file(name: str) -> None:
    value = VALUES[name]
    fits = the_schemas().fits(value["kind"], value)
    assert fits == (explained(value) == [])
    assert fits == plainly_valid(value) or name in ONLY_PYTHON_PASSES


def test_there_are_files_of_both_sorts_for_every_kind() -> None:
    refused = {value["kind"] for value in VALUES.values() if not the_schemas().fits(value["kind"], value)}
    assert refused == {value["kind"] for value in VALID} == set(KINDS)


# changed documents

ODD_VALUES = st.sampled_from(
    [
        None, True, False, 0, 1, -1, 21, 10**30, Decimal("1.5"), Decimal("2.0"), Decimal("1E+40"),
        "", " ", "x", "X", "stop", "client-tier", "client_tier", "1.0", "2026-02-30", "0000-01-01", "2026-01-01",
        "30 minutes", "text", "number", "choice", "list", "owner\n", "a@b", "ä", "\N{ZERO WIDTH NO-BREAK SPACE}@b",
        [], [None], ["x"], ["x", "x"], [1, True], [[]], {}, {"id": "x"}, {"": None}, {"go_back_to": "x"},
        {"id": "x", "do": "y", "check": "z"}, {"id": "x", "title": "y", "steps": []}, {"type": "choice"},
        {"from": "runs"}, {"formula": "a"}, {"id": "x", "read": "http://a"}, {"id": "x", "do": "y", "every": "1 day"},
        {"every": "week"}, {"id": "x", "quiz": "y"}, "80 %", "until x", "every 2 weeks", "09:00", "Europe/Lisbon",
        {"must": "x", "may": "y", "id": "z"}, {"type": None}, {"type": "number", "options": []},
    ]
)  # fmt: skip
ODD_KEYS = st.sampled_from(
    [
        *("id", "do", "check", "choose", "options", "steps", "sections", "title", "type", "of", "must", "may", "when"),
        *(
            "rules",
            "factors",
            "outcomes",
            "hit_policy",
            "from",
            "formula",
            "of",
            "every",
            "for_each",
            "read",
            "wait",
            "run",
        ),
        *("doo", "stepps", "titel", "Id", "", "then wait", "a\nb", "$ref", "kind ", "0", "if_failed", "seen", "order"),
    ]
)


def places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if at:
        yield at
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield from places(child, (*at, key))


def holder(document: Any, at: tuple[Any, ...]) -> Any:
    for key in at[:-1]:
        document = document[key]
    return document


@st.composite
def changed_documents(draw: st.DrawFn) -> dict[str, Any]:
    """A valid document in which up to three things are dropped, renamed, replaced or put in."""
    document: dict[str, Any] = copy.deepcopy(draw(st.sampled_from(VALID)))
    for _ in range(draw(st.integers(1, 3))):
        left = [at for at in places(document) if at != ("kind",)]
        if not left:
            break
        at = draw(st.sampled_from(left))
        inside, key = holder(document, at), at[-1]
        match draw(st.sampled_from(["drop", "rename", "replace", "put in"])):
            case "drop":
                del inside[key]
            case "rename" if isinstance(inside, dict):
                name = draw(ODD_KEYS)
                if name != "kind":
                    inside[name] = inside.pop(key)
            case "put in" if isinstance(inside[key], dict):
                inside[key][draw(ODD_KEYS)] = copy.deepcopy(draw(ODD_VALUES))
            case _:
                inside[key] = copy.deepcopy(draw(ODD_VALUES))
    return document


@settings(max_examples=400, deadline=None)
@given(changed_documents())
def test_a_changed_document_is_explained_exactly_when_it_is_refused(document: dict[str, Any]) -> None:
    told = explained(document)
    assert the_schemas().fits(document["kind"], document) == (told == [])
    assert {one.code for one in told} <= set(CODES)
    assert all(one.message and one.hint for one in told)


# single words and places


def told_about(text: str) -> list[tuple[str, str]]:
    reading = read(text.encode(), "a.yml")
    assert reading.value is not None
    found = the_schemas().problems(str(reading.value["kind"]), reading.value, reading.marks)
    return [(one.message, one.hint) for one in sorted(found, key=lambda one: one.order)]


HEAD = 'kind: procedure\nid: a\ntitle: A\nowner: lead\nversion: "1.0"\n'


@pytest.mark.parametrize(
    ("step", "message", "hint"),
    [
        (
            "{id: x, do: Ask, then wait}",
            "unknown key `then wait`",
            "when it belongs to the text before it, put quotes around the whole text",
        ),
        (
            "{id: x, do: Read, check}",
            "unknown key `check`",
            "when it belongs to the text before it, put quotes around the whole text",
        ),
        ("{id: x, do: Read, notes: }", "unknown key `notes`", "did you mean `note`?"),
        (
            "{id: x, do: Read, check: }",
            "unknown key `check`",
            "a step has exactly one verb: make a step of each",
        ),
        (
            "{id: x, do: Read, steps: []}",
            "unknown key `steps`",
            "a step with a verb holds no steps: write `title` in place of the verb to make it a group",
        ),
        (
            "{id: x, do: Read, fields: {a: {type: text, options: [b, c]}}}",
            "unknown key `options`",
            "only a field of type `choice` or `choices` has `options`",
        ),
        (
            "{id: x, do: Read, fields: {a: {type: decimal, min: 1}}}",
            "`type` cannot be `decimal`",
            "write one of text, long_text, number, choice, choices, yes_no, date, time, datetime, link, email, person, "
            "file, list",
        ),
        ("{id: Call Us, do: Read}", "`id` is badly formed: `Call Us`", "an id is lower-case words joined by hyphens, "
         "such as `call-us`"),
        ("{id: x, do: Read, effort: 10}", "`effort` must be a text, not `10`", "write a number and a unit, such as "
         "`30 minutes`, `4 working hours` or `2 working days`"),
    ],
)  # fmt: skip
def test_a_fault_is_told_once_and_with_the_help_that_fits(step: str, message: str, hint: str) -> None:
    assert told_about(f"{HEAD}steps:\n  - {step}\n") == [(message, hint)]


def test_an_unknown_key_is_not_missing_as_well() -> None:
    text = HEAD.replace("title:", "titel:") + "steps:\n  - {id: x, do: Read}\n"
    assert told_about(text) == [("unknown key `titel`", "did you mean `title`?")]


def test_a_key_that_is_like_another_is_missing_all_the_same() -> None:
    text = "kind: team\nid: a\ntitle: A\npeople: [{idd: x, naame: y}, {roless: lead, id: z}]\n"
    assert told_about(text) == [
        ("unknown key `idd`", "did you mean `id`?"),
        ("unknown key `naame`", "did you mean `name`?"),
        ("unknown key `roless`", "did you mean `roles`?"),
        ("`name` is missing", "add `name:` (as the team calls them)"),
    ]  # fmt: skip


def test_deep_documents_are_judged_and_explained() -> None:
    parts: list[Any] = [{"id": "last", "do": "Stop", "colour": "green"}]
    for depth in range(60):
        parts = [{"id": f"part-{depth}", "title": "Part", "steps": parts}]
    value = {"kind": "procedure", "id": "a", "title": "A", "owner": "lead", "version": "1.0", "steps": parts}
    assert not the_schemas().fits("procedure", value)
    assert [one.message for one in explained(value)] == ["unknown key `colour`"]


def test_a_refusal_is_never_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Should the validators disagree one day, the words of the one that refused are shown."""
    monkeypatch.setattr(Explainer, "problems", lambda *_: iter(()))
    found = list(the_schemas().problems("role", {"kind": "role", "id": "a"}, Marks("a.yml", "", {}, 0)))
    assert [one.code for one in found] == ["SOP105"]
    assert "title" in found[0].message


def test_nothing_is_meant_where_a_slip_explains_it() -> None:
    alternatives = [{"required": ["steps"]}, {"required": ["sections"]}]
    assert meant(alternatives, {"stepps": []}) is None
    assert isinstance(meant(alternatives, {"title": "A"}), Unclear)
    assert meant(alternatives, {"sections": None}) == 1


@pytest.mark.parametrize("text", ["2026-01-31", "2024-02-29", "0001-01-01"])
def test_days_of_the_calendar(text: str) -> None:
    assert is_day(text)


@pytest.mark.parametrize("text", ["2026-02-29", "0000-01-01", "20260131", "2026-W05-6", "2026-1-31", "2026-01-31\n"])
def test_what_is_no_day_of_the_calendar(text: str) -> None:
    assert not is_day(text)


def test_the_messages_of_all_cases_stay_short() -> None:
    """A message is one line on a screen; lists of what is allowed stand in the hint."""
    long = [one.message for value in VALUES.values() for one in explained(value) if len(one.message) > 120]
    assert long == []


def test_schemas_are_plain_json() -> None:
    for name, schema in the_schemas().values.items():
        assert json.loads((ROOT / "schemas" / name).read_text("utf-8")) == schema

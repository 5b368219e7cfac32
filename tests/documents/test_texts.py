import json
from collections.abc import Iterator
from typing import Any

from handbook_builders import SCHEMAS, a_procedure, document_from
from sopbook.documents.kinds import KINDS
from sopbook.documents.texts import BLOCK, INLINE, marked_texts, texts

NO_PROSE = frozenset({
    "$schema", "kind", "id", "owner", "version", "status", "effective", "review", "audience", "acknowledge", "tags",
    "satisfies", "superseded_by", "related", "seen", "change", "class", "open_runs", "order", "by", "effort", "inputs",
    "rules", "sections", "steps", "fields", "when", "optional", "stop", "type", "options", "of", "unit", "min", "max",
    "integer", "default", "accept", "if_failed", "go_back_to", "at_most", "escalate", "decide", "given", "not_by",
    "if_rejected", "end", "decided_by", "consult", "outputs", "hit_policy", "then", "levels", "notify", "wait",
    "terms", "term", "also", "people", "name", "roles", "git", "criteria", "measure", "otherwise", "examples",
    "factors", "weight", "scale", "outcomes", "severities", "answer", "resolve", "via", "next", "repeat", "respond",
    "remind", "close_with", "level", "reports_to", "backup", "time", "daily", "weekly", "monthly", "channels", "deputy",
    "away", "zone", "joined", "from", "until", "working_days", "working_hours", "holidays", "day", "for", "enrol",
    "expires", "due", "if_late", "schedule", "every", "at", "overdue", "records_for", "keep", "for_each", "undo",
    "meets", "code", "lang", "text", "run", "read", "practice", "approve_by", "questions", "pass", "group", "value",
    "formula", "target", "alert", "per", "horizon", "targets", "metric", "reach",
})  # fmt: skip
"""Every key of the schemas that holds no prose; a new key goes here or into the table of `texts`."""


def keys(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for value in schema.values():
            yield from keys(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from keys(value)


def test_every_key_of_the_schemas_is_prose_or_not() -> None:
    names = ["common.schema.json", *(kind.schema for kind in KINDS.values())]
    known = {key for name in names for key in keys(json.loads((SCHEMAS / name).read_text("utf-8")))}
    assert sorted(known - INLINE - BLOCK - NO_PROSE) == []
    assert sorted((INLINE | BLOCK) & NO_PROSE) == []


def test_texts_come_with_their_places_in_the_order_of_the_file() -> None:
    body = """
    - id: one
      do: First
      how: |
        So and so
      note: [Mind this, and that]
      fields:
        how: {type: text, label: How, default: not prose}
    - {id: two, decide: tier, given: {how: not prose}, when: "not_prose"}
    """
    document = document_from(a_procedure(body, head="needs: [A pen]"), "work.yml")
    assert [(one.pointer, one.text, one.inline) for one in texts(document)] == [
        (("title",), "Work", True),
        (("needs", 0), "A pen", False),
        (("steps", 0, "do"), "First", True),
        (("steps", 0, "how"), "So and so\n", False),
        (("steps", 0, "note", 0), "Mind this", False),
        (("steps", 0, "note", 1), "and that", False),
        (("steps", 0, "fields", "how", "label"), "How", True),
    ]


def test_names_that_look_like_keys_of_prose_are_none() -> None:
    """Outputs and channels are called what an author likes, also `note` or `message`."""
    head = "kind: decision\nid: tier\ntitle: Tier\nowner: lead\nversion: '1.0'\nquestion: Which?\n"
    table = "inputs: {a: {type: text}}\noutputs: {note: {type: text}}\nrules: [{id: all, then: {note: x}}]\n"
    decision = document_from(f"{head}{table}otherwise: {{note: y}}\n", "tier.yml")
    team = "kind: team\nid: team\ntitle: Team\npeople: [{id: a, name: A}]\nchannels: {message: CHAT_URL}\n"
    assert [one.text for one in texts(decision)] == ["Tier", "Which?"]
    assert [one.text for one in texts(document_from(team, "team.yml"))] == ["Team"]


def test_only_texts_with_brackets_braces_or_angles_are_marked() -> None:
    body = """
    - {id: one, do: "See [[two]]", expect: Nothing}
    - {id: two, do: "Say {{ one }}"}
    - {id: three, do: "Write a < b"}
    """
    document = document_from(a_procedure(body), "work.yml")
    assert [one.text for one in marked_texts(document)] == ["See [[two]]", "Say {{ one }}", "Write a < b"]

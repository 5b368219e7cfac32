from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sopbook.documents.decision import Decision
from sopbook.documents.reader import read_document
from sopbook.exchange.decision_text import decision_text
from sopbook.source.decoding import REFUSED
from sopbook.source.yaml_reader import read
from sopbook.workspace.resources import schemas

SOPS = Path(__file__).parent.parent.parent / "sops" / "decisions"


def the_same(value: Any) -> Any:
    """As the reader gives it: lists, and numbers by their value."""
    if isinstance(value, Mapping):
        return {key: the_same(one) for key, one in value.items()}
    return [the_same(one) for one in value] if isinstance(value, list | tuple) else value


@pytest.mark.parametrize("file", sorted(SOPS.glob("*.yml")), ids=lambda file: file.stem)
def test_the_decisions_of_the_handbook_are_written_as_their_authors_wrote_them(file: Path) -> None:
    assert decision_text(read(file.read_bytes(), file.name).value or {}) == file.read_text("utf-8")


def test_keys_come_in_the_order_of_the_format_and_cells_are_quoted_where_yaml_needs_it() -> None:
    decision = {
        "rules": [
            {"then": {"level": "gold"}, "why": "It pays: twice.", "when": {"size": ">= 10", "plan": "-"}, "id": "a"},
            {"id": "b", "when": {"size": "[1..10)", "plan": 'not("x", y)'}, "then": {"level": "silver"}},
            {"id": "c", "when": {"size": "< 1", "due": "2026-01-31"}, "then": {"level": "silver"}},
        ],
        "inputs": {"size": {"unit": "%", "type": "number"}, "plan": {"type": "text", "label": "Which, if any?"}},
        "id": "tier",
        "kind": "decision",
        "version": "1.10",
        "background": "One.\nTwo.\n",
        "question": "Which tier?",
        "precedents": ["# no comment", "We kept it.\nOnce."],
    }
    assert (
        decision_text(decision)
        == """\
# yaml-language-server: $schema=../../schemas/decision.schema.json
kind: decision
id: tier
background: |
  One.
  Two.
version: "1.10"
question: Which tier?
inputs:
  size: {type: number, unit: "%"}
  plan:
    type: text
    label: Which, if any?
rules:
  - id: a
    when: {size: ">= 10", plan: "-"}
    then: {level: gold}
    why: "It pays: twice."
  - id: b
    when:
      size: "[1..10)"
      plan: not("x", y)
    then: {level: silver}
  - {id: c, when: {size: "< 1", due: "2026-01-31"}, then: {level: silver}}
precedents:
  - "# no comment"
  - |-
    We kept it.
    Once.
"""
    )


texts = st.one_of(
    st.text("ab1 \n\t\r:#-'\"\\[]{},?>|!&*%@`.=é\xa0\u200b日😀", max_size=10).filter(
        lambda one: not REFUSED.search(one)
    ),
    st.sampled_from(
        [*("-", ">= 5", "true", "null", "012", "1e5", "- a", "a: b", "a #b", "---", "...", "<<", "~", "="), "a?\n"]
    ),
)
names = st.sampled_from(["a", "level", "label", "id", "when"])
numbers = st.integers(-(10**15), 10**15) | st.decimals(-(10**9), 10**9, places=3)
scalars = texts | numbers | st.booleans()
rules = st.fixed_dictionaries(
    {"id": names, "then": st.dictionaries(names, scalars, min_size=1, max_size=3)},
    optional={"when": st.dictionaries(names, scalars, max_size=3), "why": texts},
)
examples = st.fixed_dictionaries(
    {"given": st.dictionaries(texts, scalars | st.none() | st.lists(scalars, max_size=2), max_size=3)}
)
decisions = st.fixed_dictionaries(
    {"kind": st.just("decision"), "title": texts, "rules": st.lists(rules, min_size=1, max_size=2)},
    optional={
        "purpose": texts,
        "inputs": st.dictionaries(
            names, st.dictionaries(names, texts | st.lists(texts, max_size=2), max_size=2), max_size=2
        ),
        "examples": st.lists(examples, max_size=2),
        "precedents": st.lists(texts, max_size=2),
        "strange": st.recursive(
            texts, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(texts, inner, max_size=2), max_leaves=4
        ),
    },
)


@given(decisions)
@settings(max_examples=60, deadline=None)
def test_what_was_written_is_read_again(decision: dict[str, Any]) -> None:
    reading = read(decision_text(decision).encode(), "it.yml")
    assert reading.problems == ()
    assert the_same(reading.value) == the_same(decision)


@pytest.mark.slow
@given(decisions)
@settings(max_examples=300, deadline=None)
def test_what_was_written_is_read_again_in_thousands_of_cases(decision: dict[str, Any]) -> None:
    reading = read(decision_text(decision).encode(), "it.yml")
    assert reading.problems == ()
    assert the_same(reading.value) == the_same(decision)


def test_what_it_writes_is_a_document() -> None:
    text = decision_text(
        {
            "kind": "decision",
            "id": "tier",
            "title": "Tier",
            "owner": "lead",
            "version": "1.0",
            "question": "Which tier?",
            "inputs": {"value": {"type": "number", "min": Decimal("0.50")}},
            "outputs": {"level": {"type": "choice", "options": ("gold", "silver")}},
            "rules": ({"id": "all", "then": {"level": "gold"}},),
        }
    )
    document = read_document(text.encode(), "tier.yml", schemas()).document
    assert isinstance(document, Decision)
    assert document.inputs["value"].min == Decimal("0.50")


def test_a_character_that_no_document_may_hold_is_left_to_the_reader() -> None:
    read_again = read_document(decision_text({"kind": "decision", "title": "a\u202eb"}).encode(), "it.yml", schemas())
    assert "U+202E" in read_again.problems[0].message

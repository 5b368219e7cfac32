"""What may be missing, held against every run of a small procedure.

A step gives a value under one condition, and another reads it under a second one. The naive judge goes through all
values, and asks whether there is a run in which the reader is reached and the giver was not.
"""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook_builders import a_procedure, found_in, handbook_from
from sopbook.feel.evaluate import evaluate
from sopbook.feel.parser import parse_condition

HEAD = """
run_title: "{{ plan }} {{ sure }} {{ size }}"
inputs:
  plan: {type: choice, options: [a, b, c]}
  sure: {type: yes_no}
  size: {type: number}
"""
VALUES = {"plan": ("a", "b", "c"), "sure": (True, False)}
conditions = st.recursive(
    st.sampled_from(('plan = "a"', 'plan != "b"', 'plan in ("a", "c")', "sure")),
    lambda inner: st.one_of(
        inner.map("not({})".format),
        st.tuples(inner, st.sampled_from(("and", "or")), inner).map(lambda one: f"({one[0]} {one[1]} {one[2]})"),
    ),
    max_leaves=4,
)


def is_doubted(giving: str, reading: str) -> bool:
    body = f"""
    - {{id: giver, do: Give, {giving} fields: {{value: {{type: number}}}}}}
    - {{id: reader, do: "Read {{{{ giver.value }}}}", {reading}}}
    """
    return "SOP232" in {one.code for one in found_in(handbook_from({"work.yml": a_procedure(body, head=HEAD)}))}


@settings(max_examples=60, deadline=None)
@given(conditions, conditions)
def test_a_value_is_doubted_when_a_run_comes_to_the_reader_without_it(giver: str, reader: str) -> None:
    trees = parse_condition(giver), parse_condition(reader)
    runs = (dict(zip(VALUES, values, strict=True)) for values in product(*VALUES.values()))
    found = [(evaluate(trees[0], run), evaluate(trees[1], run)) for run in runs]
    never_given = not any(given for given, _ in found)
    missing = any(read and not given for given, read in found)
    assert is_doubted(f"when: '{giver}',", f"when: '{reader}'") == (missing and not never_given)


@pytest.mark.parametrize("giving", ["optional: true,", "only_if: They ask,", "when: size > 5,"])
def test_what_cannot_be_worked_out_is_doubted(giving: str) -> None:
    assert is_doubted(giving, "how: Slowly")


@pytest.mark.parametrize("giving", ["optional: true,", "only_if: They ask,", "when: size > 5,"])
def test_whoever_asks_whether_it_was_done_is_not_doubted(giving: str) -> None:
    assert not is_doubted(giving, "when: giver.done")


def test_the_same_condition_in_other_words_around_it_is_enough() -> None:
    assert not is_doubted("when: size > 5,", "when: sure and size > 5")
    assert is_doubted("when: size > 5,", "when: sure or size > 5")


def test_the_same_question_to_a_person_is_enough() -> None:
    assert not is_doubted("only_if: They ask,", "only_if: They ask")
    assert is_doubted("only_if: They ask,", "only_if: They do not ask")

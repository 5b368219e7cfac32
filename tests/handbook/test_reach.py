from decimal import Decimal
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from handbook_builders import a_procedure, found_in, handbook_from
from sopbook.feel.evaluate import evaluate
from sopbook.feel.parser import parse_condition

HEAD = """
inputs:
  plan: {type: choice, options: [a, b, c]}
  sure: {type: yes_no}
  maybe: {type: yes_no, optional: true}
  size: {type: number}
"""
UNUSED, UNSPOKEN_NULL = "SOP231", "SOP233"
VALUES = {
    "plan": ("a", "b", "c"),
    "sure": (True, False),
    "maybe": (True, False, None),
    "size": (Decimal(0), Decimal(5), Decimal(10)),
}
ATOMS = ('plan = "a"', 'plan != "b"', 'plan in ("a", "c")', "sure", "maybe", "maybe = null", "size > 4", "size < 1")

conditions = st.recursive(
    st.sampled_from(ATOMS),
    lambda inner: st.one_of(
        inner.map("not({})".format),
        st.tuples(inner, st.sampled_from(("and", "or")), inner).map(lambda one: f"({one[0]} {one[1]} {one[2]})"),
    ),
    max_leaves=6,
)


def is_reported(outer: str, inner: str) -> bool:
    body = f"""
    - id: group
      title: A group
      when: '{outer}'
      steps: [{{id: one, do: Work, when: '{inner}'}}]
    """
    codes = {one.code for one in found_in(handbook_from({"work.yml": a_procedure(body, head=HEAD)}))}
    assert codes <= {"SOP214", UNUSED, UNSPOKEN_NULL}
    return "SOP214" in codes


def can_be(*texts: str) -> bool:
    trees = [parse_condition(text) for text in texts]
    cases = (dict(zip(VALUES, values, strict=True)) for values in product(*VALUES.values()))
    return any(all(evaluate(tree, case) is True for tree in trees) for case in cases)


@settings(max_examples=80, deadline=None)
@given(conditions, conditions)
def test_what_is_reported_can_never_be_and_what_can_never_be_over_choices_is_reported(outer: str, inner: str) -> None:
    if is_reported(outer, inner):
        assert not can_be(outer, inner)
    elif "size" not in outer + inner:
        assert can_be(outer, inner)


def test_more_combinations_than_can_be_tried_are_left_alone() -> None:
    names = [f"s{number}" for number in range(13)]
    head = "inputs:\n" + "\n".join(f"  {name}: {{type: yes_no}}" for name in names)
    condition = " and ".join([*names, f"not({names[0]})"])
    body = f"- {{id: one, do: Work, when: {condition}}}"
    assert found_in(handbook_from({"work.yml": a_procedure(body, head=head)})) == ()

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decisions_strategies import INPUTS, POOLS, a_test_of
from sopbook.decisions.conditions import Space, Unplaced, space_of
from sopbook.decisions.search import Effort
from sopbook.documents.fields import Field, FieldType
from sopbook.feel.evaluate import evaluate
from sopbook.feel.parser import parse_condition
from sopbook.feel.syntax import Expression
from sopbook.feel.values import Value

FIELDS = {
    "number": Field(type=FieldType.NUMBER, optional=True),
    "choice": INPUTS["choice"],
    "signed": Field(type=FieldType.YES_NO, optional=True),
}
POOL = {"number": (*POOLS["number"], None), "choice": POOLS["choice"], "signed": (True, False, None)}

atoms = st.one_of(
    a_test_of("number").map("number in ({})".format),
    st.sampled_from(("number < 1", "2.5 <= number", "number between 1 and 5", "number != null", "null = number")),
    st.sampled_from(("0", "1", "5")).map("number != {}".format),
    st.sampled_from(
        ('choice = "low"', 'choice in ("low", "mid")', '"mid" != choice', "signed", "signed = false", "true")
    ),
)
conditions = st.recursive(
    atoms,
    lambda inner: st.one_of(
        inner.map("not({})".format),
        st.tuples(inner, inner).map(lambda two: f"({two[0]} and {two[1]})"),
        st.tuples(inner, inner).map(lambda two: f"({two[0]} or {two[1]})"),
    ),
    max_leaves=6,
)
CASES = [dict(zip(POOL, values, strict=True)) for values in product(*POOL.values())]


def holds(space: Space, tree: Expression, case: dict[str, Value]) -> bool:
    at = [column.at(case[column.name]) or 0 for column in space.columns]
    return any(all(mask >> piece & 1 for mask, piece in zip(box, at, strict=True)) for box in space.where(tree))


@given(conditions)
@settings(max_examples=150, deadline=None)
def test_a_condition_is_true_in_its_boxes_and_nowhere_else(text: str) -> None:
    tree = parse_condition(text)
    space = space_of([tree], FIELDS)
    for case in CASES:
        assert holds(space, tree, case) is (evaluate(tree, case) is True)


@given(st.lists(conditions, min_size=1, max_size=3))
@settings(max_examples=100, deadline=None)
def test_what_conditions_leave_out_is_a_case_in_which_none_holds(texts: list[str]) -> None:
    trees = [parse_condition(text) for text in texts]
    space = space_of(trees, FIELDS)
    taken = tuple(box for tree in trees for box in space.where(tree))
    left = space.left_out((space.everything,), taken, Effort())
    if left is None:
        assert all(any(evaluate(tree, case) is True for tree in trees) for case in CASES)
    else:
        case = {**CASES[0], **space.case(left)}
        assert not any(evaluate(tree, case) is True for tree in trees)


@pytest.mark.parametrize("text", ["number < limit", "number * 2 < 5", 'list has "a"', "stranger = 1"])
def test_what_compares_names_calculates_or_asks_a_list_has_no_boxes(text: str) -> None:
    with pytest.raises(Unplaced):
        space_of([parse_condition(text)], {**FIELDS, "limit": FIELDS["number"], "list": FIELDS["choice"]})

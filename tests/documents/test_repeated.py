"""Which entries are there again, as JSON means it."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sopbook.documents.repeated import repeated

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(0, 2) | st.sampled_from(["", "a", "1", Decimal("1.0"), Decimal(2)]),
    lambda one: st.lists(one, max_size=2) | st.dictionaries(st.sampled_from("ab"), one, max_size=2),
    max_leaves=4,
)


def same(one: Any, other: Any) -> bool:
    """Equality of JSON, slowly: a truth is no number, and a number is what it amounts to."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(same(*pair) for pair in zip(one, other, strict=True))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return type(one) in (int, Decimal) and one == other if type(other) in (int, Decimal) else one == other


@given(st.lists(VALUES, max_size=6))
def test_the_second_of_each_is_named(items: list[Any]) -> None:
    seconds = [index for index, item in enumerate(items) if sum(same(item, before) for before in items[:index]) == 1]
    assert list(repeated(items)) == seconds


@pytest.mark.parametrize(
    ("items", "indexes"),
    [
        ([], []),
        (["a", "b", "a", "a"], [2]),
        ([1, True], []),
        ([1, Decimal("1.0")], [1]),
        ([[], {}, "", None], []),
        ([{"a": 1, "b": [2]}, {"b": [2], "a": 1}], [1]),
    ],
)  # fmt: skip
def test_examples(items: list[Any], indexes: list[int]) -> None:
    assert list(repeated(items)) == indexes

"""Whether a condition says what an empty value means."""

import pytest

from sopbook.feel.nulls import check_nulls, null_is_spoken_for
from sopbook.feel.parser import parse_condition
from sopbook.feel.types import Number


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("x = null or x > 5", True),
        ("null != x and x > 5", True),
        ("x in (null, > 5)", True),
        ("not(x in (!= null))", True),
        ("x > 5", False),
        ("y = null or x > 5", False),
        ("x in (1, > 5)", False),
        ("x + 1 = null", False),
    ],
)
def test_a_test_for_null_speaks_for_it(text: str, spoken: bool) -> None:
    assert null_is_spoken_for(parse_condition(text), "x") is spoken


def test_each_optional_name_left_open_is_told_once() -> None:
    scope = {"x": Number(nullable=True), "y": Number(nullable=True), "z": Number()}
    (problem,) = check_nulls(parse_condition("x = null or y > 5 and y < z and unknown > 1"), scope)
    assert (problem.offset, problem.end) == (12, 13)
    assert problem.message == "`y` may be left empty, and this does not say what then"

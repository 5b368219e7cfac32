"""What may enter an expression from outside."""

from decimal import Decimal

import pytest

from sopbook.feel.values import as_value


def test_integers_become_decimals_and_lists_tuples() -> None:
    assert as_value([1, True, "x", None, [Decimal("0.1")]]) == (Decimal(1), True, "x", None, (Decimal("0.1"),))
    assert as_value(True) is True


@pytest.mark.parametrize("stranger", [0.1, Decimal("NaN"), Decimal("Infinity"), {"a": 1}, b"x"])
def test_a_stranger_is_a_bug_of_the_caller(stranger: object) -> None:
    with pytest.raises(TypeError, match="no value"):
        as_value(stranger)

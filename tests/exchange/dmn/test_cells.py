from decimal import Decimal

import pytest

from sopbook.exchange.dmn.cells import our_cell, our_spelling, read_cell, read_value, their_cell
from sopbook.feel.problem import FeelError
from sopbook.feel.types import Choice

PLANS = Choice(("retainer", "one-off", "by the hour", "null"))


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("a-b", "a - b"),
        ("Cost-Income > 5-3", "Cost-Income > 5 - 3"),
        ('"a-b", .5', '"a-b", 0.5'),
        ("? >= 5", ">= 5"),
        ("[1..5]", "[1..5]"),
        ('date("2026-01-01")', 'date("2026-01-01")'),
    ],
)
def test_feel_is_spelled_our_way(theirs: str, ours: str) -> None:
    assert our_spelling(theirs, ("Cost-Income",)) == ours


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("retainer, by the hour", '"retainer", "by the hour"'),
        ("not(one-off)", 'not("one-off")'),
        ("!= retainer", 'not("retainer")'),
        ('!= retainer, "retainer"', '? != "retainer", "retainer"'),
        ("-", "-"),
        ("null", "null"),
    ],
)
def test_our_cells_become_theirs_and_ours_again(ours: str, theirs: str) -> None:
    assert their_cell(ours, PLANS, ()) == theirs
    assert their_cell(our_cell(read_cell(theirs, ()), PLANS), PLANS, ()) == theirs


def test_only_plain_options_stand_without_quotes() -> None:
    assert our_cell(read_cell('"retainer", "one-off"', ()), PLANS) == "retainer, one-off"
    assert our_cell(read_cell('"null"', ()), PLANS) == '"null"'


def test_a_value_is_no_calculation() -> None:
    assert read_value("-.5") == Decimal("-0.5")
    with pytest.raises(FeelError, match="worked out"):
        read_value("1 + 1")

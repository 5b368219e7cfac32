import pytest

from sopbook.feel.parser import parse_expression
from sopbook.handbook.figures import mixed_units, unit_of

UNITS = {"revenue": "EUR", "cost": "EUR", "hours": "h", "share": "%"}


@pytest.mark.parametrize(
    ("formula", "unit"),
    [
        ("revenue", "EUR"),
        ("-revenue", "EUR"),
        ("revenue - cost", "EUR"),
        ("100 - share", "%"),
        ("revenue / hours", ""),
        ("revenue * 2", ""),
        ("(revenue - cost) / revenue * 100", ""),
        ("strange + 1", ""),
        ("5", ""),
    ],
)
def test_a_unit_is_known_where_only_alike_things_are_added(formula: str, unit: str) -> None:
    assert unit_of(parse_expression(formula), UNITS) == unit


@pytest.mark.parametrize(
    ("formula", "second"),
    [
        ("revenue + hours", "hours"),
        ("revenue + cost - hours", "hours"),
        ("100 + revenue - share", "share"),
        ("(revenue > hours)", "hours"),
        ("(hours between 1 and cost)", "cost"),
        ("(revenue in (hours, [cost..5]))", "hours"),
        ("share * (revenue - (cost + hours))", "hours"),
        ("(revenue + 1) - (hours + 1)", "(hours + 1)"),
    ],
)
def test_unlike_things_side_by_side_are_found_where_the_second_stands(formula: str, second: str) -> None:
    found = [formula[one.at.offset : one.at.end] for one in mixed_units(parse_expression(formula), UNITS)]
    assert found == [second] or found == [second.strip("()")]


@pytest.mark.parametrize(
    "formula", ["revenue - cost", "revenue / hours + cost", "revenue + 5", "(1 < revenue)", "strange - hours"]
)
def test_alike_and_open_things_are_left_alone(formula: str) -> None:
    assert list(mixed_units(parse_expression(formula), UNITS)) == []

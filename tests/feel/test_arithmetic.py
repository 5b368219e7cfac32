"""Calculating with dates, times and durations; that the types say what the values do."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feel.naive import naive
from feel.strategies import SCOPE, assignments, days, decimals, durations, temporals
from sopbook.feel.check import check_expression
from sopbook.feel.evaluate import evaluate
from sopbook.feel.format import value_text
from sopbook.feel.parser import parse_condition, parse_expression
from sopbook.feel.syntax import Arithmetic, Expression, Literal, Operation
from sopbook.feel.types import literal_type
from sopbook.feel.values import Scalar, Value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('@"2026-03-01" - @"2026-02-01"', 'duration("P28D")'),
        ('@"2026-01-31" + @"P1D"', 'date("2026-02-01")'),
        ('@"P1D" + @"2026-01-31"', 'date("2026-02-01")'),
        ('@"2026-01-31" + @"PT36H"', 'date("2026-02-01")'),
        ('@"2026-01-31" - @"PT1H"', 'date("2026-01-30")'),
        ('@"2026-01-31" + @"P1M"', 'date("2026-02-28")'),
        ('@"2024-02-29" - @"P1Y"', 'date("2023-02-28")'),
        ('@"2026-01-15" + @"-P13M"', 'date("2024-12-15")'),
        ('@"P1M" + @"2026-01-31T10:00"', 'date and time("2026-02-28T10:00:00")'),
        ('@"9999-12-31" + @"P1D"', "null"),
        ('@"0001-01-01" - @"P1M"', "null"),
        ('@"2026-01-31T23:30" + @"PT45M"', 'date and time("2026-02-01T00:15:00")'),
        ('@"2026-01-31T10:00" - @"2026-01-30T09:00"', 'duration("P1DT1H")'),
        ('@"2026-01-31T10:00Z" - @"2026-01-31T10:00+02:00"', 'duration("PT2H")'),
        ('@"2026-01-31T10:00Z" - @"2026-01-31T10:00"', "null"),
        ('@"2026-03-28T12:00@Europe/Lisbon" + @"P1D"', 'date and time("2026-03-29T13:00:00@Europe/Lisbon")'),
        ('@"2026-03-29T12:00@Europe/Lisbon" - @"2026-03-28T12:00@Europe/Lisbon"', 'duration("PT23H")'),
        ('@"2026-03-28T12:00@Europe/Lisbon" + @"P1M"', 'date and time("2026-04-28T12:00:00@Europe/Lisbon")'),
        ('@"23:30" + @"PT1H"', 'time("00:30:00")'),
        ('@"00:30+01:00" - @"PT1H"', 'time("23:30:00+01:00")'),
        ('@"10:00" - @"11:30"', 'duration("-PT1H30M")'),
        ('@"P1D" + @"PT1H" - @"PT30M"', 'duration("P1DT30M")'),
        ('@"PT1H" * 26', 'duration("P1DT2H")'),
        ('1.5 * @"P4DT1H"', 'duration("P6DT1H30M")'),
        ('@"P1D" / 0', "null"),
        ('@"P10D" / @"P4D"', "2.5"),
        ('@"P1D" / @"P0D"', "null"),
        ('@"P1Y" - @"P2M"', 'duration("P10M")'),
        ('@"P1Y11M" * -2.5', 'duration("-P4Y9M")'),
        ('@"P10Y11M" / 2.5', 'duration("P4Y4M")'),
        ('@"P5Y" / @"P10M"', "6"),
        ('@"P9999Y" * 2', "null"),
        ('-@"P1D"', 'duration("-P1D")'),
        ('-@"P1M"', 'duration("-P1M")'),
        ('-@"2026-01-31"', "null"),
        ('@"P1D" + @"P1M"', "null"),
        ('@"2026-01-31" + 1', "null"),
        ('"Monday" + " " + "morning"', '"Monday morning"'),
        ('"a" - "b"', "null"),
    ],
)
def test_examples_of_dates_and_durations(text: str, expected: str) -> None:
    assert value_text(evaluate(parse_expression(text), {})) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-3 ** 2", Decimal(9)),
        ("3 ** 4 ** 5", Decimal(3486784401)),
        ("2 * 3 ** 2", Decimal(18)),
        ("10 ** -5", Decimal("0.00001")),
        ("4 ** 0.5", Decimal(2)),
        ("0 ** 0", None),
        ("(0 - 8) ** 0.5", None),
        ("0 ** -1", None),
        ("9 ** (9 ** 9)", None),
        ("2 ** null", None),
    ],
)
def test_examples_of_powers(text: str, expected: Value) -> None:
    assert evaluate(parse_expression(text), {}) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('@"2026-01-31T10:00Z" = @"2026-01-31T12:00+02:00"', True),
        ('@"2026-01-31T10:00@Europe/Paris" < @"2026-01-31T10:00@Europe/Lisbon"', True),
        ('@"2026-01-31T10:00" = @"2026-01-31T10:00Z"', False),
        ('@"2026-01-31T10:00" < @"2026-01-31T11:00Z"', None),
        ('@"10:00Z" = @"11:00+01:00"', True),
        ('@"10:00" < @"10:00Z"', None),
        ('@"P1D" = @"PT24H"', True),
        ('@"P1Y" > @"P11M"', True),
        ('@"P30D" < @"P1M"', None),
        ('@"P0D" = @"P0M"', None),
        ('@"2026-01-31" = @"2026-01-31T00:00"', None),
        ('@"2026-01-31" in (@"2026-01-01"..@"2026-01-31"]', True),
        ('@"2026-01-31" between @"2026-02-01" and @"2026-02-28"', False),
        ('@"10:00" in (@"09:00", > @"09:30")', True),
    ],
)
def test_examples_of_order(text: str, expected: bool | None) -> None:
    assert evaluate(parse_condition(text), {}) is expected


def scalars() -> st.SearchStrategy[Scalar]:
    return st.one_of(temporals(), decimals(), st.sampled_from(("a", "b")), st.booleans())


@given(operator=st.sampled_from(("+", "-", "*", "/", "**")), left=scalars(), right=scalars())
@settings(max_examples=300, deadline=None)
def test_what_has_an_answer_has_its_type_and_a_second_calculator_agrees(
    operator: str, left: Scalar, right: Scalar
) -> None:
    tree = Arithmetic(Literal(left), (Operation(operator, Literal(right)),))
    result, expected = evaluate(tree, {}), naive(tree, {})
    assert (type(result), result) == (type(expected), expected)
    checked = check_expression(tree, {})
    assert not (result is not None and checked.problems)
    if result is not None and not isinstance(result, str | tuple):
        assert checked.type == literal_type(result)


@given(tree=days() | durations(), values=assignments())
@settings(max_examples=80, deadline=None)
def test_dates_and_durations_are_sound_and_a_second_interpreter_agrees(
    tree: Expression, values: dict[str, Value]
) -> None:
    result, expected = evaluate(tree, values), naive(tree, values)
    assert (type(result), result) == (type(expected), expected)
    assert check_expression(tree, SCOPE).problems == ()

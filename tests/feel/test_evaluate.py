"""Values of expressions: decimals, three-valued logic, null and missing values; judged by a second interpreter."""

from decimal import Decimal, localcontext
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feel.naive import naive
from feel.strategies import SCOPE, assignments, cells, conditions, expressions, numbers, values_of
from sopbook.feel.cells import parse_cell
from sopbook.feel.evaluate import MissingValue, evaluate, matches
from sopbook.feel.parser import parse_condition, parse_expression
from sopbook.feel.syntax import Cell, Expression, Literal, Not, walk
from sopbook.feel.types import Choice, Number, Type, YesNo
from sopbook.feel.values import Value

VALUES = {
    "t": True,
    "f": False,
    "n": None,
    "five": 5,
    "half": Decimal("0.5"),
    "word": "abc",
    "list": ["a", "b"],
    "no": [],
}


def value_of(text: str) -> Value:
    return evaluate(parse_condition(text, VALUES), VALUES)


@pytest.mark.parametrize("operator", ["and", "or"])
def test_truth_tables(operator: str) -> None:
    table = {
        "and": {"tt": True, "tf": False, "tn": None, "ff": False, "fn": False, "nn": None},
        "or": {"tt": True, "tf": True, "tn": True, "ff": False, "fn": None, "nn": None},
    }[operator]
    for (left, right), expected in table.items():
        assert value_of(f"{left} {operator} {right}") is expected
        assert value_of(f"{right} {operator} {left}") is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("not(t)", False),
        ("not(n)", None),
        ("not(five)", None),
        ("five and t", None),
        ("five and f", False),
        ("0.1 + 0.2 = 0.3", True),
        ("2 + 3 * 4", Decimal(14)),
        ("10 - 4 - 3", Decimal(3)),
        ("12 / 2 / 3", Decimal(2)),
        ("-five + 1", Decimal(-4)),
        ("2 / 3", Decimal("0.6666666666666666666666666666666667")),
        ("five / 0", None),
        ("0 / 0", None),
        ("five + n", None),
        ("five + word", None),
        ("5.0 = five", True),
        ("five != 4", True),
        ("five > n", None),
        ("five = n", None),
        ("n = n", None),
        ("n = null", True),
        ("null = n", True),
        ("five = null", False),
        ("five != null", True),
        ("null = null", True),
        ("n < null", None),
        ('five = "5"', None),
        ("t = 1", None),
        ('word < "b"', None),
        ("five between 5 and 6", True),
        ("five between 6 and n", False),
        ("five between 5 and n", None),
        ("five in (1, [4..5])", True),
        ("five in (4..5)", False),
        ("five in (1, n)", None),
        ("n in (1, null)", True),
        ("n in (1, > 2)", None),
        ('list has "a"', True),
        ('list has "c"', False),
        ('n has "a"', None),
        ("list has n", None),
        ('no has "a"', False),
        ('word has "a"', None),
    ],
)
def test_examples(text: str, expected: Value) -> None:
    assert value_of(text) == expected
    assert type(value_of(text)) is type(expected)


def test_numbers_keep_34_digits_and_round_half_to_even_whatever_the_ambient_context() -> None:
    with localcontext() as ambient:
        ambient.prec = 3
        assert value_of("1234567.89 + 0.01") == Decimal("1234567.90")
        assert value_of(f"{'9' * 34} + 0.5") == Decimal("1E+34")
        assert value_of(f"{'2' * 34} + 0.5") == Decimal("2" * 34)
        assert value_of("-1234567.89") == Decimal("-1234567.89")


def test_a_number_too_great_to_write_is_null() -> None:
    assert value_of(" * ".join(["9" * 34] * 200)) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("f and later", False),
        ("later and f", False),
        ("t or later > 5", True),
        ("later > 5 or t", True),
        ("later + n", None),
        ("n < later", None),
        ("five in (later, 5)", True),
        ("five between later and 4", False),
        ("f and (n or later)", False),
    ],
)
def test_a_missing_value_does_not_matter_when_the_answer_is_clear(text: str, expected: Value) -> None:
    assert value_of(text) is expected


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("later", ("later",)),
        ("t and later", ("later",)),
        ("later and n", ("later",)),
        ("later = null", ("later",)),
        ("null != later", ("later",)),
        ("not(later)", ("later",)),
        ("a + later > b and f or a = 1", ("a",)),
        ("a + later > b", ("a", "later", "b")),
        ("list has later", ("later",)),
        ("later in (1, 2)", ("later",)),
        ("later between 1 and 5", ("later",)),
    ],
)
def test_a_missing_value_is_named_when_the_answer_hangs_on_it(text: str, names: tuple[str, ...]) -> None:
    with pytest.raises(MissingValue) as caught:
        value_of(text)
    assert caught.value.names == names
    assert caught.value.name == names[0]


@pytest.mark.parametrize(
    ("cell", "of", "value", "fits"),
    [
        ("", Number(), None, True),
        ("-", Number(), None, True),
        ("null", Number(), None, True),
        ("null", Number(), 5, False),
        ("5, null", Number(), None, True),
        ("!= 5", Number(), None, False),
        ("not(5)", Number(), None, False),
        ("not(null)", Number(), None, False),
        ("not(null)", Number(), 5, True),
        ("!= null", Number(), 5, True),
        ("[3000..10000)", Number(), 3000, True),
        ("[3000..10000)", Number(), 10000, False),
        ("]1..5]", Number(), 1, False),
        ("not(1, > 5)", Number(), 3, True),
        ("not(1, > 5)", Number(), 7, False),
        ("retainer", Choice(("retainer", "project")), "retainer", True),
        ("not(retainer)", Choice(("retainer", "project")), "project", True),
        ("true", YesNo(), True, True),
        ("true", YesNo(), False, False),
        ("5", Number(), "5", False),
        ("not(5)", Number(), "5", False),
    ],
)
def test_cells(cell: str, of: Type, value: object, fits: bool) -> None:
    assert matches(parse_cell(cell, of), value) is fits


def test_a_cell_may_compare_with_another_value() -> None:
    cell = parse_cell("< budget", Number())
    assert matches(cell, 5, {"budget": 6})
    with pytest.raises(MissingValue, match="budget"):
        matches(cell, 5)


@given(tree=expressions() | conditions() | numbers(), values=assignments())
@settings(max_examples=180, deadline=None)
def test_a_second_interpreter_agrees(tree: Expression, values: dict[str, Value]) -> None:
    result = evaluate(tree, values)
    expected = naive(tree, values)
    assert (type(result), result) == (type(expected), expected)


@given(condition=conditions(), values=assignments())
@settings(max_examples=100, deadline=None)
def test_a_sound_condition_is_true_false_or_null_and_not_turns_it_round(
    condition: Expression, values: dict[str, Value]
) -> None:
    result = evaluate(condition, values)
    assert result is None or isinstance(result, bool)
    assert evaluate(Not(condition), values) is (None if result is None else not result)


def answer(tree: Expression, values: dict[str, Value]) -> Value | MissingValue:
    try:
        return evaluate(tree, values)
    except MissingValue as missing:
        return missing


@given(data=st.data(), tree=expressions() | conditions(), values=assignments())
@settings(max_examples=120, deadline=None)
def test_an_answer_without_a_value_stays_whatever_the_value_turns_out_to_be(
    data: Any, tree: Expression, values: dict[str, Value]
) -> None:
    missing = data.draw(st.sets(st.sampled_from(sorted(SCOPE)), min_size=1))
    early = answer(tree, {name: value for name, value in values.items() if name not in missing})
    if isinstance(early, MissingValue):
        assert set(early.names) <= missing
        return
    completed = values | {name: data.draw(values_of(SCOPE[name])) for name in sorted(missing)}
    assert evaluate(tree, completed) == early


@given(cell=cells(), values=assignments())
@settings(max_examples=100, deadline=None)
def test_null_fits_only_an_empty_cell_or_one_that_says_null(cell: Cell, values: dict[str, Value]) -> None:
    says_null = any(node == Literal(None) for node, _ in walk(cell))
    assert says_null or matches(cell, None, values) is (not cell.tests)


@given(text=st.sampled_from(["days + 1", "plan", '"x"', "null", "-days"]), values=assignments())
@settings(max_examples=30, deadline=None)
def test_given_values_are_handed_on(text: str, values: dict[str, Value]) -> None:
    assert evaluate(parse_expression(text), values) == naive(parse_expression(text), values)

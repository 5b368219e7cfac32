"""Trees of expressions: precedence, places, and what is said about text that is none."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from feel.strategies import SCOPE
from sopbook.feel.cells import parse_cell
from sopbook.feel.check import check_condition
from sopbook.feel.evaluate import MissingValue, evaluate
from sopbook.feel.format import expression_text
from sopbook.feel.parser import DEEPEST, parse_condition, parse_expression
from sopbook.feel.problem import FeelError
from sopbook.feel.syntax import (
    Against,
    And,
    Arithmetic,
    Comparison,
    In,
    Interval,
    Literal,
    Name,
    Negative,
    Not,
    Operation,
    Or,
    walk,
)
from sopbook.feel.types import Choice

A, B, C = Name("a"), Name("b"), Name("c")
DAY = Literal(date(2026, 1, 31))
ONE, FIVE = Literal(Decimal(1)), Literal(Decimal(5))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a or b and c", Or((A, And((B, C))))),
        ("(a or b) and c", And((Or((A, B)), C))),
        ("a and b and c", And((A, B, C))),
        ("(a and b) and c", And((And((A, B)), C))),
        ("not(a) and b", And((Not(A), B))),
        ("a - b - c", Arithmetic(A, (Operation("-", B), Operation("-", C)))),
        ("a - (b - c)", Arithmetic(A, (Operation("-", Arithmetic(B, (Operation("-", C),))),))),
        ("a + b * c", Arithmetic(A, (Operation("+", Arithmetic(B, (Operation("*", C),))),))),
        ("-a * b", Arithmetic(Negative(A), (Operation("*", B),))),
        ("-a ** b ** c", Arithmetic(Negative(A), (Operation("**", B), Operation("**", C)))),
        ("a * b ** -5", Arithmetic(A, (Operation("*", Arithmetic(B, (Operation("**", Literal(Decimal(-5))),))),))),
        ("a = -5", Comparison("=", A, Literal(Decimal(-5)))),
        ("-(5)", Literal(Decimal(-5))),
        ("a = b + 1", Comparison("=", A, Arithmetic(B, (Operation("+", ONE),)))),
        ("((a))", A),
        ("a in (1..5)", In(A, (Interval(ONE, FIVE, False, False),))),
        ("a in (-1..5]", In(A, (Interval(Literal(Decimal(-1)), FIVE, False, True),))),
        ("a in ]1..5[", In(A, (Interval(ONE, FIVE, False, False),))),
        ("a in ([1..5], b)", In(A, (Interval(ONE, FIVE), Against("=", B)))),
        ("a in (1)", In(A, (Against("=", ONE),))),
        ("a in < 5", In(A, (Against("<", FIVE),))),
        ('a > date("2026-01-31")', Comparison(">", A, DAY)),
        ('a in (@"2026-01-31"..b]', In(A, (Interval(DAY, B, False, True),))),
        ('date = date("2026-01-31")', Comparison("=", Name("date"), DAY)),
    ],
)
def test_operators_bind_as_everywhere(text: str, tree: object) -> None:
    assert parse_condition(text) == tree


def test_every_node_knows_its_place() -> None:
    text = "not(a) or (b + 1) * 2 >= -c"
    places = {text[node.offset : node.end] for node, _ in walk(parse_condition(text))}
    assert {text, "not(a)", "(b + 1) * 2 >= -c", "(b + 1) * 2", "b + 1", "* 2", "-c", "c"} <= places


def test_a_declared_name_may_hold_blanks_and_the_longest_wins() -> None:
    names = ("Monthly value", "Monthly value (net)", "Monthly")
    tree = parse_condition("Monthly value (net) > Monthly value", names)
    assert tree == Comparison(">", Name("Monthly value (net)"), Name("Monthly value"))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a+b > a-b", ("a+b", "a-b")),
        ("a + b > a-b", ("a", "b", "a-b")),
        ("Monthly Salary-Tax > Tax", ("Monthly Salary", "Tax", "Tax")),
        ("Monthly\n  Salary > 1", ("Monthly Salary",)),
        ("Applicant.Monthly Salary * Applicant.Age > 0", ("Applicant.Monthly Salary", "Applicant.Age")),
        ("not(not eligible) and in/out > 5", ("not eligible", "in/out")),
        ("[a..b] > 1", ("[a..b]",)),
    ],
)
def test_a_declared_name_may_hold_operators(text: str, names: tuple[str, ...]) -> None:
    declared = ("a", "b", "a+b", "a-b", "Monthly Salary", "Tax", "Applicant.Monthly Salary", "Applicant.Age")
    tree = parse_condition(text, (*declared, "not eligible", "in/out", "[a..b]"))
    assert tuple(node.name for node, _ in walk(tree) if isinstance(node, Name)) == names


def test_a_declared_name_may_look_like_a_slip() -> None:
    assert parse_condition("yes = 1", names=["yes"]) == Comparison("=", Name("yes"), ONE)


@pytest.mark.parametrize(
    ("text", "offset", "end", "message", "hint"),
    [
        ("", 0, 0, "the expression is empty", "leave the key out"),
        ("1 < a < 5", 6, 7, "comparisons do not chain", "between"),
        ("a = b in (1)", 6, 8, "comparisons do not chain", "and"),
        ("a AND b", 2, 5, "`AND` is not used here", "`and` in small letters"),
        ("a is 5", 2, 4, "`is` is not used here", "write `=`"),
        ("a contains 5", 2, 10, "`contains` is not used here", "`has`"),
        ("a not in (1)", 2, 5, "`not` is not used here", "not(x in (...))"),
        ("not a", 0, 3, "`not` needs parentheses", "not(...)"),
        ("a = True", 4, 8, "`True` is not used here", "`true`"),
        ("a = no", 4, 6, "`no` is not used here", "`false`"),
        ("a = None", 4, 8, "`None` is not used here", "`null`"),
        ("if a", 0, 2, "`if` is not used here", "the condition alone"),
        ("(a", 0, 1, "this `(` is not closed", "add `)`"),
        ("a)", 1, 2, "this `)` closes nothing", "remove it"),
        ("(a, b)", 2, 3, "a comma stands only between tests", "x in"),
        ("a = b c", 6, 7, "`c` does not fit here", "double quotes"),
        ("a =", 3, 3, "something is missing at the end", "compare with"),
        ("a = and b", 4, 7, "a value is expected here, not `and`", ""),
        ("a between 1", 11, 11, "`between` needs two values", "between 1 and 5"),
        ("a in 1..5", 5, 8, "an interval stands in brackets", "[1..5]"),
        ("a in [1, 2]", 5, 7, "this `[` begins no interval", "in ("),
        ("a in [1..2", 5, 10, "this interval is not closed", "`]`"),
        ("a in (1, 2", 5, 6, "this `(` is not closed", "`)`"),
        ("a in -b", 5, 7, "a minus stands before a number here", ""),
        ("--a", 0, 2, "two minus signs in a row", "-(-x)"),
        ("today() = a", 0, 6, "`today(...)`: there are no functions", ""),
        ("date(x) = a", 0, 5, "`date(...)`: there are no functions", 'as in `date("2026-01-31")`'),
        ("time(a) = date and time(b)", 0, 5, "`time(...)`: there are no functions", "text in quotes"),
        ('a in (-duration("P1D"))', 6, 22, "a minus stands before a number here", '`duration("-P1D")`'),
    ],
)
def test_what_is_no_condition_is_told_where_and_why(text: str, offset: int, end: int, message: str, hint: str) -> None:
    with pytest.raises(FeelError) as caught:
        parse_condition(text)
    problem = caught.value.problem
    assert (problem.offset, problem.end, problem.message) == (offset, end, message)
    assert hint in problem.hint


def test_a_value_is_no_comparison_unless_in_parentheses() -> None:
    assert parse_expression("a + 1") == Arithmetic(A, (Operation("+", ONE),))
    assert parse_expression("(a > 1)") == Comparison(">", A, ONE)
    with pytest.raises(FeelError, match="put the comparison in parentheses"):
        parse_expression("a > 1")


@pytest.mark.parametrize(
    ("opening", "closing"), [("(", ")"), ("not(", ")"), ("-(", ")"), ("(1 + ", ")"), ("(", " + 1)")]
)
def test_64_levels_can_be_nested_and_used(opening: str, closing: str) -> None:
    tree = parse_condition(opening * DEEPEST + "days" + closing * DEEPEST)
    assert parse_condition(expression_text(tree)) == tree
    assert hash(tree) == hash(parse_condition(expression_text(tree)))
    assert isinstance(check_condition(tree, SCOPE), tuple)
    with pytest.raises(MissingValue):
        evaluate(tree, {})


@pytest.mark.parametrize(
    "text",
    [
        "(" * 65 + "a" + ")" * 65,
        "(" * 9_000,
        "not(" * 1_900 + "a" + ")" * 1_900,
        "-(" * 3_000,
        "(a or b and c = d + e * " * 300,
        "(" * 64 + "a" + " * b + c = d and e or f)" * 64,
    ],
)
def test_deeper_nesting_is_refused(text: str) -> None:
    with pytest.raises(FeelError, match="nested deeper than 64 levels"):
        parse_condition(text)


@pytest.mark.parametrize("joint", [" + ", " or ", " * ", " and ", " - "])
def test_a_long_run_is_not_deep(joint: str) -> None:
    tree = parse_condition(joint.join(["a"] * 1_500))
    assert parse_condition(expression_text(tree)) == tree


PIECES = st.sampled_from(
    """a a-b days 1 0.5 "x" true null and or not in between has ( ) [ ] .. , - + * / = != < >= ' " \\ yes .""".split()  # noqa: SIM905
)
SPACED = st.lists(PIECES, max_size=14).map(" ".join)
GLUED = st.lists(PIECES, max_size=14).map("".join)


def refusal(parse: Callable[[str], object], text: str) -> FeelError | None:
    try:
        parse(text)
    except FeelError as error:
        return error
    return None


@given(text=st.text(max_size=40) | SPACED | GLUED)
@example(text="a\x00b")
@example(text="²")
@example(text="\ud800")
@settings(max_examples=600, deadline=None)
def test_any_text_is_a_tree_or_refused_inside_its_own_bounds(text: str) -> None:
    for parse in (parse_condition, parse_expression, parse_cell, lambda cell: parse_cell(cell, Choice(("a", "1 x")))):
        if error := refusal(parse, text):
            assert error.message
            assert 0 <= error.offset <= error.problem.end <= len(text)

"""Decision cells: bare options, `not(...)` around the whole, and what fits nothing."""

from datetime import date
from decimal import Decimal

import pytest

from sopbook.feel.cells import parse_cell
from sopbook.feel.problem import FeelError
from sopbook.feel.syntax import Against, Cell, Interval, Literal, Name
from sopbook.feel.types import Choice, Date, Number, Text, Type, YesNo

PLAN = Choice(("project", "retainer", "in progress", "on-hold", "3 days", "a, b", "true", "not", "progress"))
DAY = Literal(date(2026, 1, 31))
EMPTY = Against("=", Literal(None))


def number(value: int) -> Literal:
    return Literal(Decimal(value))


def texts(*options: str) -> tuple[Against, ...]:
    return tuple(Against("=", Literal(option)) for option in options)


@pytest.mark.parametrize(
    ("text", "of", "cell"),
    [
        ("", Number(), Cell()),
        (" - ", Number(), Cell()),
        ("5", Number(), Cell((Against("=", number(5)),))),
        ("= 5", Number(), Cell((Against("=", number(5)),))),
        (">= -5", Number(), Cell((Against(">=", number(-5)),))),
        ("[1..5)", Number(), Cell((Interval(number(1), number(5), True, False),))),
        ("]1..5[", Number(), Cell((Interval(number(1), number(5), False, False),))),
        ("(1..5], 7", Number(), Cell((Interval(number(1), number(5), False, True), Against("=", number(7))))),
        ("not(1, > 5)", Number(), Cell((Against("=", number(1)), Against(">", number(5))), negated=True)),
        ("!= 1", Number(), Cell((Against("!=", number(1)),))),
        ("< budget", Number(), Cell((Against("<", Name("budget")),))),
        ("null", Number(), Cell((Against("=", Literal(None)),))),
        ('>= date("2026-01-31")', Date(), Cell((Against(">=", DAY),))),
        ('(@"2026-01-31"..until], null', Date(), Cell((Interval(DAY, Name("until"), False), EMPTY))),
        ("true", YesNo(), Cell((Against("=", Literal(True)),))),
        ('"x"', Text(), Cell(texts("x"))),
        ("retainer", PLAN, Cell(texts("retainer"))),
        ("in progress, on-hold ,3 days", PLAN, Cell(texts("in progress", "on-hold", "3 days"))),
        ("not(in progress)", PLAN, Cell(texts("in progress"), negated=True)),
        ("not(not)", PLAN, Cell(texts("not"), negated=True)),
        ("a, b", PLAN, Cell(texts("a, b"))),
        ("true", PLAN, Cell(texts("true"))),
        ("!= retainer", PLAN, Cell((Against("!=", Literal("retainer")),))),
        ('"retainer"', PLAN, Cell(texts("retainer"))),
        ("retaner", PLAN, Cell((Against("=", Name("retaner")),))),
        ("null", Choice(("null", "-")), Cell((Against("=", Literal(None)),))),
        ("-", Choice(("null", "-")), Cell()),
    ],
)
def test_a_cell_is_read_by_the_type_of_its_column(text: str, of: Type, cell: Cell) -> None:
    assert parse_cell(text, of) == cell


def test_a_cell_may_read_names_with_blanks_and_operators() -> None:
    names = ("Monthly Salary", "a-b", "a+b", "on-hold")
    tests = (Against("<", Name("Monthly Salary")), Interval(Name("a-b"), Name("a+b")))
    assert parse_cell("< Monthly Salary, [a-b..a+b]", Number(), names) == Cell(tests)
    assert parse_cell("on-hold", PLAN, names) == Cell(texts("on-hold"))
    assert parse_cell("in progress, a+b", PLAN, names) == Cell((*texts("in progress"), Against("=", Name("a+b"))))


@pytest.mark.parametrize(
    ("text", "of", "offset", "end", "message", "hint"),
    [
        ("not(1), 2", Number(), 0, 6, "`not(...)` stands around the whole cell", "not(1, 2)"),
        ("1, not(2)", Number(), 3, 6, "a value is expected here, not `not`", ""),
        ("not 1", Number(), 0, 3, "`not` needs parentheses", "around the whole cell"),
        ("5, -", Number(), 3, 4, "a minus stands before a number here", ""),
        ("1,", Number(), 2, 2, "something is missing at the end", ""),
        ("12,000", Number(), 3, 6, "the number `000` begins with a zero", "`12000`, not `12,000`"),
        ("1..5", Number(), 0, 3, "an interval stands in brackets", "[1..5]"),
        ("> 1 and < 5", Number(), 4, 7, "`and` does not fit here", ""),
        ("yes", YesNo(), 0, 3, "`yes` is not used here", "`true`"),
        ("hello world", Text(), 6, 11, "`world` does not fit here", "double quotes"),
        (
            "in progres",
            Choice(("in progress", "done")),
            0,
            2,
            "a value is expected here, not `in`",
            "`in progress`, `done`",
        ),
    ],
)
def test_a_bad_cell_is_told_where_and_why(text: str, of: Type, offset: int, end: int, message: str, hint: str) -> None:
    with pytest.raises(FeelError) as caught:
        parse_cell(text, of)
    problem = caught.value.problem
    assert (problem.offset, problem.end, problem.message) == (offset, end, message)
    assert hint in problem.hint

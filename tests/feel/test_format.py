"""The canonical spelling, and that it always reads back as the same tree."""

from decimal import Decimal

import pytest
from hypothesis import given, settings

from feel.strategies import OPTIONS, cells, expressions
from sopbook.feel.cells import parse_cell
from sopbook.feel.format import cell_text, expression_text, value_text
from sopbook.feel.parser import parse_condition
from sopbook.feel.syntax import Cell, Expression
from sopbook.feel.types import Choice, Number


@given(tree=expressions())
@settings(max_examples=140, deadline=None)
def test_what_is_written_reads_back_the_same(tree: Expression) -> None:
    text = expression_text(tree)
    assert parse_condition(text) == tree
    assert expression_text(parse_condition(text)) == text


@given(cell=cells())
@settings(max_examples=80, deadline=None)
def test_a_cell_reads_back_the_same_in_any_column(cell: Cell) -> None:
    assert parse_cell(cell_text(cell), Number()) == cell
    assert parse_cell(cell_text(cell), Choice(OPTIONS)) == cell


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("((a))>=5.0", "a >= 5.0"),
        ("not( a )  and(b or c)", "not(a) and (b or c)"),
        ("(a and b) or c", "a and b or c"),
        ("a-(b+c)*- 2", "a - (b + c) * -2"),
        ("a in ]1..5[", "a in (1..5)"),
        ("a in =1", "a in (1)"),
        ("(a = b) = c", "(a = b) = c"),
        ("a between (1) and b+2", "a between 1 and b + 2"),
        ("systems has ( a )", "systems has a"),
        ('a > @"2026-01-31" - @"P1D"*2', 'a > date("2026-01-31") - duration("P1D") * 2'),
        ("(-a) ** (b ** c) ** 2", "-a ** (b ** c) ** 2"),
        ("-(a ** 2)", "-(a ** 2)"),
        ('a in (@"10:00"..b)', 'a in (time("10:00:00")..b)'),
        ('a = "\\u00e9 \\"q\\""', 'a = "é \\"q\\""'),
    ],
)
def test_there_is_one_spelling(text: str, expected: str) -> None:
    assert expression_text(parse_condition(text)) == expected


def test_values_are_written_as_in_expressions() -> None:
    values = [None, True, Decimal("1E+3"), 'say "hi"\n', ("a", Decimal("0.10"))]
    assert [value_text(value) for value in values] == ["null", "true", "1000", '"say \\"hi\\"\\n"', '["a", 0.10]']


def test_odd_names_read_back_where_they_are_declared() -> None:
    names = ("Monthly Salary", "a+b", "Applicant.Age")
    text = "Monthly Salary * a+b - -Applicant.Age > a+b + Monthly Salary"
    assert expression_text(parse_condition(text, names)) == text
    assert cell_text(parse_cell("[Monthly  Salary..a+b)", names=names)) == "[Monthly Salary..a+b)"

"""Tokens: what belongs to a name, a number, a text."""

from decimal import Decimal

import pytest

from sopbook.feel.lexer import LONGEST, tokens
from sopbook.feel.problem import FeelError


def words(text: str) -> list[str]:
    return [token.text for token in tokens(text)][:-1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sign-off.approved", ["sign-off.approved"]),
        ("a-b - c", ["a-b", "-", "c"]),
        ("a -b", ["a", "-", "b"]),
        ("a- b", ["a", "-", "b"]),
        ("a-2", ["a-2"]),
        ("5-a", ["5", "-", "a"]),
        ("a-(b)", ["a", "-", "(", "b", ")"]),
        ("a--b", ["a", "-", "-", "b"]),
        ("größe.x1", ["größe.x1"]),
        ("[1..5)", ["[", "1", "..", "5", ")"]),
        ("[low..high]", ["[", "low", "..", "high", "]"]),
        ("<=5!=a", ["<=", "5", "!=", "a"]),
        ("in\nnotes.in", ["in", "notes.in"]),
        ("  ", []),
        ("2**3*4", ["2", "**", "3", "*", "4"]),
        ('day>date ( "2026-01-31" )', ["day", ">", 'date ( "2026-01-31" )']),
        ('@"P1D"+ update("x")', ['@"P1D"', "+", "update", "(", '"x"', ")"]),
    ],
)
def test_a_hyphen_without_blanks_belongs_to_the_name(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [("5000", Decimal(5000)), ("0.10", Decimal("0.10")), ("0", Decimal(0)), ("1" * 34, Decimal("1" * 34))],
)
def test_numbers_are_exact_decimals(text: str, value: Decimal) -> None:
    assert tokens(text)[0].value == value


def test_texts_know_four_escapes() -> None:
    assert tokens(r'"say \"hi\" \\ \n \u00e9"')[0].value == 'say "hi" \\ \n é'


@pytest.mark.parametrize(
    ("text", "offset", "end", "message"),
    [
        ('a = "open', 4, 9, "this text is not closed"),
        (r'"\t"', 1, 3, r"`\t` means nothing in a text"),
        (r'"é\ud800"', 2, 8, r"`\ud800` means nothing in a text"),
        (r'"\u12"', 1, 3, r"`\u` means nothing in a text"),
        ("x > 5k", 4, 6, "`5k` is not a number"),
        ("5.", 0, 2, "`5.` is not a number"),
        ("1.2.3", 0, 5, "`1.2.3` is not a number"),
        ("x > .5", 4, 5, "a decimal point has a digit on both sides"),
        ("007", 0, 3, "the number `007` begins with a zero"),
        ("1" * 35, 0, 35, "this number has more than 34 digits"),
        ("a == b", 2, 4, "`==` is not used here"),
        ("a <> b", 2, 4, "`<>` is not used here"),
        ("a => b", 2, 4, "`=>` is not used here"),
        ("a && b", 2, 4, "`&&` is not used here"),
        ("a || b", 2, 4, "`||` is not used here"),
        ("a ^ b", 2, 3, "`^` is not used here"),
        ("!a", 0, 1, "`!` is not used here"),
        ("a = 'b'", 4, 5, "single quotes are not used here"),
        ("a = “b”", 4, 5, "curly quotes are not used here"),
        ("[1...5]", 2, 5, "three dots are not used here"),
        ("a > @now", 4, 5, "`@` stands before a date or a time in quotes"),
        ('a > date("2026-02-30")', 10, 20, "`2026-02-30` is not a day"),
        ('@"25:00" > a', 2, 7, "`25:00` is not a time of day"),
        ("{{ a }}", 0, 1, "braces are not used here"),
        ("a # b", 2, 3, "`#` means nothing in an expression"),
        ("a" * (LONGEST + 1), LONGEST, LONGEST + 1, "this is longer than 10000 characters"),
    ],
)
def test_slips_are_found_where_they_stand(text: str, offset: int, end: int, message: str) -> None:
    with pytest.raises(FeelError) as caught:
        tokens(text)
    problem = caught.value.problem
    assert (problem.offset, problem.end, problem.message) == (offset, end, message)

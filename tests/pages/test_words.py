import re
from decimal import Decimal

import pytest

from pages_builders import a_writer
from sopbook.feel.types import Choice
from sopbook.pages.words import cell


def said(condition: str) -> str:
    return re.sub(r"</?em>", "", str(a_writer().condition(condition)))


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("loaves >= 12", "How many is at least 12 loaves"),
        ("loaves between 3 and 12", "How many is between 3 and 12"),
        ('flour = "rye" or loaves < 2', "Flour is rye or How many is under 2 loaves"),
        ('flour in ("rye", "wheat")', "Flour is rye or wheat"),
        ('toppings has "salt"', "Toppings includes salt"),
        ("toppings = null", "Toppings is left empty"),
        ("toppings != null", "Toppings is filled in"),
        ("warm.passed", "“The oven is warm enough” passed"),
        ("not(warm.passed)", "“The oven is warm enough” did not pass"),
        ("warm.passed = false", "“The oven is warm enough” did not pass"),
        ("release.approved and taste.done", "“The bread may be sold” was approved and “It tastes right” was done"),
        ('crust.chosen = "soft"', "Which crust does the shop want? is “Soft”"),
        (
            'size.size = "large" and (loaves > 3 or loaves < 1)',
            "Size is large and (How many is over 3 loaves or How many is under 1 loaves)",
        ),
        ('sold_on > date("2026-01-31")', "sold_on is after Sat 31 Jan 2026"),
        ('sold_on <= @"2026-01-31T14:30"', "sold_on is no later than Sat 31 Jan 2026, 14:30"),
        ('time("09:00:00Z") < sold_at', "09:00 UTC is before sold_at"),
        ('sold_on in [@"2026-01-01"..@"2026-02-01")', "sold_on is Thu 1 Jan 2026 to before Sun 1 Feb 2026"),
        ('rest >= duration("P1DT2H")', "rest is at least 1 day 2 hours"),
        ('rest < duration("-P1Y6M")', "rest is under minus 1 year 6 months"),
        ('rest != duration("PT0S")', "rest is not no time"),
        ("loaves + 1 > 3", "<code>loaves + 1</code> is over 3"),
        ("loaves >", "<code>loaves &gt;</code>"),
    ],
)
def test_a_condition_in_words(condition: str, words: str) -> None:
    assert said(condition) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (">= 12000", "at least 12,000 EUR"),
        ("[3000..10000)", "3,000 to under 10,000 EUR"),
        ("(1..40]", "over 1 up to 40 EUR"),
        ("[1..5]", "1 to 5 EUR"),
        ("(1..5)", "over 1 and under 5 EUR"),
        ("< 1, > 9", "under 1 EUR or over 9 EUR"),
        ("not(5)", "not 5 EUR"),
        ('> date("2026-01-31"), null', "after Sat 31 Jan 2026 or left empty"),
        (5, "5 EUR"),
        (Decimal("12.50"), "12.50 EUR"),
        ("-", "any"),
        (None, "any"),
        (True, "yes"),
        (">", "<code>&gt;</code>"),
    ],
)
def test_a_cell_in_words(value: object, words: str) -> None:
    assert str(cell(value, of=None, unit="EUR")) == words


def test_the_cell_of_a_choice_names_its_options() -> None:
    of = Choice(("fixed price", "retainer"))
    assert str(cell("fixed price, retainer", of=of)) == "fixed price or retainer"
    assert str(cell("not(retainer)", of=of)) == "not retainer"

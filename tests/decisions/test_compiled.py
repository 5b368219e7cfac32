"""What is written into a page to look answers up in; that it answers as Python does is tried in a browser."""

import json
from decimal import Decimal
from typing import Any

import pytest

from sopbook.decisions.compiled import Uncompiled, compiled
from sopbook.decisions.table import Row, Table
from sopbook.decisions.weighing import Weighing
from sopbook.documents.decision import Factor, HitPolicy, Outcome
from sopbook.documents.fields import Field, FieldType
from sopbook.documents.ids import DocumentId
from sopbook.feel.values import Value

NUMBER = Field(type=FieldType.NUMBER)
ABOUT: Any = {"id": DocumentId("x"), "title": "X", "question": "X?", "version": "1.0", "fingerprint": "1:0"}


def said(value: Value, unit: str) -> str:
    return f"{value} {unit}".strip()


def a_table(
    *cells: str, of: Field, gives: Field = NUMBER, results: tuple[str | Decimal, ...] = (), policy: str = "first"
) -> Table:
    """A table over the input `x`, with a rule for each cell."""
    given = results or tuple(Decimal(number) for number in range(len(cells)))
    rows = tuple(
        Row(id=f"r{number}", when={"x": cell}, then={"y": result})
        for number, (cell, result) in enumerate(zip(cells, given, strict=True), start=1)
    )
    return Table(**ABOUT, hit_policy=HitPolicy(policy), inputs={"x": of}, outputs={"y": gives}, rules=rows)


def made(table: Table | Weighing) -> Any:
    found = compiled(table, said)
    assert not isinstance(found, Uncompiled), found
    assert json.loads(json.dumps(found)) == found
    return found


@pytest.mark.parametrize(
    ("of", "cells", "cuts", "fits"),
    [
        (NUMBER, ("< 1.50", "[1.5..20]"), [["1.50", False], ["20", True]], ["1", "2", "0"]),
        (Field(type=FieldType.NUMBER, integer=True), ("<= 2.5", "> 4"), [["3", False], ["5", False]], ["1", "0", "2"]),
        (Field(type=FieldType.DATE), ('< date("2026-01-31")',), [["2026-01-31", False]], ["1", "0"]),
        (Field(type=FieldType.TIME), ('>= time("09:30")',), [["09:30:00.000000", False]], ["0", "1"]),
        (
            Field(type=FieldType.DATETIME),
            ('< date and time("2026-01-31T09:30:00")',),
            [["2026-01-31T09:30:00.000000", False]],
            ["1", "0"],
        ),
    ],
)
def test_cuts_are_text_that_compares_as_values_do(of: Field, cells: tuple[str, ...], cuts: Any, fits: Any) -> None:
    one = made(a_table(*cells, of=of))["inputs"][0]
    assert (one["cuts"], one["fits"]) == (cuts, fits)


def test_named_values_have_their_places_and_the_others_and_null_one_each() -> None:
    one = made(a_table('"a", "b"', "null", 'not("b")', of=Field(type=FieldType.TEXT, optional=True)))["inputs"][0]
    assert (one["names"], one["other"], one["empty"]) == (["a", "b"], 2, 3)
    assert one["fits"] == ["5", "1", "4", "2"]


def test_bounds_are_exact_and_come_with_their_words() -> None:
    of = Field(type=FieldType.NUMBER, min=Decimal("0.10"), unit="EUR")
    one = made(a_table("-", of=of))["inputs"][0]
    assert (one["low"], one["high"]) == (["0.10", "0.10 EUR"], None)


def test_results_are_words_already() -> None:
    gives = Field(type=FieldType.NUMBER, unit="EUR")
    assert [rule["then"] for rule in made(a_table("1", "2", of=NUMBER, gives=gives))["rules"]] == [
        [["0 EUR"]],
        [["1 EUR"]],
    ]


@pytest.mark.parametrize(
    ("policy", "key", "needed"),
    [
        ("any", "same", [0, 1, 0]),
        ("collect sum", "amounts", [["2.50"], ["0.1"], ["2.5"]]),
        ("collect min", "places", [[1], [0], [1]]),
    ],
)
def test_each_policy_is_told_what_it_works_with(policy: str, key: str, needed: Any) -> None:
    results = (Decimal("2.50"), Decimal("0.1"), Decimal("2.5"))
    assert made(a_table("1", "2", "3", of=NUMBER, results=results, policy=policy))[key] == needed


def test_rules_are_ordered_by_the_options_they_give() -> None:
    gives = Field(type=FieldType.CHOICE, options=("best", "good", "poor"))
    table = a_table("1", "2", "3", of=NUMBER, gives=gives, results=("good", "poor", "best"), policy="priority")
    assert made(table)["order"] == [1, 2, 0]


def test_a_weighing_has_its_weights_and_the_outcomes_by_the_mean() -> None:
    factors = (Factor(id="price", label="Price", weight=Decimal("1.5"), scale=(Decimal(1), Decimal(5))),)
    outcomes = (Outcome(id="buy", when=">= 4", label="Buy"), Outcome(id="leave", when="< 4", label="Leave"))
    found = made(Weighing(**ABOUT, factors=factors, outcomes=outcomes))
    assert (found["inputs"][0]["weight"], found["inputs"][0]["high"]) == ("1.5", ["5", "5"])
    assert (found["mean"]["cuts"], found["mean"]["fits"]) == ([["4", False]], ["2", "1"])


def test_what_cannot_be_looked_up_is_named() -> None:
    of = Field(type=FieldType.TIME)
    assert compiled(a_table('< time("09:30:00Z")', of=of), said) == Uncompiled(
        "a rule asks for a time in a time zone", ("x",)
    )
    assert compiled(a_table("< x", of=NUMBER), said) == Uncompiled("a rule compares one input with another", ("x",))
    digits = (Decimal("1" * 30), Decimal("0.00001"))
    found = compiled(a_table("1", "2", of=NUMBER, results=digits, policy="collect sum"), said)
    assert found == Uncompiled("what the rules give cannot be reckoned with exactly")
    many = [f"< {number}" for number in range(2000)]
    assert compiled(a_table(*many, of=NUMBER), said) == Uncompiled("the table is too large")

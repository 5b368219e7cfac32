"""What the rules that fit give together, for each hit policy."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from sopbook.decisions.evaluate import Answer, answer
from sopbook.decisions.results import given
from sopbook.decisions.table import Row, Table
from sopbook.documents.decision import HitPolicy
from sopbook.documents.fields import Field, FieldType, Scalar
from sopbook.documents.ids import DocumentId

LEVEL = Field(type=FieldType.CHOICE, options=("gold", "silver", "bronze"))
SHARE = Field(type=FieldType.NUMBER)
GIVES: tuple[Mapping[str, Scalar], ...] = (
    {"level": "bronze", "share": Decimal("0.1")},
    {"level": "gold", "share": Decimal("0.20")},
    {"level": "bronze", "share": Decimal("0.1")},
    {"level": "gold", "share": Decimal("0.05")},
)


def a_table(policy: str, gives: tuple[Mapping[str, Scalar], ...] = GIVES, **more: Any) -> Table:
    """Rule `a` fits from 1, `b` from 2 and so on."""
    outputs = more.pop("outputs", {"level": LEVEL, "share": SHARE})
    rows = zip("abcdef", gives, strict=False)
    return Table(
        id=DocumentId("tier"),
        title="Tier",
        question="Which tier?",
        version="1.0",
        fingerprint="1:0",
        hit_policy=HitPolicy(policy),
        inputs={"value": Field(type=FieldType.NUMBER)},
        outputs={name: outputs[name] for name in outputs if name in gives[0]},
        rules=tuple(Row(id=id, when={"value": f">= {at}"}, then=then) for at, (id, then) in enumerate(rows, 1)),
        **more,
    )


def asked(table: Table, value: int) -> Answer:
    return answer(table, {"value": Decimal(value)})


def levels(*names: str) -> tuple[dict[str, Scalar], ...]:
    return tuple({"level": name} for name in names)


def test_any_takes_rules_that_say_the_same_and_names_them_all() -> None:
    table = a_table("any", levels("gold", "gold", "bronze"))
    assert asked(table, 2) == Answer(rules=("a", "b"), result={"level": "gold"})
    assert asked(table, 3) == Answer(
        rules=("a", "b", "c"),
        problem="the rules `a` and `c` fit at once and give different answers: the decision needs mending",
    )


def test_of_many_rules_that_fit_at_once_only_some_are_named() -> None:
    table = a_table("unique", levels(*(["gold"] * 6)))
    rules = tuple(Row(id=f"r{number}", then={"level": "gold"}) for number in range(9))
    many = replace(table, rules=rules)
    assert (
        "the rules `r0`, `r1`, `r2`, `r3`, `r4` and 4 others fit at once" in answer(many, {"value": Decimal(1)}).problem
    )


def test_priority_goes_by_the_options_output_by_output_and_then_by_the_order_of_the_rules() -> None:
    table = a_table("priority")
    assert [asked(table, value).rules for value in (1, 2, 3, 4)] == [("a",), ("b",), ("b",), ("b",)]
    second = Field(type=FieldType.CHOICE, options=("x", "y"))
    gives = ({"level": "gold", "way": "y"}, {"level": "silver", "way": "x"}, {"level": "gold", "way": "x"})
    pairs = a_table("priority", gives, outputs={"level": LEVEL, "way": second})
    assert [asked(pairs, value).rules for value in (2, 3)] == [("a",), ("c",)]


def test_an_output_that_a_rule_does_not_give_comes_last() -> None:
    optional = Field(type=FieldType.CHOICE, options=("x", "y"), optional=True)
    table = a_table("priority", ({}, {"level": "y"}), outputs={})
    table = replace(table, outputs={"level": optional})
    assert asked(table, 2).rules == ("b",)
    assert asked(table, 1).result == {"level": None}


@pytest.mark.parametrize("policy", ["collect", "rule order"])
def test_collecting_gives_each_output_as_a_list_in_the_order_of_the_rules(policy: str) -> None:
    assert asked(a_table(policy), 3) == Answer(
        rules=("a", "b", "c"),
        result={"level": ("bronze", "gold", "bronze"), "share": (Decimal("0.1"), Decimal("0.20"), Decimal("0.1"))},
    )
    assert asked(a_table(policy), 0) == Answer(result={"level": (), "share": ()})


def test_output_order_sorts_by_the_options_and_keeps_equal_ones_in_the_order_of_the_rules() -> None:
    found = asked(a_table("output order"), 4)
    assert found.rules == ("b", "d", "a", "c")
    assert found.result is not None
    assert found.result["level"] == ("gold", "gold", "bronze", "bronze")


@pytest.mark.parametrize(
    ("policy", "shares"),
    [("collect sum", ["0.1", "0.30", "0.40"]), ("collect min", ["0.1"] * 3), ("collect max", ["0.1", "0.2", "0.2"])],
)
def test_what_is_worked_out_is_exact(policy: str, shares: list[str]) -> None:
    table = a_table(policy, tuple({"share": one["share"]} for one in GIVES))
    assert [asked(table, value).result for value in (1, 2, 3)] == [{"share": Decimal(share)} for share in shares]
    assert asked(table, 0) == Answer()


def test_a_sum_has_34_digits() -> None:
    table = a_table("collect sum", ({"share": Decimal("1e33")}, {"share": Decimal("0.4")}, {"share": Decimal("0.4")}))
    assert asked(table, 3).result == {"share": Decimal("1e33")}


def test_counting_counts_rules_and_nothing_is_nought() -> None:
    table = a_table("collect count", otherwise={"level": "gold", "share": Decimal(1)})
    assert [asked(table, value).result for value in (0, 2)] == [
        {"level": Decimal(n), "share": Decimal(n)} for n in (0, 2)
    ]


def test_the_earliest_of_dates_is_a_date() -> None:
    gives = ({"day": "2026-03-01"}, {"day": "2026-01-31"})
    table = a_table("collect min", gives, outputs={"day": Field(type=FieldType.DATE)})
    assert asked(table, 2).result == {"day": date(2026, 1, 31)}


def test_what_cannot_be_added_up_is_a_problem() -> None:
    table = a_table("collect sum", levels("gold", "silver"))
    problem = "what the rules `a` and `b` give cannot be added up: the decision needs mending"
    assert asked(table, 2) == Answer(rules=("a", "b"), problem=problem)


@pytest.mark.parametrize(
    ("policy", "result"),
    [
        ("unique", "bronze"),
        ("first", "bronze"),
        ("any", "bronze"),
        ("priority", "bronze"),
        ("collect", ("bronze",)),
        ("rule order", ("bronze",)),
        ("output order", ("bronze",)),
    ],
)
def test_otherwise_answers_without_a_rule(policy: str, result: object) -> None:
    table = a_table(policy, levels("gold"), otherwise={"level": "bronze"})
    assert asked(table, 0) == Answer(result={"level": result})
    assert asked(table, 1).rules == ("a",)


def test_lists_of_several_rules_are_joined() -> None:
    parts = Field(type=FieldType.CHOICES, options=("x", "y"))
    table = a_table("collect", ({"level": "y"}, {"level": "x"}, {"level": "y"}), outputs={"level": parts})
    assert asked(table, 3).result == {"level": ("y", "x", "y")}


def test_what_is_known_afterwards_is_a_list_a_number_or_the_output_itself() -> None:
    assert [given(a_table(policy))["level"].type.value for policy in ("first", "collect", "collect count")] == [
        "choice",
        "choices",
        "number",
    ]
    assert given(a_table("rule order"))["share"] == Field(type=FieldType.LIST, of=FieldType.NUMBER)

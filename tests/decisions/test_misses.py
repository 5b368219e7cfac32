"""Why the other rules are no part of an answer."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decisions_strategies import a_table, cases, tables
from sopbook.decisions.evaluate import answer
from sopbook.decisions.misses import Miss, why_not
from sopbook.decisions.table import Row, Table
from sopbook.documents.decision import HitPolicy
from sopbook.documents.fields import Field, FieldType

INPUTS = {
    "value": Field(type=FieldType.NUMBER),
    "plan": Field(type=FieldType.CHOICE, options=("project", "retainer"), optional=True),
}


def a_tier(policy: str = "first") -> Table:
    rules = (
        Row(id="big", when={"value": ">= 10", "plan": "not(project)"}, then={"grade": "z"}),
        Row(id="mid", when={"value": "[5..20)"}, then={"grade": "y"}),
        Row(id="all", then={"grade": "x"}),
    )
    return a_table(INPUTS, rules, policy=HitPolicy(policy))


def test_each_cell_that_does_not_fit_is_named_with_the_value() -> None:
    values = {"value": Decimal("4.5"), "plan": "project"}
    assert why_not(a_tier(), values) == (
        Miss(
            rule="big",
            inputs=("value", "plan"),
            why='`value` is 4.5, not `>= 10`, `plan` is "project", not `not(project)`',
        ),
        Miss(rule="mid", inputs=("value",), why="`value` is 4.5, not `[5..20)`"),
    )


def test_a_value_left_empty_is_null() -> None:
    assert why_not(a_tier(), {"value": Decimal(30)})[0].why == "`plan` is null, not `not(project)`"


@pytest.mark.parametrize(
    ("policy", "beaten"),
    [("first", ("all", "it fits too, and `mid` comes before it")),
     ("priority", ("mid", "it fits too, and what `all` gives has priority"))],
)  # fmt: skip
def test_a_rule_that_fits_too_says_which_rule_goes_before(policy: str, beaten: tuple[str, str]) -> None:
    rule, why = beaten
    assert Miss(rule=rule, why=why) in why_not(a_tier(policy), {"value": Decimal(6), "plan": "project"})


def test_where_a_value_is_missing_no_rule_is_blamed() -> None:
    assert why_not(a_tier(), {}) == ()


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_rule_either_answers_or_has_a_reason_not_to(data: st.DataObject) -> None:
    table = data.draw(tables(policies=(HitPolicy.UNIQUE, HitPolicy.FIRST, HitPolicy.PRIORITY, HitPolicy.COLLECT)))
    values = data.draw(cases(table))
    missed = [miss.rule for miss in why_not(table, values)]
    assert sorted([*answer(table, values).rules, *missed]) == sorted(row.id for row in table.rules)

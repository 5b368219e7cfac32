from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from decisions_strategies import INPUTS, a_table, every_case, tables
from sopbook.decisions.compare import compare
from sopbook.decisions.comparison import Comparison, Difference
from sopbook.decisions.evaluate import Answer, answer
from sopbook.decisions.table import Row, Table, column_type
from sopbook.documents.decision import HitPolicy
from sopbook.documents.fields import Field, FieldType
from sopbook.feel.cells import parse_cell
from sopbook.feel.evaluate import matches
from sopbook.feel.values import Value

POLICIES = tuple(HitPolicy)
FINITE = ("whole", "choice", "yes")
AMOUNT = Field(type=FieldType.NUMBER, integer=True, min=Decimal(1), max=Decimal(12))
TIER = Field(type=FieldType.CHOICE, options=("small", "large"))


def told(table: Table, values: Mapping[str, Value], *, ordered: bool) -> object:
    """What two answers share when they are the same, worked out without the code that is tested."""
    found = answer(table, values)
    if found.result is None:
        return "a problem" if found.problem else "no rule"
    grade = found.result["grade"]
    return grade if ordered or not isinstance(grade, tuple) else sorted(grade, key=str)


def is_answered_otherwise(old: Table, new: Table, values: Mapping[str, Value]) -> bool:
    ordered = HitPolicy.COLLECT not in (old.hit_policy, new.hit_policy)
    return told(old, values, ordered=ordered) != told(new, values, ordered=ordered)


def region(difference: Difference, table: Table) -> Callable[[Mapping[str, Value]], bool]:
    cells = {name: parse_cell(text, column_type(table.inputs[name])) for name, text in difference.when.items()}
    return lambda values: all(matches(cell, values[name]) for name, cell in cells.items())


@st.composite
def pairs(draw: st.DrawFn, kinds: tuple[str, ...] = tuple(INPUTS)) -> tuple[Table, Table]:
    """Two tables over the same inputs, the second often made of the rules of the first."""
    old = draw(tables(policies=POLICIES, most_inputs=2, kinds=kinds))
    other = draw(tables(policies=POLICIES, most_inputs=1, kinds=kinds))
    inputs = old.inputs | {name: field for name, field in other.inputs.items() if name not in old.inputs}
    kept = draw(st.lists(st.sampled_from(old.rules), unique_by=lambda row: row.id, max_size=5))
    fresh = [replace(row, id=f"n{row.id}") for row in draw(st.lists(st.sampled_from(other.rules), max_size=2))]
    fresh = [replace(row, when={name: cell for name, cell in row.when.items() if "null" not in cell}) for row in fresh]
    rules = tuple({row.id: row for row in draw(st.permutations([*kept, *fresh]))}.values())
    policy = draw(st.sampled_from((old.hit_policy, other.hit_policy)))
    defaults = draw(st.sampled_from((old.otherwise, other.otherwise)))
    new = replace(old, inputs=inputs, rules=rules or old.rules, hit_policy=policy, otherwise=defaults)
    return replace(old, inputs=inputs), new


@given(tables(policies=POLICIES), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_a_table_with_other_ids_and_reasons_is_the_same(table: Table, random: object) -> None:
    rules = tuple(replace(row, id=f"other-{row.id}", why="Because.") for row in table.rules)
    found = compare(table, replace(table, rules=rules))
    assert found == Comparison(share=Fraction(0))


@given(pairs())
@settings(max_examples=80, deadline=None)
def test_what_is_told_is_what_trying_every_input_finds(two: tuple[Table, Table]) -> None:
    old, new = two
    found = compare(old, new)
    assert found.is_complete
    assert not found.reason
    regions = [region(one, old) for one in found.differences]
    for values in every_case(old):
        differs = is_answered_otherwise(old, new, values)
        assert differs == any(holds(values) for holds in regions), values


@given(pairs())
@settings(max_examples=40, deadline=None)
def test_every_difference_answers_its_example_as_it_says(two: tuple[Table, Table]) -> None:
    old, new = two
    for one in compare(old, new).differences:
        assert region(one, old)(one.given)
        assert (one.old, one.new) == (answer(old, one.given), answer(new, one.given))
        assert is_answered_otherwise(old, new, one.given)


@given(pairs(kinds=FINITE))
@settings(max_examples=60, deadline=None)
def test_the_share_is_the_part_of_the_inputs_that_are_answered_otherwise(two: tuple[Table, Table]) -> None:
    old, new = two
    cases = every_case(old)
    others = sum(is_answered_otherwise(old, new, values) for values in cases)
    assert compare(old, new).share == Fraction(others, len(cases))


def tiers(*rules: Row, inputs: Mapping[str, Field] | None = None) -> Table:
    return a_table(inputs or {"amount": AMOUNT, "tier": TIER}, rules)


def row(id: str, grade: str, **when: str) -> Row:
    return Row(id=id, when=when, then={"grade": grade})


OLD = tiers(row("little", "x", amount="< 5"), row("more", "y", amount=">= 5"))


def test_a_moved_bound_is_told_as_one_box_with_an_example_and_its_share() -> None:
    found = compare(OLD, tiers(row("a", "x", amount="< 7"), row("b", "y", amount=">= 7")))
    assert found.changes == ()
    assert found.share == Fraction(1, 6)
    (one,) = found.differences
    assert one.when == {"amount": "[5..6]"}
    assert one.given == {"amount": Decimal(5), "tier": "small"}
    assert (one.old, one.new) == (
        Answer(rules=("more",), result={"grade": "y"}),
        Answer(rules=("a",), result={"grade": "x"}),
    )


def test_a_rule_that_is_split_or_joined_changes_nothing() -> None:
    split = tiers(row("a", "x", amount="< 5", tier="small"), row("b", "x", amount="< 5", tier="large"), *OLD.rules[1:])
    assert not compare(OLD, split).differs
    assert not compare(split, OLD).differs


def test_two_rules_at_once_are_another_answer_than_one() -> None:
    found = compare(OLD, tiers(*OLD.rules, row("late", "z", amount="> 11")))
    (one,) = found.differences
    assert one.when == {"amount": ">= 12"}
    assert one.new.problem.startswith("the rules `more` and `late` fit at once")


def test_a_new_input_makes_a_difference_only_where_the_answer_depends_on_it() -> None:
    inputs = {"amount": AMOUNT, "tier": TIER, "urgent": Field(type=FieldType.YES_NO)}
    urgent = [row("u", "z", amount="< 5", urgent="true"), row("l", "x", amount="< 5", urgent="false"), OLD.rules[1]]
    found = compare(OLD, tiers(*urgent, inputs=inputs))
    assert found.changes == ("The input `urgent` is new.",)
    assert [one.when for one in found.differences] == [{"amount": "<= 4", "urgent": "true"}]
    assert found.share == Fraction(1, 6)
    assert not compare(OLD, tiers(*OLD.rules, inputs=inputs)).differs


def test_a_renamed_input_is_the_same_input() -> None:
    inputs = {"size": TIER, "value": AMOUNT}
    found = compare(OLD, tiers(row("a", "x", value="< 5"), row("b", "y", value=">= 5"), inputs=inputs))
    assert found.changes == (
        "The input `tier` is called `size` now.",
        "The input `amount` is called `value` now.",
    )
    assert not found.differs


def test_only_inputs_that_both_can_have_are_compared() -> None:
    wider = {"amount": replace(AMOUNT, max=Decimal(20)), "tier": replace(TIER, options=("small", "huge"))}
    found = compare(OLD, tiers(row("a", "x", amount="< 5"), row("b", "y", amount="[5..11]"), inputs=wider))
    assert found.changes == (
        "The input `amount`: `max` was 12, is 20.",
        "The input `tier`: the option `huge` is new, the option `large` is gone.",
    )
    assert [one.when for one in found.differences] == [{"amount": ">= 12"}]
    assert found.differences[0].new == Answer()


def test_an_input_of_another_type_is_one_that_went_and_one_that_came() -> None:
    inputs = {"amount": Field(type=FieldType.YES_NO), "tier": TIER}
    found = compare(OLD, tiers(row("a", "x", amount="true"), row("b", "y", amount="false"), inputs=inputs))
    assert found.changes == ("The input `amount`: was a `number`, is a `yes_no`.",)
    assert {"amount": "true", "amount (before)": ">= 5"} in [one.when for one in found.differences]


def test_the_order_of_the_rules_counts_only_where_it_matters() -> None:
    rules = row("all", "x"), row("some", "y", amount="< 5")
    first = a_table({"amount": AMOUNT}, rules, policy=HitPolicy.FIRST)
    found = compare(first, replace(first, rules=rules[::-1]))
    assert [one.when for one in found.differences] == [{"amount": "<= 4"}]
    gathering = replace(first, hit_policy=HitPolicy.COLLECT)
    assert not compare(gathering, replace(gathering, rules=rules[::-1])).differs


def test_what_the_budget_did_not_reach_is_named() -> None:
    other = tiers(row("a", "x", amount="< 7", tier="small"), row("b", "y", amount=">= 7"), row("c", "z", amount="< 3"))
    found = compare(OLD, other, budget=50)
    assert found.reason == "The search ended after 50 steps. Not compared: `amount` >= 7."
    assert len(found.differences) == 5
    assert found.share is None


def test_cells_that_read_other_inputs_are_tried_and_said_to_be_open() -> None:
    number = Field(type=FieldType.NUMBER)
    inputs = {"used": number, "limit": number}
    old = tiers(row("over", "x", used="> limit"), row("fine", "y", used="<= limit"), inputs=inputs)
    assert compare(old, old) == Comparison(share=Fraction(0))
    found = compare(old, tiers(row("over", "x", used=">= limit"), row("fine", "y", used="< limit"), inputs=inputs))
    (one,) = found.differences
    assert one.in_part
    assert one.given["used"] == one.given["limit"]
    assert found.reason == (
        "Cells that read another input cannot be compared as a whole, only tried: see the rules `over` and `fine`."
    )
    assert found.share is None


def test_a_share_is_told_at_any_value_of_what_cannot_be_counted() -> None:
    inputs = {"price": Field(type=FieldType.NUMBER), "tier": TIER}
    old = tiers(row("a", "x"), inputs=inputs)
    assert compare(
        old, tiers(row("a", "x", tier="small"), row("b", "y", tier="large"), inputs=inputs)
    ).share == Fraction(1, 2)
    assert compare(old, tiers(row("a", "x", price="< 5"), row("b", "y", price=">= 5"), inputs=inputs)).share is None


def test_outputs_that_came_or_went_make_every_answer_another() -> None:
    outputs = {**OLD.outputs, "note": Field(type=FieldType.TEXT, optional=True)}
    found = compare(OLD, replace(OLD, outputs=outputs))
    assert found.changes == ("The output `note` is new.",)
    assert found.is_rewritten
    assert found.differences == ()

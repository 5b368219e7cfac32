from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decisions.naive import naive_hits
from decisions_strategies import every_case, tables
from sopbook.decisions.evaluate import Answer, answer, hits_of
from sopbook.decisions.table import Row, Table, cell_text
from sopbook.documents.decision import HitPolicy
from sopbook.documents.fields import Field, FieldType, Scalar
from sopbook.documents.ids import DocumentId
from sopbook.feel.values import Value
from sopbook.plain import from_plain, to_plain

NUMBER = Field(type=FieldType.NUMBER)
PLAN = Field(type=FieldType.CHOICE, options=("project", "retainer", "pay as you go"))
TIER: Mapping[str, Mapping[str, str]] = {
    "big": {"value": ">= 10000"},
    "mid": {"value": "[3000..10000)", "plan": "retainer, pay as you go"},
    "small": {"value": "< 3000", "plan": "not(project)"},
    "project": {"value": "< 10000", "plan": '"project"'},
}


def a_table(rules: Mapping[str, Mapping[str, str]], policy: str = "unique", **inputs: Field) -> Table:
    """A table whose only output, `rule`, is the id of the rule."""
    return Table(
        id=DocumentId("tier"),
        title="Tier",
        question="Which tier?",
        version="1.0",
        fingerprint="1:0",
        hit_policy=HitPolicy(policy),
        inputs=inputs or {"value": NUMBER, "plan": PLAN},
        outputs={"rule": Field(type=FieldType.TEXT)},
        rules=tuple(Row(id=id, when=when, then={"rule": id}) for id, when in rules.items()),
    )


@pytest.mark.parametrize(
    ("value", "plan", "rule"),
    [
        ("10000", "project", "big"),
        ("9999.99", "retainer", "mid"),
        ("3000", "pay as you go", "mid"),
        ("2999.99", "retainer", "small"),
        ("0", "project", "project"),
        ("9999", "project", "project"),
    ],
)
def test_a_unique_table_answers_with_the_one_rule_that_fits(value: str, plan: str, rule: str) -> None:
    found = answer(a_table(TIER), {"value": Decimal(value), "plan": plan})
    assert found == Answer(rules=(rule,), result={"rule": rule})


def test_no_rule_fits() -> None:
    assert answer(a_table({"one": {"value": "1"}}), {"value": Decimal(2), "plan": "project"}) == Answer()


def test_two_rules_of_a_unique_table_are_a_problem_and_no_answer() -> None:
    found = answer(a_table({"a": {"value": "< 5"}, "b": {"value": "> 1"}}), {"value": Decimal(3), "plan": "project"})
    assert found.rules == ("a", "b")
    assert found.result is None
    assert found.problem == "the rules `a` and `b` fit at once, and only one may: the decision needs mending"


def test_the_first_rule_that_fits_wins() -> None:
    table = a_table({"a": {"value": "< 5"}, "b": {"value": "> 1"}, "rest": {}}, policy="first")
    for value, rule in (("3", "a"), ("7", "b"), ("5", "b")):
        assert answer(table, {"value": Decimal(value), "plan": "project"}).rules == (rule,)


def test_a_value_that_is_needed_and_missing_is_named() -> None:
    found = answer(a_table(TIER), {"value": None})
    assert found == Answer(problem="`value` and `plan` have no value, and the decision needs one")


def test_an_optional_input_without_a_value_fits_only_empty_cells_and_null() -> None:
    optional = Field(type=FieldType.NUMBER, optional=True)
    rules = {"some": {"value": ">= 0, < 0"}, "none": {"value": "null"}, "dash": {"value": "-"}}
    table = a_table(rules, "first", value=optional)
    assert answer(table, {}).rules == ("none",)
    assert answer(table, {"value": Decimal(-1)}).rules == ("some",)
    assert answer(a_table({"not": {"value": "not(5)"}, "dash": {"value": ""}}, value=optional), {}).rules == ("dash",)


def test_yes_and_no_are_cells() -> None:
    table = a_table({"yes": {"late": "true"}, "no": {"late": "false"}}, late=Field(type=FieldType.YES_NO))
    assert answer(table, {"late": True}).rules == ("yes",)
    assert answer(table, {"late": False}).rules == ("no",)


def test_a_cell_may_name_another_input() -> None:
    table = a_table({"over": {"spent": "> budget"}, "within": {"spent": "<= budget"}}, spent=NUMBER, budget=NUMBER)
    assert answer(table, {"spent": Decimal(5), "budget": Decimal(4)}).rules == ("over",)
    assert answer(table, {"spent": Decimal(4), "budget": Decimal(4)}).rules == ("within",)


def test_the_cells_are_parsed_once() -> None:
    table = a_table(TIER)
    assert table.tests is table.tests
    assert [tests.rule for tests in table.tests] == list(TIER)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (">= 5", ">= 5"),
        (True, "true"),
        (False, "false"),
        (Decimal(12), "12"),
        (Decimal("12.50"), "12.50"),
        (Decimal(-3), "-3"),
    ],
)
def test_a_cell_is_text_whatever_yaml_took_it_for(written: str | Decimal | bool, text: str) -> None:
    assert cell_text(written) == text


def test_a_table_can_be_published_and_read_again() -> None:
    table = a_table(TIER)
    again = from_plain(Table, to_plain(table))
    assert again == table
    assert answer(again, {"value": Decimal(1), "plan": "project"}).rules == ("project",)


ENDS = st.lists(st.integers(-1000, 1000), min_size=1, max_size=12, unique=True).map(sorted)


@settings(max_examples=150, deadline=None)
@given(ends=ENDS, at=st.decimals(-1100, 1100, places=1), closed_left=st.booleans())
def test_neighbouring_intervals_without_gaps_have_exactly_one_rule(
    ends: list[int], at: Decimal, closed_left: bool
) -> None:
    left, right = ("[", ")") if closed_left else ("(", "]")
    cells = [f"{'<' if closed_left else '<='} {ends[0]}", f"{'>=' if closed_left else '>'} {ends[-1]}"]
    cells += [f"{left}{low}..{high}{right}" for low, high in pairwise(ends)]
    table = a_table({f"r{index}": {"value": cell} for index, cell in enumerate(cells)}, value=NUMBER)
    found = answer(table, {"value": at})
    assert len(found.rules) == 1
    assert found.result == {"rule": found.rules[0]}


RELATED = {
    "spent": Field(type=FieldType.NUMBER),
    "budget": Field(type=FieldType.NUMBER, optional=True),
    "plan": PLAN,
    "wanted": replace(PLAN, optional=True),
}
RELATED_CELLS = {
    "spent": ("-", "< budget", ">= budget", "[0..budget]", "(budget..9)", "not(budget)", "1, > budget", "< 2"),
    "budget": ("-", "null", "> spent", "not(spent, null)", "[1..4]"),
    "plan": ("-", "wanted", "!= wanted", "project", "not(wanted)"),
    "wanted": ("-", "null", "plan", "retainer"),
}
RULES = st.lists(
    st.fixed_dictionaries({name: st.sampled_from(cells) for name, cells in RELATED_CELLS.items()}), max_size=5
)
NUMBERS = st.sampled_from((None, *map(Decimal, range(-1, 6))))
VALUES = st.fixed_dictionaries(
    {
        "spent": NUMBERS.filter(lambda number: number is not None),
        "budget": NUMBERS,
        "plan": st.sampled_from(PLAN.options),
        "wanted": st.sampled_from((*PLAN.options, None)),
    }
)


@settings(max_examples=60, deadline=None)
@given(rules=RULES, values=st.lists(VALUES, min_size=5, max_size=5))
def test_cells_that_read_other_inputs_fit_as_the_naive_matcher_says(
    rules: list[dict[str, str]], values: list[dict[str, Value]]
) -> None:
    table = a_table({f"r{index}": rule for index, rule in enumerate(rules)}, "collect", **RELATED)
    for one in values:
        assert hits_of(table, one) == naive_hits(table, one)


@settings(max_examples=60, deadline=None)
@given(tables(policies=tuple(HitPolicy)))
def test_every_policy_answers_from_the_rules_that_the_naive_matcher_finds(table: Table) -> None:
    grades = [row.then["grade"] for row in table.rules]
    for values in every_case(table)[:200]:
        hits = naive_hits(table, values)
        assert hits_of(table, values) == hits
        expected = naive_rules(table, hits, grades)
        assert answer(table, values).rules == tuple(table.rules[hit].id for hit in expected)


def naive_rules(table: Table, hits: tuple[int, ...], grades: list[Scalar]) -> tuple[int, ...]:
    """The rules that an answer follows from, or because of which there is none."""
    match table.hit_policy:
        case HitPolicy.FIRST:
            return hits[:1]
        case HitPolicy.PRIORITY:
            return tuple(sorted(hits, key=lambda hit: grades[hit])[:1])
        case HitPolicy.OUTPUT_ORDER:
            return tuple(sorted(hits, key=lambda hit: grades[hit]))
        case _:
            return hits


def test_a_value_that_an_input_cannot_have_is_named() -> None:
    inputs = {"share": Field(type=FieldType.NUMBER, min=Decimal(0), max=Decimal(1), unit="%"), "plan": PLAN}
    table = a_table({"all": {"share": ">= 0"}}, **inputs)
    assert answer(table, {"share": Decimal(2), "plan": "project"}) == Answer(problem="`share`: at most 1 %")
    wrong = answer(table, {"share": Decimal(1), "plan": "projekt"})
    assert wrong.problem.startswith("`plan`: `projekt` is none of project, retainer, pay as you go")
    assert answer(table, {"share": "1", "plan": "project"}) == Answer(problem='`share`: "1" is no such value')


def test_a_moment_without_a_zone_is_not_compared_with_one_that_has_one() -> None:
    moment = Field(type=FieldType.DATETIME)
    table = a_table({"late": {"at": '> date and time("2026-01-31T10:00:00Z")'}}, at=moment)
    assert answer(table, {"at": datetime(2026, 2, 1, tzinfo=UTC)}).rules == ("late",)
    found = answer(table, {"at": datetime(2026, 2, 1)})
    assert found.problem == '`at`: date and time("2026-02-01T00:00:00") cannot be compared with what the rules ask'


@pytest.mark.parametrize(("inputs", "rules"), [(60, 200), (4, 2000)])
def test_wide_and_long_tables_answer(inputs: int, rules: int) -> None:
    names = [f"i{number}" for number in range(inputs)]
    rows = {f"r{rule}": {names[rule % inputs]: f"[{rule}..{rule + 1})"} for rule in range(rules)}
    table = a_table(rows, "first", **dict.fromkeys(names, NUMBER))
    values: dict[str, Value] = dict.fromkeys(names, Decimal(-1))
    assert answer(table, values) == Answer()
    last = rules - 1
    assert answer(table, {**values, names[last % inputs]: Decimal(last)}).rules == (f"r{last}",)

"""Static types: every fault has its place, and what is well typed has none."""

import pytest
from hypothesis import given, settings

from feel.strategies import SCOPE, conditions, numbers
from sopbook.feel.cells import parse_cell
from sopbook.feel.check import check_cell, check_condition, check_expression
from sopbook.feel.parser import parse_condition, parse_expression
from sopbook.feel.syntax import Expression
from sopbook.feel.types import (
    Choice,
    Choices,
    Date,
    DateTime,
    DaysAndTime,
    ListOf,
    Null,
    Number,
    Opaque,
    Text,
    Time,
    Type,
    YearsAndMonths,
    YesNo,
)

NAMES: dict[str, Type] = {
    "days": Number(),
    "discount": Number("USD", nullable=True),
    "plan": Choice(("project", "retainer")),
    "tier.level": Choice(("gold", "silver")),
    "client": Text(),
    "urgent": YesNo(),
    "systems": ListOf(Text()),
    "tactics": Choices(("legal", "seo")),
    "kickoff_on": Date(),
    "until": Date(nullable=True),
    "met_at": DateTime(),
    "opens": Time(),
    "contract": Opaque("file"),
}


@pytest.mark.parametrize(
    "text",
    [
        "urgent",
        'plan = "retainer" and days >= 5',
        "discount = null or discount > 5",
        "kickoff_on != null",
        'kickoff_on > date("2026-01-01") and met_at in [@"2026-01-01T00:00"..@"2026-12-31T23:59")',
        'kickoff_on - until > duration("P3D") and until + duration("P1M") = kickoff_on',
        'opens - duration("PT30M") < time("09:00") and (met_at - met_at) / duration("PT1H") > 5',
        'client + " & " + plan = "x" and -duration("P1D") * 2 < duration("P1D")',
        "contract = null",
        'plan in ("project", "retainer") or client = plan',
        'tactics has "seo" and systems has client',
        "days in (1, [3..5], > 10) and not(urgent)",
        "-days * 2 between 1 and discount + 1",
        "urgent = (days > 5)",
        "systems = null",
    ],
)
def test_a_sound_condition_has_no_problem(text: str) -> None:
    assert check_condition(parse_condition(text), NAMES) == ()


@pytest.mark.parametrize(
    ("text", "place", "message", "hint"),
    [
        ("plan", "plan", "`plan` is a choice, where a yes or no is needed", "compare it"),
        ("urgent and days", "days", "`days` is a number, where a yes or no is needed", "compare it"),
        ("not(client)", "client", "`client` is a text, where a yes or no is needed", "compare it"),
        ("dayz > 5", "dayz", "there is no `dayz` here", "did you mean `days`?"),
        ('tier = "gold"', "tier", "there is no `tier` here", "say which of its values: `tier.level`"),
        ("days-discount > 5", "days-discount", "there is no `days-discount` here", "`days - discount`"),
        ('plan = "retaner"', '"retaner"', '`plan` is never "retaner"', 'did you mean "retainer"?'),
        ('"x" = plan', '"x"', '`plan` is never "x"', 'its options are "project", "retainer"'),
        ('plan in ("project", "Retainer")', '"Retainer"', '`plan` is never "Retainer"', 'did you mean "retainer"?'),
        ('tactics has "legl"', '"legl"', 'an item of `tactics` is never "legl"', 'did you mean "legal"?'),
        ("plan = retainer", "retainer", "there is no `retainer` here", 'did you mean the text "retainer"?'),
        ("plan = tier.level", "tier.level", "`plan` and `tier.level` have no option in common", ""),
        ('"a" = "b"', '"b"', "these two texts are never equal", "with a name"),
        (
            'urgent or days = "5"',
            'days = "5"',
            '`days` is a number and `"5"` is a text: they are never equal',
            "without quotes: `5`",
        ),
        ("client = 5", "client = 5", "`client` is a text and `5` is a number: they are never equal", 'quotes: `"5"`'),
        (
            'not(urgent = "yes")',
            'urgent = "yes"',
            '`urgent` is a yes or no and `"yes"` is a text: they are never equal',
            "write `true` or `false`, without quotes",
        ),
        ("plan < 5", "plan", "`plan` is a choice: it has no order", "ask it with `=` or `in`"),
        ("urgent > false", "urgent", "`urgent` is a yes or no: it has no order", ""),
        ("client in [1..5]", "[1..5]", "`client` is a text: it has no order", "`=` or `in`"),
        ("systems > 5", "systems", "`systems` is a list: it has no order", "ask it with `has`"),
        ("days > null", "null", "`null` is neither more nor less than anything", "= null"),
        ('systems = "x"', 'systems = "x"', "`systems` is a list, which only `has` can ask", "`systems has ...`"),
        ("client has 5", "client", "`client` is a text, not a list", "compare with `=`"),
        ("systems has 5", "5", "an item of `systems` is a text and `5` is a number: they are never equal", '`"5"`'),
        ("systems has null", "null", "a list never holds `null`", "`systems = null`"),
        ("days + client > 5", "+ client", "`+` does not go between a number and a text", "joins two texts"),
        ("5 * urgent > 5", "urgent", "`urgent` is a yes or no: nothing can be calculated with it", ""),
        ("days + null > 5", "null", "what is calculated with `null` is always `null`", ""),
        ("-urgent = 5", "urgent", "`urgent` is a yes or no: a minus turns round only numbers and durations", ""),
        (
            'kickoff_on > "2026-01-01"',
            '"2026-01-01"',
            '`"2026-01-01"` is a text: it has no order',
            'write `date("2026-01-01")`',
        ),
        ('"soon" < kickoff_on', '"soon"', '`"soon"` is a text: it has no order', 'as in `date("2026-01-31")`'),
        (
            'kickoff_on in ["2026-01-01"..kickoff_on]',
            '"2026-01-01"',
            '`"2026-01-01"` is a text: it has no order',
            'write `date("2026-01-01")`',
        ),
        (
            "kickoff_on > days",
            "days",
            "`kickoff_on` is a date and `days` is a number: they cannot be compared",
            "",
        ),
        (
            'met_at between date("2026-01-01") and met_at',
            'date("2026-01-01")',
            '`met_at` is a date and time and `date("2026-01-01")` is a date: they cannot be compared',
            '`date and time("2026-01-01T00:00:00")`',
        ),
        ("kickoff_on + 5 = kickoff_on", "+ 5", "`+` does not go between a date and a number", '`duration("P5D")`'),
        ("kickoff_on - met_at > 5", "- met_at", "`-` does not go between a date and a date and time", "two dates"),
        (
            'duration("P1D") + duration("P1M") > 5',
            '+ duration("P1M")',
            "`+` does not go between a duration in days and hours and a duration in years and months",
            "no fixed number of days",
        ),
        (
            "kickoff_on - kickoff_on > 5",
            "5",
            "`kickoff_on - kickoff_on` is a duration in days and hours and `5` is a number: they cannot be compared",
            '`duration("P2DT12H")`',
        ),
        (
            'kickoff_on in [@"2026-02-01"..@"2026-01-01"]',
            '[@"2026-02-01"..@"2026-01-01"]',
            "nothing lies in this interval",
            "the earlier",
        ),
        (
            "kickoff_on > 5",
            "5",
            "`kickoff_on` is a date and `5` is a number: they cannot be compared",
            "",
        ),
        (
            'kickoff_on = "2026"',
            'kickoff_on = "2026"',
            '`kickoff_on` is a date and `"2026"` is a text: they are never equal',
            'date("2026-01-31")',
        ),
        ("contract > 5", "contract", "`contract` is a file: a condition can only ask whether it is `null`", "numbers"),
        ("days in [5..1]", "[5..1]", "no number lies in this interval", "smaller number first"),
        ("days in (5..5]", "(5..5]", "no number lies in this interval", "smaller number first"),
        ("days between 5 and 1", "days between 5 and 1", "no number lies in this interval", "smaller number first"),
    ],
)
def test_a_fault_is_told_at_its_place(text: str, place: str, message: str, hint: str) -> None:
    first = check_condition(parse_condition(text), NAMES)[0]
    assert (text[first.offset : first.end], first.message) == (place, message)
    assert hint in first.hint


def test_all_faults_are_told_and_none_twice() -> None:
    problems = check_condition(parse_condition('dayz + 1 > 5 or plan = "x" or client and nobody'), NAMES)
    assert [problem.message for problem in problems] == [
        "there is no `dayz` here",
        '`plan` is never "x"',
        "`client` is a text, where a yes or no is needed",
        "there is no `nobody` here",
    ]


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("days + 1", Number()),
        ("plan", NAMES["plan"]),
        ('"retainer"', Choice(("retainer",))),
        ("(days > 1)", YesNo()),
        ("null", Null()),
        ("kickoff_on", Date()),
        ("days - discount", Number(nullable=True)),
        ("kickoff_on - until", DaysAndTime(nullable=True)),
        ('kickoff_on + duration("P1M") * 2', Date()),
        ('opens + duration("PT1H")', Time()),
        ("2 ** days", Number()),
        ('-duration("P1Y")', YearsAndMonths()),
        ("client + plan", Text()),
        ("kickoff_on + 5 + 5", None),
        ("nobody", None),
    ],
)
def test_an_expression_has_a_type(text: str, of: Type | None) -> None:
    assert check_expression(parse_expression(text), NAMES).type == of


@pytest.mark.parametrize(
    ("text", "of", "messages"),
    [
        ("retainer", NAMES["plan"], []),
        ("retaner", NAMES["plan"], ["there is no `retaner` here"]),
        ('"retaner", project', NAMES["plan"], ['`column` is never "retaner"']),
        (">= 5, [1..2]", Number(), []),
        ("> 5", NAMES["plan"], ["`column` is a choice: it has no order"]),
        ('"5"', Number(), ['`column` is a number and `"5"` is a text: they are never equal']),
        ("true", Number(), ["`column` is a number and `true` is a yes or no: they are never equal"]),
        ('"seo"', NAMES["tactics"], ["`column` is a list, which only `has` can ask"]),
        ("null", NAMES["tactics"], []),
        ("< days", Number(), ["there is no `days` here"]),
    ],
)
def test_a_cell_is_checked_against_its_column(text: str, of: Type, messages: list[str]) -> None:
    problems = check_cell(parse_cell(text, of), of, name="column")
    assert [problem.message for problem in problems] == messages


def test_a_cell_may_name_other_inputs_that_are_in_scope() -> None:
    assert check_cell(parse_cell("< days", Number()), Number(), scope=NAMES) == ()


@given(condition=conditions())
@settings(max_examples=80, deadline=None)
def test_what_is_built_by_the_rules_is_sound(condition: Expression) -> None:
    assert check_condition(condition, SCOPE) == ()


@given(number=numbers())
@settings(max_examples=80, deadline=None)
def test_calculations_are_numbers(number: Expression) -> None:
    checked = check_expression(number, SCOPE)
    assert (type(checked.type), checked.problems) == (Number, ())

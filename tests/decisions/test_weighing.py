"""A weighing: marks, their weighted mean, and its outcome."""

from decimal import Decimal

import pytest

from handbook_builders import document_from
from sopbook.decisions.evaluate import Answer, answer
from sopbook.decisions.misses import Miss, why_not
from sopbook.decisions.results import asked, given
from sopbook.decisions.weighing import Weighing, framework_of
from sopbook.documents.decision import Decision
from sopbook.documents.fields import Field, FieldType
from sopbook.plain import from_plain, to_plain

OUTCOMES = '[{id: buy, when: ">= 4", label: Buy}, {id: think, when: "[3..4]", label: Think}]'


def a_weighing(outcomes: str = OUTCOMES, first: str = "2") -> Weighing:
    document = document_from(
        f"""\
kind: decision
id: weigh
title: Weigh
owner: lead
version: "1.0"
question: Buy it?
factors:
  - {{id: cost, label: Cost, weight: {first}, scale: [1, 5]}}
  - {{id: worth, label: Worth, weight: 1, scale: [1, 5]}}
outcomes: {outcomes}
""",
        "weigh.yml",
    )
    assert isinstance(document, Decision)
    found = framework_of(document)
    assert isinstance(found, Weighing)
    return found


def weighed(weighing: Weighing, cost: str, worth: str) -> Answer:
    return answer(weighing, {"cost": Decimal(cost), "worth": Decimal(worth)})


def test_the_mean_is_weighted_and_exact() -> None:
    mean = Decimal("4.333333333333333333333333333333333")
    assert weighed(a_weighing(), "5", "3") == Answer(rules=("buy",), result={"outcome": "buy"}, mean=mean)
    assert weighed(a_weighing(first="0.25"), "1.1", "5").mean == Decimal("4.22")


def test_two_outcomes_that_fit_are_a_problem() -> None:
    found = weighed(a_weighing(), "4", "4")
    assert (found.rules, found.result) == (("buy", "think"), None)
    assert found.problem == "the outcomes `buy` and `think` fit at once, and only one may: the decision needs mending"


def test_no_outcome_fits() -> None:
    assert weighed(a_weighing(), "1", "1") == Answer(mean=Decimal(1))


@pytest.mark.parametrize(
    ("marks", "problem"),
    [
        ({}, "`cost` and `worth` have no value, and the decision needs one"),
        ({"cost": Decimal(6), "worth": Decimal(1)}, "`cost`: at most 5"),
        ({"cost": Decimal(5), "worth": "5"}, '`worth`: "5" is no such value'),
    ],
)
def test_marks_must_be_there_and_on_their_scale(marks: dict[str, Decimal], problem: str) -> None:
    assert answer(a_weighing(), marks) == Answer(problem=problem)
    assert why_not(a_weighing(), marks) == ()


def test_the_other_outcomes_say_what_the_mean_is() -> None:
    marks = {"cost": Decimal(5), "worth": Decimal(3)}
    assert why_not(a_weighing(), marks) == (Miss(rule="think", inputs=("mean",), why="`mean` is 4.33, not `[3..4]`"),)


def test_it_asks_for_marks_and_gives_an_outcome() -> None:
    fields = asked(a_weighing())
    assert {name: (field.label, field.min, field.max) for name, field in fields.items()} == {
        "cost": ("Cost", 1, 5),
        "worth": ("Worth", 1, 5),
    }
    options = ("buy", "think")
    assert given(a_weighing()) == {"outcome": Field(type=FieldType.CHOICE, label="Outcome", options=options)}


def test_it_can_be_published_and_read_again() -> None:
    weighing = a_weighing()
    again = from_plain(Weighing, to_plain(weighing))
    assert again == weighing
    assert weighed(again, "5", "3") == weighed(weighing, "5", "3")

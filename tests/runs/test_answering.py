"""Decisions of every kind in a run: what they ask, what they give, and what the story says of them."""

from decimal import Decimal
from typing import Any

import pytest

from handbook_builders import a_procedure, handbook_from
from runs_builders import Play, a_checklist, decide_by, do, number, tier_table
from sopbook.decisions.table import Row
from sopbook.documents.decision import HitPolicy
from sopbook.documents.fields import Field, FieldType
from sopbook.runs import commands as cmd
from sopbook.runs.checklist import read, written
from sopbook.runs.freeze import freeze
from sopbook.runs.story import story

WEIGH = """\
kind: decision
id: weigh
title: Weigh
owner: lead
version: "1.0"
question: Buy it?
decided_by: lead
factors:
  - {id: good-cost, label: Cost, weight: 3, scale: [1, 5]}
  - {id: worth, label: Worth, weight: 2, scale: [1, 5]}
outcomes:
  - {id: buy, when: ">= 4", label: Buy it}
  - {id: leave, when: "< 3", label: Leave it}
"""
STEPS = """
- {id: score, do: Give marks, fields: {cost: {type: number}, worth: {type: number}}}
- {id: verdict, decide: weigh, given: {good-cost: score.cost, worth: score.worth}}
- {id: order, do: Order it, when: 'verdict.outcome = "buy"'}
"""


def a_weighing() -> Play:
    book = handbook_from({"weigh.yml": WEIGH, "work.yml": a_procedure(STEPS)})
    return Play(checklist=read(written(freeze(book.procedure("work"), book, commit=""))))


def told(play: Play) -> str:
    return "\n".join(line.text for line in story(play.run, play.events))


def test_a_weighing_answers_with_its_outcome() -> None:
    play = a_weighing().start()
    play.act(cmd.Complete(step="score", values={"cost": 5, "worth": 3}))
    assert (play.part("verdict").result, play.part("verdict").hits) == ({"outcome": "buy"}, ("buy",))
    assert play.ready == ["order"]
    assert "“Buy it?” decided by the weighted mean 4.2: outcome buy (given good-cost 5, worth 3)" in told(play)


@pytest.mark.parametrize(
    ("marks", "why"),
    [
        ({"cost": 3, "worth": 3}, "no rule answers (good-cost 3, worth 3); somebody has to decide"),
        ({"cost": 3, "worth": 6}, "`worth`: at most 5 (good-cost 3, worth 6); somebody has to decide"),
    ],
)
def test_a_weighing_without_an_outcome_waits_for_somebody_who_names_one(marks: dict[str, int], why: str) -> None:
    play = a_weighing().start()
    play.act(cmd.Complete(step="score", values=marks))
    assert play.why("verdict") == why
    wrong = cmd.Override(step="verdict", reason="Odd", result={"outcome": "think"})
    assert play.refusal(wrong, by="tomas") == "Outcome: `think` is none of buy, leave"
    play.act(cmd.Override(step="verdict", reason="Rest", result={"outcome": "leave"}), by="tomas")
    assert play.state("order") == "not applicable"


def a_table_with(policy: str, **more: Any) -> Play:
    outputs = {"papers": Field(type=FieldType.TEXT)}
    rules = (
        Row(id="all", then={"papers": "contract"}, when={"amount": "> 0"}),
        Row(id="big", then={"papers": "deposit"}, when={"amount": "> 10"}),
    )
    table = tier_table(hit_policy=HitPolicy(policy), outputs=outputs, rules=rules, **more)
    checklist = a_checklist(
        decide_by("tier"), do("deposit", when='tier.papers has "deposit"'), tables=[table], inputs={"amount": number()}
    )
    return Play(checklist=read(written(checklist)))


@pytest.mark.parametrize(("amount", "papers"), [(11, ("contract", "deposit")), (1, ("contract",)), (0, ())])
def test_what_is_collected_is_a_list_that_conditions_ask(amount: int, papers: tuple[str, ...]) -> None:
    play = a_table_with("collect").start(amount=amount)
    assert play.part("tier").result == {"papers": papers}
    assert play.state("deposit") == ("ready" if "deposit" in papers else "not applicable")


def test_otherwise_has_no_rules_and_the_story_says_so() -> None:
    play = a_table_with("first", otherwise={"papers": "none"}).start(amount=-1)
    decided = play.events[1]
    assert (decided.rules, decided.result) == ((), {"papers": "none"})
    assert "decided by `otherwise`, because no rule fits: papers none (given amount -1)" in told(play)


def test_a_list_without_rules_is_by_no_rule() -> None:
    assert "decided by no rule: papers nothing (given amount -1)" in told(a_table_with("collect").start(amount=-1))


def test_a_date_that_a_rule_gives_is_a_date_in_conditions() -> None:
    rules = (Row(id="all", then={"until": "2026-01-31"}),)
    table = tier_table(rules=rules, outputs={"until": Field(type=FieldType.DATE)})
    play = Play(decide_by("tier"), tables=[table], inputs={"amount": number()}).start(amount=Decimal(1))
    assert str(play.part("tier").result) == "{'until': datetime.date(2026, 1, 31)}"


def test_a_checklist_from_before_otherwise_and_weighings_is_read() -> None:
    checklist = a_checklist(decide_by("tier"))
    old = written(checklist).replace(b',"otherwise":{}', b"")
    assert (b"otherwise" in old, read(old)) == (False, checklist)

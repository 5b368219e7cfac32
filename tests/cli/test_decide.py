"""`sop decide`: answering a decision at the command line, at a terminal and for programs."""

import json
from pathlib import Path

import pytest

from run_handbook import a_handbook, sop, surroundings
from sopbook.cli.decide import SUBCOMMANDS
from terminal import Terminal

RUSH = """\
kind: decision
id: rush
title: Rush
owner: owner
version: "1.0"
question: Which papers does a rush order need?
decided_by: clerk
inputs:
  amount: {type: number, label: Amount, unit: EUR, min: 0}
  until: {type: date, label: Wanted until, optional: true}
  kind: {type: choice, options: [card, poster], default: card}
outputs:
  papers: {type: choice, label: Papers, options: [order, deposit, waiver]}
hit_policy: collect
rules:
  - {id: always, then: {papers: order}, why: Without an order nobody knows who pays.}
  - {id: big, when: {amount: "> 100"}, then: {papers: deposit}}
  - {id: soon, when: {until: '<= date("2026-06-01")'}, then: {papers: waiver}}
"""
WEIGH = """\
kind: decision
id: weigh
title: Weigh
owner: owner
version: "1.0"
question: Take the order?
factors:
  - {id: good-fit, label: Fit, weight: 2, scale: [1, 5]}
  - {id: worth, label: Worth, weight: 1, scale: [1, 5]}
outcomes:
  - {id: take, when: ">= 4", label: Take it}
  - {id: leave, when: "< 3", label: Leave it}
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return a_handbook(tmp_path / "shop", rush=RUSH, weigh=WEIGH)


def test_the_answer_its_rules_with_their_reasons_and_the_others_in_short(shop: Path) -> None:
    shown = sop(shop, "decide", "rush", "--set", "amount=250")
    assert shown.exit_code == 0
    assert shown.stdout == (
        "Which papers does a rush order need?\n"
        "  Papers:\n    - order\n    - deposit\n\n"
        "By the rule `always`: Without an order nobody knows who pays.\n"
        "By the rule `big`.\n\n"
        "Not: `soon` (until). --why says more.\n"
    )


def test_why_says_of_every_other_rule_what_does_not_fit(shop: Path) -> None:
    shown = sop(shop, "decide", "rush", "--set", "amount=50", "--set", "until=2026-07-01", "--why")
    assert shown.stdout.endswith(
        "Why not the others:\n"
        "  - `big`: `amount` is 50, not `> 100`\n"
        '  - `soon`: `until` is date("2026-07-01"), not `<= date("2026-06-01")`\n'
    )


def test_for_programs_it_is_json(shop: Path) -> None:
    shown = sop(shop, "decide", "rush", "--set", "amount=12.50", "--set", "until=2026-05-01", "--json")
    found = json.loads(shown.stdout)
    assert found["given"] == {"amount": "12.50", "until": "2026-05-01", "kind": "card"}
    assert (found["answered"], found["result"]) == (True, {"papers": ["order", "waiver"]})
    assert [rule["id"] for rule in found["rules"]] == ["always", "soon"]
    assert found["others"] == [{"id": "big", "inputs": ["amount"], "why": "`amount` is 12.50, not `> 100`"}]


def test_where_no_rule_answers_it_exits_with_3_and_says_who_decides(shop: Path) -> None:
    shown = sop(shop, "decide", "size", "--set", "amount=1000")
    assert shown.exit_code == 3
    assert shown.stdout == (
        "How large is the refund?\n"
        "There is no answer: no rule fits.\n\n"
        "Somebody has to decide: a holder of `owner`.\n\n"
        "Not: `small` (amount); `large` (amount). --why says more.\n"
    )
    assert json.loads(sop(shop, "decide", "size", "--set", "amount=1000", "--json").stdout)["result"] is None


def test_a_weighing_says_its_mean_and_what_went_into_it(shop: Path) -> None:
    marks = ("--set", "good-fit=5", "--set", "worth=3")
    assert sop(shop, "decide", "weigh", *marks).stdout == (
        "Take the order?\n  Outcome: Take it (take)\n\n"
        "The weighted mean is 4.33:\n  Fit: 5, weight 2\n  Worth: 3, weight 1\n\n"
        "Not: `leave` (mean). --why says more.\n"
    )
    none = sop(shop, "decide", "weigh", "--set", "good-fit=3", "--set", "worth=4", "--why")
    assert none.exit_code == 3
    assert "There is no answer: no outcome fits the mean 3.33." in none.stdout
    assert "  - `take`: `mean` is 3.33, not `>= 4`\n" in none.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("decide", "rush"), "Still needed: `amount` (EUR, at least 0). Give each with --set NAME=VALUE."),
        (("decide", "rsh"), "There is no decision `rsh`. Did you mean `rush`?"),
        (("decide", "refund"), "`refund` is a procedure, not a decision."),
        (("decide", "rush", "--set", "ammount=1"), "`rush` does not ask for `ammount`. Did you mean `amount`?"),
        (("decide", "rush", "--set", "colour=1"), "It asks for amount, until, kind."),
        (("decide", "rush", "--set", "amount=-1"), "amount: at least 0 EUR"),
        (("decide", "rush", "--set", "amount=1", "--set", "until=May"), "until: `May` is not a day; write it as 2026-"),
        (("decide", "rush", "--set", "amount"), "write name=value, not `amount`"),
        (("decide", "rush", "--nonsense"), "No such option"),
        (("decide", "answer"), "Missing argument 'ID'"),
    ],
)
def test_wrong_usage_is_said_in_words_and_exits_with_2(shop: Path, words: tuple[str, ...], said: str) -> None:
    result = sop(shop, *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in " ".join(result.stderr.split())


def test_a_decision_with_an_error_answers_nothing(shop: Path) -> None:
    faulty = RUSH.replace("id: rush", "id: faulty", 1).replace('"> 100"', "much")
    (shop / "sops" / "faulty.yml").write_text(faulty, encoding="utf-8")
    result = sop(shop, "decide", "faulty", "--set", "amount=1")
    assert result.exit_code == 3
    assert "`faulty` has an error and answers nothing before it is mended: `sop check` says more." in result.stderr


def test_a_decision_named_as_a_command_is_asked_with_answer(shop: Path) -> None:
    (shop / "sops" / "prove.yml").write_text(WEIGH.replace("id: weigh", "id: prove", 1), encoding="utf-8")
    marks = ("--set", "good-fit=5", "--set", "worth=5")
    assert "Take it" in sop(shop, "decide", "answer", "prove", *marks).stdout


def test_the_help_lists_what_can_be_done_with_decisions(shop: Path) -> None:
    shown = sop(shop, "decide", "--help").stdout
    assert all(words in shown for _, words in SUBCOMMANDS.values())
    assert "Usage: " in sop(shop, "decide", "rush", "--help").stdout


def test_at_a_terminal_it_asks_what_is_missing_and_fits_into_60_columns(shop: Path) -> None:
    with Terminal(shop, "decide", "rush", "--set", "kind=poster", columns=60, environ=surroundings(shop)) as person:
        assert "Which papers does a rush order need?\n\n  Amount (EUR, at least 0)\n" in person.answer("> ", "much")
        assert "`much` is not a number" in person.answer("> ", "250")
        assert "Wanted until (as 2026-01-31; optional)" in person.answer("> ", "")
        person.until("--why says more.")
        assert "By the rule `always`: Without an order nobody knows who\n  pays.\n" in person.shown
        assert max(map(len, person.shown.split("\n"))) <= 60

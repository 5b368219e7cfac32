"""`sop decide prove`: the verdict, every finding with its cases and a rule to paste, and the exit codes."""

import json
from pathlib import Path

import pytest

from run_handbook import a_handbook, sop

HEAD = """\
kind: decision
id: {id}
title: Rush
owner: owner
version: "1.0"
question: Is it a rush order?
inputs:
  amount: {{type: number, min: 0}}
  kind: {{type: choice, options: [card, poster]}}
outputs:
  rush: {{type: choice, options: [rush, normal]}}
rules:
"""
HOLED = """\
  - {id: big, when: {amount: "> 100"}, then: {rush: rush}}
  - {id: poster, when: {amount: ">= 100", kind: poster}, then: {rush: normal}}
"""
WHOLE = """\
  - {id: big, when: {amount: "> 100"}, then: {rush: rush}}
  - {id: small, when: {amount: "<= 100"}, then: {rush: normal}}
"""
RELATED = """\
  - {id: less, when: {amount: "< limit"}, then: {rush: rush}}
  - {id: more, when: {amount: ">= limit"}, then: {rush: normal}}
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    related = HEAD.format(id="related").replace("  kind:", "  limit: {type: number}\n  kind:") + RELATED
    files = {"holed": HEAD.format(id="holed") + HOLED, "whole": HEAD.format(id="whole") + WHOLE, "related": related}
    return a_handbook(tmp_path / "shop", **files)


def test_a_decision_without_gaps_and_conflicts_is_proven(shop: Path) -> None:
    shown = sop(shop, "decide", "prove", "whole")
    assert shown.stdout == "Is it a rush order?\nPROVEN: exactly one rule fits every case.\n"
    assert shown.exit_code == 0


def test_each_finding_has_its_cases_one_of_them_who_answers_and_a_rule_to_paste(shop: Path) -> None:
    shown = sop(shop, "decide", "prove", "holed")
    assert shown.exit_code == 1
    assert shown.stdout == (
        "Is it a rush order?\n"
        "REFUTED: 2 groups of cases have no answer, and 1 pair of rules fits the same case.\n"
        "\n"
        "1. `big` and `poster` both fit, and only one may.\n"
        "     amount  > 100\n"
        "     kind    poster\n"
        '   For example amount 200, kind "poster": the rules `big` and `poster` fit at once, and only one\n'
        "   may: the decision needs mending.\n"
        "\n"
        "2. No rule fits these cases.\n"
        "     amount  <= 100\n"
        "     kind    card\n"
        '   For example amount 100, kind "card": no rule fits.\n'
        "   A rule to paste, what it says left to you:\n"
        "\n"
        "  - id: gap-1\n"
        "    when:\n"
        "      amount: '<= 100'\n"
        "      kind: card\n"
        "    then:\n"
        '      rush: "?"  # rush, normal\n'
        "\n"
        "3. No rule fits these cases.\n"
        "     amount  < 100\n"
        '   For example amount 0, kind "poster": no rule fits.\n'
        "   A rule to paste, what it says left to you:\n"
        "\n"
        "  - id: gap-2\n"
        "    when:\n"
        "      amount: '< 100'\n"
        "    then:\n"
        '      rush: "?"  # rush, normal\n'
        "\n"
        "Gaps can have cases in common: paste one rule, then prove again.\n"
    )


def test_what_reads_another_input_is_left_open(shop: Path) -> None:
    shown = sop(shop, "decide", "prove", "related")
    assert shown.exit_code == 3
    assert "UNDECIDED: " in shown.stdout


def test_programs_read_the_same_as_json(shop: Path) -> None:
    shown = sop(shop, "decide", "prove", "holed", "--json")
    found = json.loads(shown.stdout)
    assert shown.exit_code == 1
    assert found["verdict"] == "refuted"
    assert [one["kind"] for one in found["findings"]] == ["overlap", "gap", "gap"]
    assert found["findings"][0]["rules"] == ["big", "poster"]
    assert all(one["given"].keys() == {"amount", "kind"} for one in found["findings"])
    assert "when:" in found["findings"][1]["suggestion"]


def test_an_unknown_decision_is_refused_with_the_nearest(shop: Path) -> None:
    shown = sop(shop, "decide", "prove", "holedd")
    assert shown.exit_code == 2
    assert "Did you mean `holed`?" in shown.stderr

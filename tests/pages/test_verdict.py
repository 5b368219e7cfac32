import pytest

from handbook_builders import a_decision, handbook_from
from pages_builders import a_writer
from sopbook.documents.decision import Decision
from sopbook.handbook.proofs import proof_of
from sopbook.pages.verdict import VerdictView, verdict

WHOLE = """\
- {id: low, when: {value: "< 5"}, then: {level: silver}}
- {id: high, when: {value: ">= 5"}, then: {level: gold}}
"""
OPEN = """\
- {id: low, when: {value: "< 5"}, then: {level: silver}}
- {id: high, when: {value: "[4..10]", plan: retainer}, then: {level: silver}}
- {id: never, when: {value: "< 0"}, then: {level: silver}}
"""
MARKS = """\
kind: decision
id: tier
title: Tier
owner: lead
version: "1.0"
question: Which tier?
factors: [{id: price, label: Price, weight: 1, scale: [1, 5]}, {id: taste, label: Taste, weight: 1, scale: [1, 5]}]
outcomes: [{id: buy, when: ">= 4", label: Buy it}, {id: leave, when: "< 3", label: Leave it}]
"""


def said(text: str) -> VerdictView:
    book = handbook_from({"tier.yml": text})
    found = verdict(book.expect("tier", Decision), a_writer(book, "tier"))
    assert found is not None
    return found


def test_a_proven_decision_says_so_in_a_line() -> None:
    found = said(a_decision(WHOLE))
    assert (found.kind, found.sign, found.headline) == ("proven", "●", "Complete and unambiguous: proven.")
    assert found.findings == ()


def test_what_is_open_is_said_with_its_cases_and_one_of_them() -> None:
    found = said(a_decision(OPEN))
    assert (found.kind, found.sign, found.headline) == ("refuted", "!", "Not settled yet.")
    assert "no answer" in found.reason
    clash = 'Rules <a href="#low">1</a> and <a href="#high">2</a> both fit'
    never = 'Rule <a href="#never">3</a> fits nothing that can be entered, because of Value'
    assert [(str(one.says), str(one.cases)) for one in found.findings] == [
        (clash, "<em>Value</em> 4 to under 5, <em>Plan</em> retainer"),
        ("Nothing answers this", "<em>Value</em> at least 5, <em>Plan</em> project"),
        ("Nothing answers this", "<em>Value</em> over 10"),
        (never, ""),
        ("Nothing answers “gold” to Level", ""),
    ]
    assert found.findings[0].example == "Value: 4; Plan: retainer"


@pytest.mark.parametrize(
    ("policy", "rules", "says"),
    [
        (
            "first",
            '- {id: a, when: {value: "> 5"}, then: {level: gold}}\n- {id: b, when: {}, then: {level: silver}}\n'
            "- {id: c, then: {level: gold}}",
            'Rule <a href="#c">3</a> changes nothing: wherever it fits, rule <a href="#b">2</a> answers',
        ),
        (
            "any",
            '- {id: a, when: {value: "> 5"}, then: {level: gold}}\n- {id: b, then: {level: silver}}',
            'Rules <a href="#a">1</a> and <a href="#b">2</a> both fit and disagree',
        ),
        (
            "first",
            "- {id: a, then: {level: gold}}\notherwise: {level: silver}",
            "“In all other cases” never happens: a rule answers every case",
        ),
    ],
)
def test_other_findings_are_sentences_too(policy: str, rules: str, says: str) -> None:
    text = (
        a_decision(rules).replace("  otherwise:", "otherwise:").replace("rules:\n", f"hit_policy: {policy}\nrules:\n")
    )
    assert says in [str(one.says) for one in said(text).findings]


def test_a_weighing_is_about_its_mean_and_shows_marks() -> None:
    (gap,) = said(MARKS).findings
    assert str(gap.cases) == "<em>Weighed mean</em> 3 to under 4"
    assert str(gap.example) == "Price: 3; Taste: 3"


def test_a_decision_that_cannot_answer_has_no_verdict() -> None:
    book = handbook_from({"tier.yml": a_decision("- {id: a, when: {value: '< <'}, then: {level: gold}}")})
    assert verdict(book.expect("tier", Decision), a_writer(book, "tier")) is None


def test_a_proof_is_worked_out_once() -> None:
    book = handbook_from({"tier.yml": a_decision(WHOLE)})
    decision = book.expect("tier", Decision)
    assert proof_of(decision, book) is proof_of(decision, book)

"""What the form asks; what it answers is tried in a browser, in tests/site/test_try_it.py."""

import json

import pytest

from handbook_builders import a_decision, handbook_from
from pages_builders import CASES, a_writer, the_bakery
from sopbook.documents.decision import Decision
from sopbook.pages.try_it import ControlView, TryIt, try_it

RULES = "- {id: all, then: {level: gold}}"


def the_form(text: str) -> TryIt:
    book = handbook_from({"tier.yml": text})
    found = try_it(book.expect("tier", Decision), a_writer(book, "tier"))
    assert found is not None
    return found


def a_control(field: str, rules: str = RULES) -> ControlView:
    text = a_decision(rules).replace("value: {type: number, min: 0}", f"value: {field}")
    return the_form(text).controls[0]


@pytest.mark.parametrize(
    ("field", "shape", "type", "keyboard", "hint"),
    [
        ("{type: number, min: 0, max: 1000}", "line", "text", "decimal", "0 to 1,000"),
        ("{type: number, min: 1, integer: true}", "line", "text", "numeric", "at least 1"),
        ("{type: number, help: Without tax.}", "line", "text", "text", "Without tax."),
        (
            "{type: number, max: 5, optional: true, help: All.}",
            "line",
            "text",
            "text",
            "at most 5, may be left empty. All.",
        ),
        ("{type: date}", "line", "date", "text", ""),
        ("{type: datetime}", "line", "datetime-local", "text", ""),
        ("{type: yes_no}", "chips", "text", "text", ""),
        ("{type: choice, options: [a, b, c, d, e, f, g]}", "list", "text", "text", ""),
        ("{type: email}", "line", "text", "text", ""),
    ],
)
def test_each_kind_of_input_has_its_control(field: str, shape: str, type: str, keyboard: str, hint: str) -> None:
    found = a_control(field)
    assert (found.shape, found.type, found.keyboard, str(found.hint)) == (shape, type, keyboard, hint)


def test_what_may_be_left_empty_is_empty_at_first() -> None:
    found = a_control("{type: yes_no, optional: true}")
    assert [(one.value, one.text, one.chosen) for one in found.options] == [
        ("true", "yes", False),
        ("false", "no", False),
        ("", "left empty", True),
    ]


def test_seconds_are_asked_for_where_a_cell_asks_for_them() -> None:
    field = "{type: time}"
    rule = "- {{id: all, when: {{value: '< time(\"{}\")'}}, then: {{level: gold}}}}"
    assert a_control(field, rule.format("08:15:00")).step == ""
    assert a_control(field, rule.format("08:15:30")).step == "1"


def test_a_weighing_asks_for_marks() -> None:
    book = the_bakery()
    found = try_it(book.expect("which-flour", Decision), a_writer(book, "which-flour"))
    assert found is not None
    assert [(str(one.label), str(one.hint)) for one in found.controls] == [
        ("Price", "1 to 5. Five is cheap."),
        ("Taste &amp; smell", "1 to 5"),
    ]
    assert json.loads(found.data)["words"]["outputs"] == ["Outcome"]


def test_what_cannot_be_looked_up_is_said_and_has_no_form() -> None:
    text = a_decision("- {id: all, when: {value: < limit}, then: {level: gold}}")
    found = the_form(text.replace("  plan: {type", "  limit: {type: number}\n  plan: {type"))
    assert found.controls == ()
    assert str(found.refusal) == (
        "This page cannot work it out, because a rule compares one input with another (Value). "
        "<code>sop decide tier</code> can."
    )


def test_a_decision_with_a_fault_has_no_form() -> None:
    text = (CASES / "loaf-size.yml").read_text("utf-8").replace("(3..12)", "(3..")
    book = the_bakery(loaf_size=text)
    assert try_it(book.expect("loaf-size", Decision), a_writer(book, "loaf-size")) is None

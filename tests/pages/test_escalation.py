import pytest

from pages_builders import CASES, a_writer, the_bakery
from sopbook.documents.escalation import Escalation
from sopbook.pages.escalation import EscalationView, total, view


@pytest.mark.parametrize(
    ("waits", "words"),
    [
        (["1 hour"], "1 hour"),
        (["1 working hour", "2 working hours"], "3 working hours"),
        (["30 minutes", "1 hour", "30 minutes"], "2 hours"),
        (["45 minutes", "30 minutes"], "1 hour and 15 minutes"),
        (["30 minutes", "1 hour"], "1 hour and 30 minutes"),
        (["1 working day", "90 working minutes"], "1 working day and 1 working hour and 30 working minutes"),
    ],
)
def test_waits_of_one_unit_are_added_up(waits: list[str], words: str) -> None:
    assert total(waits) == words


def the_page() -> EscalationView:
    book = the_bakery()
    return view(book.expect("oven-fails", Escalation), a_writer(book, "oven-fails"), {})


def test_the_ladder_says_who_is_called_when() -> None:
    """One person answers for half an hour three times; two are called for an hour each; then again for two hours."""
    page = the_page()
    assert [(rung.after, [called.role.text for called in rung.called]) for rung in page.rungs] == [
        ("at once", ["Bakery lead"]),
        ("after 1 hour and 30 minutes", ["Bakery lead", "Baker"]),
        ("after 3 hours and 30 minutes at most", ["Baker"]),
    ]
    assert page.unanswered == "after 5 hours and 30 minutes at most"
    assert page.rungs[1].called[1].people == ("Mo Adler", "Ida Roth")


def test_a_level_says_by_which_ways_its_people_are_called_and_how_often() -> None:
    first, every, last = the_page().rungs
    assert (first.via, first.answer, first.again) == (
        "chat",
        "One has to answer within 30 minutes.",
        "Unanswered, this comes 2 more times.",
    )
    assert (every.via, every.answer) == ("chat and phone", "Called one after the other; each has 1 hour to answer.")
    assert every.when.striptags() == "Severity is “No bread”"
    assert last.answer == "All of them are called; one has to answer within 1 hour."


def test_severities_are_told_apart_by_a_rule_or_by_whoever_opens_it() -> None:
    page = the_page()
    assert page.severities[0].when.striptags() == "Loaves left is under 20 loaves"
    assert page.judged == "Read from the top: the first that fits counts."
    text = (CASES / "oven-fails.yml").read_text("utf-8").replace(", when: loaves_left < 20", "")
    book = the_bakery(oven_fails=text)
    asked = view(book.expect("oven-fails", Escalation), a_writer(book, "oven-fails"), {})
    assert asked.judged == "Whoever opens it says which."

import pytest

from pages_builders import a_writer, the_bakery
from sopbook.documents.escalation import Escalation
from sopbook.pages.escalation import total, view


@pytest.mark.parametrize(
    ("waits", "words"),
    [
        (["1 hour"], "1 hour"),
        (["1 working hour", "2 working hours"], "3 working hours"),
        (["30 minutes", "1 hour", "30 minutes"], "60 minutes and 1 hour"),
    ],
)
def test_waits_of_one_unit_are_added_up(waits: list[str], words: str) -> None:
    assert total(waits) == words


def test_the_ladder_says_who_is_called_when() -> None:
    book = the_bakery()
    page = view(book.expect("oven-fails", Escalation), a_writer(book, "oven-fails"), {})
    assert [(rung.after, [called.role.text for called in rung.called]) for rung in page.rungs] == [
        ("at once", ["Bakery lead"]),
        ("after 30 minutes", ["Bakery lead", "Baker"]),
    ]
    assert page.unanswered == "after 30 minutes and 1 hour"
    assert page.rungs[1].called[1].people == ("Mo Adler", "Ida Roth")

import pytest

from pages_builders import CASES, a_writer, the_bakery
from sopbook.documents.decision import Decision, HitPolicy
from sopbook.pages.decision import DecisionView, outline, view

TEXT = (CASES / "loaf-size.yml").read_text("utf-8")


def the_page(id: str = "loaf-size", text: str = TEXT) -> DecisionView:
    book = the_bakery(loaf_size=text)
    return view(book.expect(id, Decision), a_writer(book, id), {})


@pytest.mark.parametrize("policy", [policy.value for policy in HitPolicy])
def test_every_hit_policy_is_said_in_words(policy: str) -> None:
    said = the_page(text=TEXT.replace("hit_policy: priority", f"hit_policy: {policy}")).policy
    assert said[0].endswith(".")
    assert len(said) == (2 if policy in ("priority", "output order") else 1)


def test_where_answers_outrank_each_other_their_order_is_said() -> None:
    assert [str(one) for one in the_page().policy] == [
        "Several rules may fit; the answer that stands highest counts.",
        "Size from highest to lowest: small, large.",
    ]


def test_all_other_cases_are_the_last_row() -> None:
    last = the_page().rows[-1]
    assert (last.instead, [str(cell.text) for cell in last.cells]) == ("In all other cases", ["large"])


def test_worked_cases_have_a_value_in_each_column() -> None:
    page = the_page()
    assert [[str(cell.text) for cell in row.cells] for row in page.cases] == [
        ["20 loaves", "yes", "left empty", "small"],
        ["1 loaves", "left empty", "left empty", "large"],
    ]


def test_a_weighing_says_how_much_each_factor_counts() -> None:
    page = the_page("which-flour")
    assert [(one.label, one.scale, one.weight, one.share) for one in page.factors] == [
        ("Price", "1 to 5", "2", "67 %"),
        ("Taste & smell", "1 to 5", "1", "33 %"),
    ]
    assert [(str(one.when), one.label) for one in page.outcomes] == [("at least 4", "Buy it"), ("under 4", "Leave it")]
    assert [str(cell.text) for cell in page.cases[0].cells] == ["5", "4", "Buy it"]
    assert [heading.id for heading in outline(page)] == ["_factors", "_outcomes", "_try", "_cases", "_precedents"]

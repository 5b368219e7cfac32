import pytest

from pages_builders import a_writer, the_bakery
from sopbook.documents.metric import Metric
from sopbook.pages.metric import MetricView, view

HEAD = "kind: metric\nid: other\ntitle: Other\nowner: lead\ngroup: team\nunit: h\nevery: day\n"


def the_page(id: str, **changed: str) -> MetricView:
    book = the_bakery(**changed)
    return view(book.expect(id, Metric), a_writer(book, id), {})


def test_a_metric_says_what_is_good_and_what_is_counted() -> None:
    page = the_page("loaves-sold")
    assert {fact.word: fact.says.striptags() for fact in page.facts} == {
        "Good": "at least 1,200 loaves",
        "Somebody looks": "when it is under 900 loaves",
        "Measured": "every week",
        "For each": "Flour",
        "About": "How work goes",
    }
    assert page.counted.striptags() == (
        "Sum, from what is entered in Bake the daily bread (How many) and Sell the bread at the market."
    )


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        ("{from: runs}", "Number, from all runs."),
        ("{from: runs, of: bake-bread, value: on_time_rate}", "On time rate, from the runs of Bake the daily bread."),
        ("{from: cases, of: [oven-fails]}", "Number, from the cases of The oven fails."),
        ("{from: acknowledgements}", "Number, from all that has to be read."),
        ("{from: entries}", "Typed in by Bakery lead, or imported."),
    ],
)
def test_where_a_figure_comes_from_is_said(measure: str, words: str) -> None:
    assert the_page("other", other=f"{HEAD}measure: {measure}\n").counted.striptags() == words


def test_a_formula_leads_to_the_metrics_it_is_worked_out_from_and_they_lead_back() -> None:
    page = the_page("flour-per-loaf")
    assert [(part.text, part.note) for part in page.parts] == [("Flour used", "kg"), ("Loaves sold", "loaves")]
    assert [link.text for link in the_page("loaves-sold").part_of] == ["Flour per loaf"]


def test_a_formula_that_cannot_be_read_or_names_nothing_is_shown_as_it_is() -> None:
    assert the_page("other", other=f'{HEAD}measure: {{formula: "1 +"}}\n').parts == ()
    page = the_page("other", other=f'{HEAD}measure: {{formula: "no_such / 2"}}\n')
    assert [(part.text, part.href) for part in page.parts] == [("No such", "")]


def test_the_goals_that_want_it_somewhere_are_listed() -> None:
    assert [(aim.goal.text, str(aim.reach)) for aim in the_page("loaves-sold").aims] == [
        ("Fuller shelves", "at least 1,500 loaves")
    ]

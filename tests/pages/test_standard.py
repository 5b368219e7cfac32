from pages_builders import CASES, a_writer, the_bakery
from sopbook.documents.standard import Standard
from sopbook.pages.standard import view


def verified(**changed: str) -> list[tuple[str, list[str]]]:
    book = the_bakery(**changed)
    page = view(book.expect("good-bread", Standard), a_writer(book, "good-bread"), {})
    return [
        (one.id, [f"{step.procedure.text} {step.number} {step.step.href}" for step in one.verified])
        for one in page.criteria
    ]


def test_a_criterion_leads_to_the_steps_that_verify_it() -> None:
    assert verified() == [
        ("baked-through", ["Sell the bread at the market 1 ../../procedures/sell-bread/#bread"]),
        ("looks", []),
    ]


def test_a_draft_verifies_nothing() -> None:
    text = (CASES / "sell-bread.yml").read_text("utf-8").replace('version: "1.0"', 'version: "1.0"\nstatus: draft')
    assert verified(sell_bread=text)[0] == ("baked-through", [])

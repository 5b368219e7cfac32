from pages_builders import a_writer, the_bakery
from sopbook.documents.role import Role
from sopbook.pages.role import RoleView, view


def the_page(role: str) -> RoleView:
    book = the_bakery()
    return view(book.expect(role, Role), a_writer(book, role), {})


def duties(role: str) -> dict[str, list[str]]:
    return {
        duty.title: [link.text for link in duty.documents]
        + [f"{part.procedure.text}: {step.note} {step.text}" for part in duty.parts for step in part.steps]
        + [f"{one.procedure.text}: {one.begins}" for one in duty.routines]
        for duty in the_page(role).duties
    }


def test_a_role_page_lists_everything_that_documents_ask_of_it() -> None:
    assert duties("lead") == {
        "Is called for": ["The oven fails"],
        "Does": ["Bake the daily bread: 4a.1 Add steam"],
        "Signs": [
            "Bake the daily bread: 8 The bread may be sold",
            "Become a baker: 2b.1 Run Bake the daily bread",
        ],
        "Is told": ["Sell the bread at the market: 5 Notify Bakery lead and Baker"],
        "Decides": ["Which flour to buy"],
        "Owns": [
            "Bake the daily bread",
            "How we keep clean",
            "Flour per loaf",
            "Flour used",
            "Fuller shelves",
            "Good bread",
            "Become a baker",
            "Loaves sold",
            "The oven fails",
            "Sell the bread at the market",
            "Which flour to buy",
        ],
    }


def test_a_role_page_lists_what_must_be_read() -> None:
    assert duties("baker")["Must read"] == ["Bake the daily bread", "How we keep clean"]


def test_a_role_page_says_which_paths_lead_into_it_and_what_comes_round() -> None:
    assert duties("baker")["Grows into it by"] == ["Become a baker"]
    assert duties("baker")["Comes round"] == [
        "Sell the bread at the market: every Tuesday and Friday at 05:30, from 5 January 2026"
    ]


def test_a_role_stands_between_whom_it_reports_to_and_whom_it_leads() -> None:
    facts = {role: {fact.word: fact.says.striptags() for fact in the_page(role).facts} for role in ("lead", "baker")}
    assert facts == {
        "lead": {"Level": "Lead", "Leads": "Baker"},
        "baker": {
            "Level": "Specialist",
            "Reports to": "Bakery lead",
            "Time for routines": "6 hours a day and 2 hours a week",
        },
    }


def test_a_role_held_by_too_few_says_so() -> None:
    assert the_page("baker").backup == "At least 3 people should hold it; now 2, so 1 too few."
    assert the_page("lead").backup == "At least 1 person should hold it; now 1."


def test_a_draft_asks_nothing_of_anybody() -> None:
    assert duties("lead")["Decides"] == ["Which flour to buy"]
    assert "Is asked first" not in duties("baker")


def test_the_people_who_hold_a_role_are_named_without_their_addresses() -> None:
    assert the_page("baker").people == ("Mo Adler", "Ida Roth")

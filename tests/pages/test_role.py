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
        for duty in the_page(role).duties
    }


def test_a_role_page_lists_everything_that_documents_ask_of_it() -> None:
    assert duties("lead") == {
        "Is called for": ["The oven fails"],
        "Does": ["Bake the daily bread: 4a.1 Add steam"],
        "Signs": ["Bake the daily bread: 8 The bread may be sold"],
        "Owns": ["Bake the daily bread", "How we keep clean", "The oven fails"],
    }


def test_a_role_page_lists_what_must_be_read() -> None:
    assert duties("baker")["Must read"] == ["Bake the daily bread", "How we keep clean"]


def test_a_draft_asks_nothing_of_anybody() -> None:
    assert "Decides" not in duties("lead")


def test_the_people_who_hold_a_role_are_named_without_their_addresses() -> None:
    assert the_page("baker").people == ("Mo Adler", "Ida Roth")

import pytest

from handbook_builders import a_decision, a_procedure, handbook_from, handbook_of
from sopbook.documents.decision import Decision
from sopbook.documents.document import Document
from sopbook.documents.procedure import Procedure
from sopbook.documents.role import Role
from sopbook.handbook.book import Handbook, UnknownDocument

ONE_STEP = "- {id: one, do: Work}"


def test_a_document_is_found_by_its_id() -> None:
    book = handbook_of(work=ONE_STEP)
    assert book.procedure("work").title == "Work"
    assert book.get("nothing") is None


def test_the_wrong_id_is_refused_with_the_nearest_of_its_kind() -> None:
    with pytest.raises(UnknownDocument, match=r"^There is no procedure `wrok`\. Did you mean `work`\?$"):
        handbook_of(work=ONE_STEP).procedure("wrok")


def test_the_wrong_kind_is_refused_in_words() -> None:
    with pytest.raises(UnknownDocument, match=r"^`tier` is a decision, not a procedure\.$"):
        handbook_of(tier=a_decision()).procedure("tier")


def test_of_two_with_one_id_the_one_whose_file_is_named_so_counts() -> None:
    book = handbook_from({"a-copy.yml": a_procedure(ONE_STEP), "work.yml": a_procedure(ONE_STEP)})
    assert book.documents[book.procedure("work").id].origin.file == "work.yml"
    assert len([one for one in book.all if one.id == "work"]) == 2


def test_documents_of_a_class_come_by_title() -> None:
    book = handbook_of(work=ONE_STEP, tier=a_decision())
    assert [role.title for role in book.roles()] == ["Lead", "Owner", "Specialist"]
    assert [one.id for one in book.every(Decision)] == ["tier"]
    assert len(book.every(Document)) == 6


def test_the_register_says_who_holds_a_role() -> None:
    book = handbook_of()
    assert [person.id for person in book.holders("lead")] == ["tomas"]
    assert book.holders("nobody") == ()
    ines = book.person("ines")
    assert ines is not None
    assert ines.roles == ("owner",)
    assert book.person("lead") is None


def test_drafts_and_obsolete_documents_are_not_live() -> None:
    draft, old = (a_procedure(ONE_STEP, head=f"status: {word}") for word in ("draft", "obsolete"))
    book = handbook_from({"draft.yml": draft, "old.yml": old, "work.yml": a_procedure(ONE_STEP)})
    assert [one.origin.file for one in book.live() if isinstance(one, Procedure)] == ["work.yml"]


def test_what_is_found_out_about_a_document_is_found_out_once() -> None:
    book, asked = handbook_of(work=ONE_STEP), []

    def length(document: Procedure, of: Handbook) -> int:
        asked.append(document.id)
        return len(document.steps) + len(of.every(Role))

    assert [book.once(length, book.procedure("work")) for _ in range(2)] == [4, 4]
    assert asked == ["work"]

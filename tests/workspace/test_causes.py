"""What a file that could not be read would have been."""

from sopbook.workspace.causes import Unread, unread_file


def test_name_and_lines_tell_what_it_was() -> None:
    lines = ("# first", "kind: team   # the register", 'id: "people"', "title: x")
    assert unread_file("sops/team.yml", lines) == Unread(ids=frozenset({"team", "people"}), kind="team")


def test_keys_of_parts_do_not_count() -> None:
    assert unread_file("a.yml", ("steps:", "  - id: b", "  kind: team")) == Unread(ids=frozenset({"a"}))


def test_without_a_kind_it_may_be_any() -> None:
    assert Unread().may_be({"team"})
    assert Unread(kind="taem").may_be({"team"})
    assert Unread(kind="team").may_be({"team"})
    assert not Unread(kind="role").may_be({"team"})


def test_a_folder_that_is_not_there_may_have_held_anything() -> None:
    assert Unread().may_give("owner")
    assert Unread(ids=frozenset({"owner"})).may_give("owner")
    assert not Unread(ids=frozenset({"owner"})).may_give("support")

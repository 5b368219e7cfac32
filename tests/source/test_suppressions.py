"""Comments that suppress a finding: which are real comments, what they say, and which lines they are about."""

from hypothesis import given, settings
from hypothesis import strategies as st

from sopbook.source.suppressions import Suppression, suppressions


def only(text: str) -> Suppression:
    (one,) = suppressions(text, "a.yml")
    return one


def lines(text: str) -> list[tuple[int, int, int]]:
    """The line of each comment, and the first and last line it is about."""
    return [(one.at.line, one.first, one.last) for one in suppressions(text, "a.yml")]


def test_a_comment_behind_a_value_is_about_its_line() -> None:
    one = only("kind: role\nowner: anna # sop: ignore SOP204 because she starts in May\nid: x\n")
    assert (one.code, one.reason) == ("SOP204", "she starts in May")
    assert str(one.at) == "a.yml:2:13"
    assert [line for line in range(1, 5) if one.covers(line)] == [2]


def test_a_comment_on_a_line_of_its_own_is_about_the_next_line() -> None:
    assert lines("a: 1\n# sop: ignore SOP204 because x\nb: 2\nc: 3\n") == [(2, 3, 3)]
    assert lines("a:\n  - b\n  # sop: ignore SOP204 because x\n  - c\n") == [(3, 4, 4)]


def test_comments_above_each_other_are_about_the_same_line() -> None:
    text = "# sop: ignore SOP204 because x\n  # and\n# sop: ignore SOP205 because y\nb: 2\n"
    assert lines(text) == [(1, 4, 4), (3, 4, 4)]


def test_an_empty_line_separates_a_comment_from_what_follows() -> None:
    assert lines("# sop: ignore SOP204 because x\n\nb: 2\n") == [(1, 2, 2)]
    assert lines("b: 2\n# sop: ignore SOP204 because x") == [(2, 3, 3)]


def test_a_comment_at_a_text_of_several_lines_is_about_all_of_them() -> None:
    assert lines("how: | # sop: ignore SOP205 because x\n  one\n\n  two\n\nb: 1\n") == [(1, 1, 4)]
    assert lines("# sop: ignore SOP205 because x\nhow: >-\n  one\n  two\n# end\n") == [(1, 2, 4)]
    assert lines('how: "one\n  two" # sop: ignore SOP205 because x\nb: 1\n') == [(2, 1, 2)]
    assert lines("how: one\n  two # sop: ignore SOP205 because x\nb: 1\n") == [(2, 1, 2)]
    assert lines("- how: |\n    one\n  to: x # sop: ignore SOP205 because x\n") == [(3, 3, 3)]


def test_what_looks_like_a_comment_inside_a_text_is_none() -> None:
    assert lines("a: '# sop: ignore SOP204 because x'\n") == []
    assert lines('a: "b # sop: ignore SOP204 because x"\n') == []
    assert lines("a: |\n  b\n  # sop: ignore SOP204 because x\n") == []
    assert lines("a: >\n  b # sop: ignore SOP204 because x\n") == []
    assert lines("a: x#sop:ignore SOP204 because x\n") == []


def test_a_comment_behind_the_end_of_a_text_is_one() -> None:
    assert lines("a: |\n  b\n# sop: ignore SOP204 because x\nc: 1\n") == [(3, 4, 4)]
    assert lines("a: 'x # y' # sop: ignore SOP204 because x\n") == [(1, 1, 1)]
    assert lines("a: ['b # c', d] # sop: ignore SOP204 because x\n") == [(1, 1, 1)]


def test_a_comment_that_speaks_about_such_comments_is_none() -> None:
    assert lines("a: b # write # sop: ignore SOP204 because x\n# or # sop: ignore SOP204 because x\nc: 1\n") == []
    assert lines("a: b # sop: ignored long ago\n") == []


def test_capitals_and_spaces_do_not_matter() -> None:
    one = only("a: b #SOP:ignore sop204  Because:  it is so  \r\n")
    assert (one.code, one.reason) == ("SOP204", "it is so")


def test_without_a_reason_the_reason_is_empty() -> None:
    for comment in ("SOP204", "SOP204 because", "SOP204 because ...", "SOP204 for now", "SOP204 becauseof"):
        one = only(f"a: b # sop: ignore {comment}\n")
        assert (one.code, one.reason) == ("SOP204", "")


def test_without_a_code_the_code_is_empty() -> None:
    assert only("a: b # sop: ignore\n").code == ""
    assert only("a: b # sop: ignore because I say so\n").code == ""


def test_a_file_that_cannot_be_read_has_none() -> None:
    assert lines("a: b # sop: ignore SOP204 because x\nc: 'open\n") == []


def test_places_count_characters_and_lines_as_an_editor_does() -> None:
    one = only('a: "ünï😀"\r\nb: 顧客 # sop: ignore SOP204 because x\r\n')
    assert (str(one.at), one.first) == ("a.yml:2:7", 2)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([
    "a: ", "- ", "|\n", ">\n", '"', "'", "x", "#", " ", "\n", "  ", "[", "]", "{", "}", ", ", ": ", "? ", "&a ", "*a",
    "# sop: ignore SOP204 because x\n",
])).map("".join))  # fmt: skip
def test_any_text_is_read_and_every_comment_is_about_lines_at_or_below_or_around_it(text: str) -> None:
    for one in suppressions(text, "a.yml"):
        assert one.first <= one.last
        assert text.split("\n")[one.at.line - 1][one.at.column - 1] == "#"


def test_as_many_comments_as_fit_into_a_file_are_found_and_each_is_about_the_line_behind_all_of_them() -> None:
    count = 30_000
    found = suppressions("# sop: ignore SOP204 because x\n" * count + "a: 1\n", "a.yml")
    assert len(found) == count
    assert {(one.first, one.last) for one in found} == {(count + 1, count + 1)}
    mixed = suppressions("#\n# sop: ignore SOP204 because x\n#\n" * count + "a: 1\n", "a.yml")
    assert {one.first for one in mixed} == {3 * count + 1}
    assert [one.at.line for one in mixed[:3]] == [2, 5, 8]

"""Where values, keys and the characters inside them stand."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sopbook.source.position import Pointer
from sopbook.source.yaml_reader import Reading, read

TEXT = """\
# first line
kind: procedure
steps:
  - id: contract
    how: See [[file-names]].
    fields:
      value: {type: number, unit: USD}
  - &second
    id: brief
tags: [a, "b"]
again: *second
owner:
"""


def reading(text: str = TEXT) -> Reading:
    return read(text.encode(), "doc.yml")


def place(of: Reading, pointer: Pointer) -> tuple[int, int]:
    at = of.marks.value(pointer)
    return at.line, at.column


@pytest.mark.parametrize(
    ("pointer", "value", "key"),
    [
        ((), (2, 1), (2, 1)),
        (("kind",), (2, 7), (2, 1)),
        (("steps",), (4, 3), (3, 1)),
        (("steps", 0), (4, 5), (4, 5)),
        (("steps", 0, "how"), (5, 10), (5, 5)),
        (("steps", 0, "fields", "value"), (7, 14), (7, 7)),
        (("steps", 0, "fields", "value", "unit"), (7, 35), (7, 29)),
        (("tags", 1), (10, 11), (10, 11)),
        (("again", "id"), (9, 9), (9, 5)),
        (("owner",), (12, 7), (12, 1)),
        (("steps", 0, "unknown", "deeper"), (4, 5), (4, 5)),
        (("steps", 7), (4, 3), (3, 1)),
        (("kind", 0), (2, 7), (2, 1)),
        ((3,), (2, 1), (2, 1)),
    ],
)
def test_every_value_and_key_has_its_place(pointer: Pointer, value: tuple[int, int], key: tuple[int, int]) -> None:
    marks = reading().marks
    assert (marks.value(pointer).line, marks.value(pointer).column) == value
    assert (marks.key(pointer).line, marks.key(pointer).column) == key


@pytest.mark.parametrize(
    ("text", "word", "place"),
    [
        ("key: see [[x]] now", "[[x]]", (1, 10)),
        ("key: 'it''s [[x]]'", "[[x]]", (1, 13)),
        ('key: "see [[x]]"', "[[x]]", (1, 11)),
        (r'key: "a\tb \"c\" \u0041\x41 [[x]]"', "[[x]]", (1, 29)),
        ('key: "one\\\n  two [[x]]"', "[[x]]", (2, 7)),
        ("key: |\n  one\n\n    two [[x]]\n", "[[x]]", (4, 9)),
        ("key: |+ # comment\n\n    one\n    [[x]]\n\n", "[[x]]", (4, 5)),
        ("key: >-\n  one\n  two\n\n  [[x]]\n", "[[x]]", (5, 3)),
        ("key: one\n  two\n  [[x]] three", "[[x]]", (3, 3)),
        ("key: &a see [[x]]\nb: *a", "[[x]]", (1, 13)),
        ("key: &a |\n  see [[x]]\nb: *a", "[[x]]", (2, 7)),
        ("key: |\r\n  one\r\n  two [[x]]\r\n", "[[x]]", (3, 7)),
        ("key: größer als [[x]]", "[[x]]", (1, 17)),
    ],
)
def test_a_word_inside_a_text_has_its_place(text: str, word: str, place: tuple[int, int]) -> None:
    document = reading(text)
    assert document.problems == ()
    assert document.value
    at = document.marks.inside(("key",), document.value["key"].index(word))
    assert (at.line, at.column) == place


def test_the_end_of_a_text_is_its_last_place() -> None:
    for text in ("key: a = 1", "key: 'a = 1'", "key: |-\n  a = 1"):
        at = reading(text).marks.inside(("key",), 5)
        assert reading(text).lines[at.line - 1][: at.column - 1].endswith("a = 1")
        assert reading(text).marks.inside(("key",), 500) == at


def test_what_is_no_text_has_only_its_beginning() -> None:
    marks = reading("list: [a]\nnumber: 12\nempty:\n").marks
    assert marks.inside(("list",), 3).column == 7
    assert marks.inside(("number",), 1).column == 10
    assert marks.inside(("empty",), 4).column == 7
    assert marks.inside(("empty", "deeper"), 4).column == 7


WORDS = st.text(alphabet="ab[]{}'\"\\#:é漢 ", max_size=12).map(str.strip)
LINES = st.lists(WORDS, min_size=1, max_size=5).filter(lambda lines: bool(lines[0]) and bool(lines[-1]))


def literal(text: str) -> str:
    return "key: |-\n" + "".join(f"   {line}\n" for line in text.split("\n"))


def single(text: str) -> str:
    return "key: '" + text.replace("'", "''").replace("\n", "\n\n  ") + "'\n"


def double(text: str) -> str:
    return 'key: "' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"\n'


def folded(text: str) -> str:
    return "key: >-\n" + "".join(f"   {line}\n\n" for line in text.split("\n"))


@settings(max_examples=150, deadline=None)
@given(LINES, st.sampled_from([literal, single, double, folded]))
def test_every_visible_character_is_found_where_it_stands(lines: list[str], style: object) -> None:
    assert callable(style)
    document = reading(style("\n".join(lines)))
    assert document.value is not None
    text = document.value["key"]
    for offset, character in enumerate(text):
        at = document.marks.inside(("key",), offset)
        shown = document.lines[at.line - 1][at.column - 1 :]
        if not character.isspace():
            assert shown.startswith((character, "\\" + character))


@settings(max_examples=100, deadline=None)
@given(LINES)
def test_in_a_literal_block_every_character_is_found(lines: list[str]) -> None:
    document = reading(literal("\n".join(lines)))
    assert document.value is not None
    for offset, character in enumerate(document.value["key"]):
        at = document.marks.inside(("key",), offset)
        assert (document.lines[at.line - 1] + "\n")[at.column - 1] == character

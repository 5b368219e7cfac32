import pytest

from sopbook.cli.diagnostics import MOST_SHOWN, as_text, clipped, summary
from sopbook.cli.screen import Screen
from sopbook.source.diagnostic import Diagnostic, Severity, error, warning
from sopbook.source.position import Position


def a_problem(
    line: int = 1, column: int = 1, message: str = "wrong", hint: str = "", file: str = "a.yml"
) -> Diagnostic:
    return error("SOP204", message, at=Position(file, line, column), hint=hint)


def shown(line: str, column: int, **screen: int | str) -> list[str]:
    """The excerpt of a problem in that line: the line as it is shown, and its caret."""
    text = as_text([a_problem(1, column)], {"a.yml": [line]}, 1, Screen(**screen))  # type: ignore[arg-type]
    return text.split("\n")[1:3]


def test_a_problem_is_shown_with_its_line_a_caret_and_a_hint() -> None:
    problem = a_problem(2, 7, "there is no `plna` here", "did you mean `plan`?")
    text = as_text([problem], {"a.yml": ["kind: procedure", "when: plna"]}, 14, Screen())
    assert text == (
        "a.yml:2:7: error SOP204 there is no `plna` here\n"
        "    2 | when: plna\n"
        "      |       ^\n"
        "      = did you mean `plan`?\n"
        "\n"
        "14 documents, 1 error"
    )


@pytest.mark.parametrize(
    ("line", "column", "excerpt", "caret"),
    [
        ("when: plna", 1, "when: plna", "^"),
        ("when: plna", 10, "when: plna", "         ^"),
        ("when:", 6, "when:", "     ^"),
        ("when:", 99, "when:", "     ^"),
        ("\twhen: x", 2, "    when: x", "    ^"),
        ("a\tb", 3, "a    b", "     ^"),
        ("顧客: x", 5, "顧客: x", "      ^"),
        ("e\u0301a: x", 3, "e\u0301a: x", " ^"),
        ("a\u202eb\x1b[31mc", 9, "a<U+202E>b<U+001B>[31mc", "                      ^"),
    ],
)
def test_the_caret_stands_under_the_place(line: str, column: int, excerpt: str, caret: str) -> None:
    assert shown(line, column) == [f"    1 | {excerpt}", f"      | {caret}"]


def test_on_a_screen_that_knows_ascii_only_everything_is_ascii_and_the_caret_is_right() -> None:
    assert shown("é顧: x", 5, encoding="ascii") == [
        "    1 | \\xe9\\u9867: x",
        "      |             ^",
    ]


ROOM = 40 - 8


@pytest.mark.parametrize(
    ("column", "excerpt"),
    [
        (1, "0123456789abcdefghijklmnopqrstu…"),
        (20, "0123456789abcdefghijklmnopqrstu…"),
        (50, "…stuvwxyz0123456789abcdefghijkl…"),
        (72, "…56789abcdefghijklmnopqrstuvwxyz"),
        (73, "…56789abcdefghijklmnopqrstuvwxyz"),
    ],
)
def test_of_a_long_line_the_part_around_the_place_is_shown(column: int, excerpt: str) -> None:
    line = "0123456789abcdefghijklmnopqrstuvwxyz" * 2
    part = clipped(line, column, Screen(), ROOM)
    assert part.text == excerpt
    assert len(part.text) <= ROOM
    if column <= len(line):
        assert part.text[part.caret] == line[column - 1]


def test_a_line_of_a_million_characters_is_shown_like_any_other() -> None:
    part = clipped("x" * 500_000 + "!" + "y" * 500_000, 500_001, Screen(), ROOM)
    assert part.text[part.caret] == "!"
    assert len(part.text) == ROOM


def test_what_the_message_and_the_file_name_hide_is_written_out() -> None:
    text = as_text([a_problem(message="no `a\u202eb`", file="x\n\x1b.yml")], {}, 1, Screen())
    assert text.split("\n")[0] == "x<U+000A><U+001B>.yml:1:1: error SOP204 no `a<U+202E>b`"


def test_a_long_hint_is_wrapped_and_never_broken_inside_a_word() -> None:
    hint = "allowed here: " + ", ".join(f"`some-word-{index}`" for index in range(8))
    lines = as_text([a_problem(hint=hint)], {}, 1, Screen(columns=60)).split("\n")[1:-2]
    assert lines[0].startswith("      = allowed here: `some-word-0`,")
    assert all(line.startswith("        `some") for line in lines[1:])
    assert max(map(len, lines)) <= 60


def test_colours_only_repeat_what_the_words_say() -> None:
    problem = warning("SOP208", "`x` is obsolete", at=Position("a.yml", 1, 1))
    coloured = as_text([problem], {"a.yml": ["x"]}, 1, Screen(colour=True))
    assert "\x1b[33m" in coloured
    assert "warning" in coloured


@pytest.mark.parametrize(
    ("documents", "severities", "words"),
    [
        (16, "", "16 documents are fine"),
        (1, "", "1 document is fine"),
        (0, "", "There are no documents here yet."),
        (14, "eew", "14 documents, 2 errors, 1 warning"),
        (1, "wh", "1 document, 1 warning, 1 hint"),
        (1200, "h", "1,200 documents, 1 hint"),
    ],
)
def test_the_summary_counts(documents: int, severities: str, words: str) -> None:
    kinds = {severity.value[0]: severity for severity in Severity}
    at = Position("a.yml", 1, 1)
    problems = [Diagnostic(code="SOP2", message="m", at=at, severity=kinds[letter]) for letter in severities]
    assert summary(problems, documents) == words


def test_of_very_many_problems_the_first_are_shown_and_all_are_counted() -> None:
    many = [a_problem(line) for line in range(1, MOST_SHOWN + 18)]
    text = as_text(many, {}, 3, Screen())
    assert text.count("error SOP204") == MOST_SHOWN
    assert text.endswith("\n\nOnly the first 1,000 are shown; `--format json` gives all.\n\n3 documents, 1,017 errors")
    assert "Only the first" not in as_text(many[:MOST_SHOWN], {}, 3, Screen())

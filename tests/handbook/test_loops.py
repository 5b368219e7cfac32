import pytest

from sopbook.handbook.loops import Loop, read_loop, words


@pytest.mark.parametrize(
    ("text", "loop"),
    [
        ("system in systems", Loop(variable="system", over="systems")),
        ("part in take-apart.parts", Loop(variable="part", over="take-apart.parts")),
        ("role in [sales, legal]", Loop(variable="role", items=("sales", "legal"))),
        ('tool in ["NPM", Trello board]', Loop(variable="tool", items=("NPM", "Trello board"))),
        ("row", Loop(variable="row")),
    ],
)
def test_a_loop_is_read(text: str, loop: Loop) -> None:
    assert read_loop(text) == loop


@pytest.mark.parametrize(
    "text", ["system of systems", "each system in systems", "in systems", "tool in [A, ]", "Row", ""]
)
def test_what_is_no_loop_is_none(text: str) -> None:
    assert read_loop(text) is None


def test_only_a_name_alone_is_open() -> None:
    loops = [read_loop(text) for text in ("row", "row in rows", "row in [A]")]
    assert [loop.is_open for loop in loops if loop] == [True, False, False]


def test_every_word_of_what_is_no_loop_could_be_a_name() -> None:
    assert words("for system of systems") == {"for", "system", "of", "systems"}

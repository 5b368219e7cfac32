"""Which names are read, and what is guessed for one that is unknown."""

import pytest

from sopbook.feel.cells import parse_cell
from sopbook.feel.names import names_read, unknown_name
from sopbook.feel.parser import parse_condition
from sopbook.feel.syntax import Name
from sopbook.feel.types import Choice, Number, Type


def test_names_are_listed_once_in_reading_order() -> None:
    tree = parse_condition("b.x > 1 and (a = b.x or c has d) and e in (f, [g..1]) and -h between 1 and a")
    assert names_read(tree) == ("b.x", "a", "c", "d", "e", "f", "g", "h")


def test_a_cell_reads_names_too() -> None:
    assert names_read(parse_cell("< budget, [low..5]")) == ("budget", "low")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("a-b", "a minus is written with blanks: `a - b`"),
        ("a-b-5", "a minus is written with blanks: `a - b - 5`"),
        ("sign-off-a", "a minus is written with blanks: `sign-off - a`"),
        ("sign-of", "did you mean `sign-off`?"),
        ("gold", 'a text stands in double quotes: "gold"'),
        (
            "-".join("a" * 5_000),
            "a text stands in double quotes; a name must be an input, a field or a step before this place",
        ),
        ("zzz", "a text stands in double quotes; a name must be an input, a field or a step before this place"),
    ],
)
def test_the_likeliest_meaning_is_guessed(name: str, hint: str) -> None:
    scope: dict[str, Type] = {"a": Number(), "b": Number(), "sign-off": Number(), "tier.level": Choice(("gold",))}
    assert unknown_name(Name(name), scope).hint == hint

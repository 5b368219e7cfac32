"""Which type may be handed to which."""

import pytest

from sopbook.feel.types import Choice, Choices, ListOf, Null, Number, Opaque, Text, Type, YesNo, accepts, described

AB = Choice(("a", "b"))


@pytest.mark.parametrize(
    ("wanted", "given", "fits"),
    [
        (Number(), Number("USD"), True),
        (Number(), Text(), False),
        (Text(), AB, True),
        (AB, Text(), False),
        (AB, Choice(("a",)), True),
        (AB, Choice(("a", "c")), False),
        (YesNo(), YesNo(nullable=True), False),
        (YesNo(nullable=True), YesNo(), True),
        (Number(), Null(), False),
        (Number(nullable=True), Null(), True),
        (Opaque("date"), Opaque("date"), True),
        (Opaque("date"), Opaque("file"), False),
        (ListOf(Text()), Choices(("a",)), True),
        (Choices(("a", "b")), ListOf(AB), True),
        (Choices(("a", "b")), ListOf(Text()), False),
        (ListOf(Text()), Text(), False),
    ],
)
def test_a_place_takes_only_what_it_can_always_hold(wanted: Type, given: Type, fits: bool) -> None:
    assert accepts(wanted, given) is fits


def test_types_have_words() -> None:
    types: list[Type] = [Number(), AB, Choice(("a",)), Choices(("a",)), Opaque("email"), Opaque("file"), Null()]
    words = ["a number", "a choice", "a text", "a list", "an email", "a file", "null"]
    assert [described(of) for of in types] == words

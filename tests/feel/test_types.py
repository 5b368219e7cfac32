"""Which type may be handed to which."""

import pytest

from sopbook.feel.types import (
    Choice,
    Choices,
    Date,
    DateTime,
    DaysAndTime,
    ListOf,
    Null,
    Number,
    Opaque,
    Text,
    Time,
    Type,
    YearsAndMonths,
    YesNo,
    accepts,
    described,
)

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
        (Opaque("person"), Opaque("person"), True),
        (Opaque("person"), Opaque("file"), False),
        (Date(), Date(), True),
        (Date(), Date(nullable=True), False),
        (Date(), DateTime(), False),
        (DaysAndTime(), YearsAndMonths(), False),
        (ListOf(Date()), ListOf(Date()), True),
        (Text(), Date(), False),
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
    temporal: list[Type] = [Date(), Time(), DateTime(), DaysAndTime(), YearsAndMonths()]
    durations = ["a duration in days and hours", "a duration in years and months"]
    assert [described(of) for of in temporal] == ["a date", "a time", "a date and time", *durations]

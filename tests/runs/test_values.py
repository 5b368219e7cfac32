"""What people enter at a field: each type with what it takes, what it becomes, and the words it refuses with."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from runs_builders import a_field, number, text
from sopbook.runs.values import FileRef, MissingFields, UnknownFields, WrongValue, entered, read_value, shown

PEOPLE = ("ines", "tomas")
PHOTO = FileRef(name="shop.jpg", size=12, sha256="0" * 64)

TAKEN: list[tuple[str, dict[str, Any], object, object]] = [
    ("text", {}, "  two words ", "two words"),
    ("text", {}, True, "true"),
    ("text", {}, 7, "7"),
    ("long_text", {}, "one\r\ntwo\n", "one\ntwo"),
    ("number", {}, " 12.50 ", Decimal("12.50")),
    ("number", {}, 3, Decimal(3)),
    ("number", {}, "-1e2", Decimal("-1e2")),
    ("number", {"integer": True}, "4.0", Decimal("4.0")),
    ("choice", {"options": ("gold", "bronze")}, "gold", "gold"),
    ("choices", {"options": ("a", "b", "c")}, "c, a, a", ("a", "c")),
    ("choices", {"options": ("a", "b")}, ["b", "a"], ("a", "b")),
    ("yes_no", {}, "Yes", True),
    ("yes_no", {}, "n", False),
    ("yes_no", {}, False, False),
    ("date", {}, "2026-01-31", date(2026, 1, 31)),
    ("date", {}, date(2026, 1, 31), date(2026, 1, 31)),
    ("time", {}, "14:30", time(14, 30)),
    ("datetime", {}, "2026-01-31T14:30", datetime(2026, 1, 31, 14, 30)),
    ("datetime", {}, "2026-01-31T14:30+01:00", datetime(2026, 1, 31, 13, 30, tzinfo=UTC)),
    ("link", {}, "https://a.example/x?y=1", "https://a.example/x?y=1"),
    ("email", {}, "a@b.example", "a@b.example"),
    ("person", {}, " ines ", "ines"),
    ("file", {}, PHOTO, PHOTO),
    ("list", {}, "dns, cms ,", ("dns", "cms")),
    ("list", {"of": "number"}, ["1", 2], (Decimal(1), Decimal(2))),
]

REFUSED: list[tuple[str, dict[str, Any], object, str]] = [
    ("text", {}, "one\ntwo", "one line only"),
    ("text", {}, ["a"], "one value is needed, not several"),
    ("text", {}, 1.5, "write a text"),
    ("text", {}, "x" * 20_001, "at most 20000 characters, this has 20001"),
    ("text", {}, "bell \x07", "it holds characters that cannot be shown"),
    ("long_text", {}, "half \ud83d", "it holds characters that cannot be shown"),
    ("number", {}, "12 kg", "`12 kg` is not a number; write it as 1234.5"),
    ("number", {}, "1,5", "`1,5` is not a number; write it as 1234.5"),
    ("number", {}, True, "`True` is not a number; write it as 1234.5"),
    ("number", {}, "nan", "`nan` is not a number"),
    ("number", {}, "9" * 35, "at most 34 digits"),
    ("number", {}, "1e35", "at most 34 digits"),
    ("number", {"integer": True}, "4.5", "a whole number is needed"),
    ("number", {"min": Decimal(0), "unit": "USD"}, "-1", "at least 0 USD"),
    ("number", {"max": Decimal(10)}, "10.01", "at most 10"),
    ("choice", {"options": ("gold", "bronze")}, "golf", "`golf` is none of gold, bronze; did you mean `gold`?"),
    ("choices", {"options": ("a", "b")}, "a, zebra", "`zebra` is none of a, b"),
    ("yes_no", {}, "maybe", "answer yes or no"),
    ("date", {}, "31.1.2026", "`31.1.2026` is not a day; write it as 2026-01-31"),
    ("date", {}, "2026-02-30", "`2026-02-30` is not a day; write it as 2026-01-31"),
    ("time", {}, "half past two", "`half past two` is not a time of day; write it as 14:30"),
    ("datetime", {}, "soon", "`soon` is not a day and time; write it as 2026-01-31T14:30"),
    ("datetime", {}, "0001-01-01T00:00+05:00", "`0001-01-01T00:00+05:00` is not a day and time"),
    ("link", {}, "javascript:alert(1)", "write a web address that begins with https:// or http://"),
    ("link", {}, "https://a b.example", "write a web address that begins with https:// or http://"),
    ("link", {}, "http://[::1", "write a web address that begins with https:// or http://"),
    ("link", {}, "https://a.example/\x00", "write a web address that begins with https:// or http://"),
    ("email", {}, "ines at home", "`ines at home` is not an e-mail address"),
    ("person", {}, "inez", "nobody in the team is `inez`; did you mean `ines`?"),
    ("file", {}, "shop.jpg", "name a file"),
    ("list", {"of": "number"}, "1, two", "`two` is not a number; write it as 1234.5"),
    ("list", {}, ["x"] * 10_001, "at most 10000 items"),
]


@pytest.mark.parametrize(("type_", "more", "raw", "value"), TAKEN)
def test_a_field_takes(type_: str, more: dict[str, Any], raw: object, value: object) -> None:
    found = read_value("it", _field(type_, more), raw, PEOPLE)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(("type_", "more", "raw", "why"), REFUSED)
def test_a_field_refuses(type_: str, more: dict[str, Any], raw: object, why: str) -> None:
    with pytest.raises(WrongValue) as refused:
        read_value("it", _field(type_, more), raw, PEOPLE)
    assert str(refused.value).startswith(f"It: {why}")


def _field(type_: str, more: dict[str, Any]) -> Any:
    from sopbook.documents.fields import FieldType

    return a_field(type_, **{**more, **({"of": FieldType(more["of"])} if "of" in more else {})})


@pytest.mark.parametrize("raw", [None, "", "  ", [], (), ",", ["", None]])
def test_nothing_entered_is_left_empty(raw: object) -> None:
    assert read_value("it", a_field("list"), raw) is None


def test_required_fields_are_named_by_their_labels_all_at_once() -> None:
    fields = {"n": number(label="Weight"), "end_date": text(), "free": text(optional=True)}
    with pytest.raises(MissingFields, match=r"Still needed: Weight, End date\."):
        entered(fields, {"n": ""}, ())


def test_an_optional_field_left_empty_is_null() -> None:
    assert entered({"n": number(optional=True)}, {}, ()) == {"n": None}


def test_a_default_counts_when_nothing_was_said_and_can_be_emptied() -> None:
    fields = {"n": number(default=5, optional=True)}
    assert entered(fields, {}, ()) == {"n": Decimal(5)}
    assert entered(fields, {"n": None}, ()) == {"n": None}


def test_a_value_for_no_field_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownFields, match=r"Nothing here is called `wieght`\. Did you mean `weight`\?"):
        entered({"weight": number()}, {"wieght": 1}, ())
    with pytest.raises(UnknownFields, match=r"Nothing here is called `x`\. It asks for: nothing\."):
        entered({}, {"x": 1}, ())


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "left empty"),
        (True, "yes"),
        (Decimal("1E+3"), "1000"),
        (("a", Decimal(2)), "a, 2"),
        (PHOTO, "shop.jpg"),
        (date(2026, 1, 31), "2026-01-31"),
        (time(14, 30), "14:30"),
        (datetime(2026, 1, 31, 14, 30), "2026-01-31 14:30"),
        ("as it is", "as it is"),
    ],
)
def test_values_are_shown_as_people_read_them(value: Any, words: str) -> None:
    assert shown(value) == words

"""What YAML, a terminal or a spreadsheet gives for a field becomes a value, or a refusal in words."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from sopbook.decisions.values import Unfit, value_of
from sopbook.documents.fields import Field, FieldType


def a_field(type_: str, **more: Any) -> Field:
    return Field(type=FieldType(type_), **more)


AGE = a_field("number", min=Decimal(0), max=Decimal(120), unit="years", integer=True)
SIZE = a_field("choice", options=("small", "very large"))
PARTS = a_field("choices", options=("a", "b", "c"))


@pytest.mark.parametrize(
    ("field", "written", "value"),
    [
        (a_field("number"), " 12.50 ", Decimal("12.50")),
        (a_field("number"), Decimal("-3"), Decimal(-3)),
        (AGE, 42, Decimal(42)),
        (SIZE, "very large", "very large"),
        (PARTS, "c, a", ("a", "c")),
        (PARTS, ("b",), ("b",)),
        (a_field("yes_no"), "Yes", True),
        (a_field("yes_no"), "false", False),
        (a_field("yes_no"), True, True),
        (a_field("date"), "2026-01-31", date(2026, 1, 31)),
        (a_field("time"), "09:30", time(9, 30)),
        (a_field("datetime"), "2026-01-31T09:30", datetime(2026, 1, 31, 9, 30)),
        (a_field("datetime"), "2026-01-31T09:30Z", datetime(2026, 1, 31, 9, 30, tzinfo=UTC)),
        (a_field("text"), Decimal("12.50"), "12.50"),
        (a_field("text"), True, "true"),
        (a_field("person"), "ines", "ines"),
        (a_field("list", of=FieldType.NUMBER), "1, 2", (Decimal(1), Decimal(2))),
        (a_field("date"), None, None),
        (a_field("number"), " ", None),
        (PARTS, (), None),
    ],
)
def test_what_is_written_becomes_a_value_and_a_value_stays_itself(field: Field, written: object, value: object) -> None:
    found = value_of(field, written)
    assert (found, type(found)) == (value, type(value))
    assert value_of(field, found) == found


@pytest.mark.parametrize(
    ("field", "written", "why"),
    [
        (AGE, "old", "`old` is not a number; write it as 1234.5"),
        (AGE, True, "`True` is not a number; write it as 1234.5"),
        (AGE, "NaN", "`NaN` is not a number"),
        (AGE, "-1", "at least 0 years"),
        (AGE, "121", "at most 120 years"),
        (AGE, "1.5", "a whole number is needed"),
        (AGE, "1" * 40, "at most 34 digits"),
        (AGE, ["1", "2"], "one value is needed, not several"),
        (SIZE, "smal", "`smal` is none of small, very large; did you mean `small`?"),
        (PARTS, "a, x", "`x` is none of a, b, c"),
        (a_field("yes_no"), "perhaps", "answer yes or no"),
        (a_field("date"), "31.1.2026", "`31.1.2026` is not a day; write it as 2026-01-31"),
        (a_field("time"), "noon", "`noon` is not a time of day; write it as 14:30"),
        (a_field("datetime"), "now", "`now` is not a day and time; write it as 2026-01-31T14:30"),
    ],
)
def test_what_is_no_value_of_the_field_is_refused_in_words(field: Field, written: object, why: str) -> None:
    with pytest.raises(Unfit) as refusal:
        value_of(field, written)
    assert str(refusal.value) == why

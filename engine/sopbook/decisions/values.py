"""What is given for a field, as a value that expressions compute with.

YAML, a terminal and a spreadsheet give text where a number, a date or a yes is meant; here it becomes one, or it is
said why it cannot. People, files and addresses are texts to a decision: whoever asks for them judges them.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from sopbook.documents.fields import Field, FieldType
from sopbook.errors import Refused
from sopbook.feel.values import Value
from sopbook.source.nearest import nearest

T = TypeVar("T", date, time, datetime)

MOST_DIGITS = 34
MANY = frozenset({FieldType.CHOICES, FieldType.LIST})
"""Types of fields that hold several values."""

YES = frozenset({"yes", "y", "true"})
NO = frozenset({"no", "n", "false"})


class Unfit(Refused):
    """What was given is no value of the field; the words are to be read behind the field's name."""


def value_of(field: Field, given: object) -> Value:
    """The value that is meant; `None` when nothing was given. Refuses what the field does not take."""
    if given is None or given in ((), []) or (isinstance(given, str) and not given.strip()):
        return None
    if isinstance(given, list | tuple) and field.type not in MANY:
        raise Unfit("one value is needed, not several")
    return READERS.get(field.type, _text)(given, field)


def number_of(given: object, field: Field) -> Decimal:
    """A number within the field's bounds."""
    try:
        number = Decimal(given.strip() if isinstance(given, str) else str(given))
    except InvalidOperation:
        raise Unfit(f"`{given}` is not a number; write it as 1234.5") from None
    if isinstance(given, bool) or not number.is_finite():
        raise Unfit(f"`{given}` is not a number")
    if len(number.as_tuple().digits) > MOST_DIGITS or abs(number.adjusted()) > MOST_DIGITS:
        raise Unfit(f"at most {MOST_DIGITS} digits")
    if field.integer and number != number.to_integral_value():
        raise Unfit("a whole number is needed")
    unit = f" {field.unit}" if field.unit else ""
    if field.min is not None and number < field.min:
        raise Unfit(f"at least {format(field.min, 'f')}{unit}")
    if field.max is not None and number > field.max:
        raise Unfit(f"at most {format(field.max, 'f')}{unit}")
    return number


def option_of(given: object, field: Field) -> str:
    """One of the field's options."""
    text = str(given).strip()
    if text in field.options:
        return text
    likely = nearest(text, field.options)
    hint = f"; did you mean `{likely}`?" if likely else ""
    raise Unfit(f"`{text}` is none of {', '.join(field.options)}{hint}")


def options_of(given: object, field: Field) -> tuple[str, ...]:
    """Some of the field's options, in their order."""
    chosen = {option_of(item, field) for item in items_of(given)}
    return tuple(option for option in field.options if option in chosen)


def items_of(given: object) -> tuple[object, ...]:
    """What was given for a field of several values, one by one: a list, or a text with commas."""
    every = given if isinstance(given, list | tuple) else str(given).split(",")
    stripped = (item.strip() if isinstance(item, str) else item for item in every)
    return tuple(item for item in stripped if item is not None and item != "")


def yes_or_no(given: object, _field: Field) -> bool:
    """Whether it was yes."""
    word = str(given).strip().lower()
    if word in YES | NO:
        return word in YES
    raise Unfit("answer yes or no")


def date_of(given: object, _field: Field) -> date:
    """A day."""
    return _moment(given, date.fromisoformat, "a day; write it as 2026-01-31")


def time_of(given: object, _field: Field) -> time:
    """A time of day."""
    return _moment(given, time.fromisoformat, "a time of day; write it as 14:30")


def datetime_of(given: object, _field: Field) -> datetime:
    """A day and a time; in a zone when one is written."""
    return _moment(given, datetime.fromisoformat, "a day and time; write it as 2026-01-31T14:30")


def _moment(given: object, read: Callable[[str], T], form: str) -> T:
    try:
        return read(str(given).strip())
    except ValueError:
        raise Unfit(f"`{given}` is not {form}") from None


def _text(given: object, _field: Field) -> str:
    match given:
        case bool():
            return "true" if given else "false"
        case Decimal():
            return format(given, "f")
        case _:
            return str(given)


def _list(given: object, field: Field) -> tuple[Value, ...]:
    one = Field(type=field.of or FieldType.TEXT)
    return tuple(value_of(one, item) for item in items_of(given))


READERS: Mapping[FieldType, Callable[[object, Field], Value]] = {
    FieldType.NUMBER: number_of,
    FieldType.CHOICE: option_of,
    FieldType.CHOICES: options_of,
    FieldType.YES_NO: yes_or_no,
    FieldType.DATE: date_of,
    FieldType.TIME: time_of,
    FieldType.DATETIME: datetime_of,
    FieldType.LIST: _list,
}
"""How each type is read; all others are texts."""

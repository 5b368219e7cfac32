"""Values that people enter at a field, and how what they typed becomes one.

A surface hands over what it has (text from a terminal or a form, values of an answers file); here it is checked against
the field and becomes a typed value, or is refused in words that name the field.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from urllib.parse import urlsplit

from sopbook.documents.fields import Field, FieldType
from sopbook.errors import Refused
from sopbook.source.nearest import nearest

LONGEST_TEXT = 20_000
MOST_ITEMS = 10_000
MOST_DIGITS = 34


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRef:
    """A file somebody named at a field: what it was called, its size in bytes and its SHA-256; not its content."""

    name: str
    size: int
    sha256: str


Single = str | bool | Decimal | date | time | datetime | FileRef | None
Value = Single | tuple[Single, ...]
"""What a field holds; `None` is a field left empty on purpose."""

Raw = object
"""What a surface has: text, or a value of YAML, or a typed value already."""

MANY = frozenset({FieldType.CHOICES, FieldType.LIST})
"""Types of fields that hold several values."""


class WrongValue(Refused):
    """What was entered does not fit the field."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field}: {why}")
        self.field, self.why = field, why


class MissingFields(Refused):
    """Required fields were left empty."""

    def __init__(self, labels: tuple[str, ...]) -> None:
        super().__init__(f"Still needed: {', '.join(labels)}.")
        self.labels = labels


class UnknownFields(Refused):
    """Values were given for fields that are not there."""

    def __init__(self, names: tuple[str, ...], known: Collection[str]) -> None:
        likely = nearest(names[0], known)
        hint = f" Did you mean `{likely}`?" if likely else f" It asks for: {', '.join(known) or 'nothing'}."
        super().__init__(f"Nothing here is called `{'`, `'.join(names)}`.{hint}")


class _UnfitError(Exception):
    """Why a value does not fit; becomes a `WrongValue` once the field's name is known."""


UNSHOWABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def label_of(name: str, field: Field) -> str:
    """What a field is called before people."""
    return field.label or name.replace("_", " ").capitalize()


def entered(fields: Mapping[str, Field], given: Mapping[str, Raw], people: Collection[str]) -> dict[str, Value]:
    """Typed values for all fields, optional ones left empty as `None`, or a refusal; `people` are the known ids."""
    unknown = tuple(name for name in given if name not in fields)
    if unknown:
        raise UnknownFields(unknown, fields)
    values = {name: read_value(name, field, given.get(name, field.default), people) for name, field in fields.items()}
    missing = tuple(
        label_of(name, field) for name, field in fields.items() if values[name] is None and not field.optional
    )
    if missing:
        raise MissingFields(missing)
    return values


def read_value(name: str, field: Field, raw: Raw, people: Collection[str] = ()) -> Value:
    """One typed value; `None` when nothing was given."""
    if raw is None or (isinstance(raw, str) and not raw.strip()) or raw == () or raw == []:
        return None
    try:
        if isinstance(raw, list | tuple) and field.type not in MANY:
            raise _UnfitError("one value is needed, not several")
        if field.type is FieldType.PERSON:
            return _person(raw, people)
        value = READERS[field.type](raw, field)
    except _UnfitError as unfit:
        raise WrongValue(label_of(name, field), str(unfit)) from None
    return None if value == () else value


def is_showable(text: str) -> bool:
    """Whether a text holds no control characters but line ends and tabs, and no halves of characters."""
    return not UNSHOWABLE.search(text)


def _text(raw: Raw, field: Field) -> str:
    if not isinstance(raw, str | int | Decimal):
        raise _UnfitError("write a text")
    text = ("true" if raw else "false") if isinstance(raw, bool) else str(raw).replace("\r\n", "\n").strip()
    if len(text) > LONGEST_TEXT:
        raise _UnfitError(f"at most {LONGEST_TEXT} characters, this has {len(text)}")
    if field.type is FieldType.TEXT and "\n" in text:
        raise _UnfitError("one line only")
    if not is_showable(text):
        raise _UnfitError("it holds characters that cannot be shown")
    return text


def _number(raw: Raw, field: Field) -> Decimal:
    try:
        number = Decimal(raw.strip() if isinstance(raw, str) else str(raw))
    except InvalidOperation:
        raise _UnfitError(f"`{raw}` is not a number; write it as 1234.5") from None
    if isinstance(raw, bool) or not number.is_finite():
        raise _UnfitError(f"`{raw}` is not a number")
    if len(number.as_tuple().digits) > MOST_DIGITS or abs(number.adjusted()) > MOST_DIGITS:
        raise _UnfitError(f"at most {MOST_DIGITS} digits")
    if field.integer and number != number.to_integral_value():
        raise _UnfitError("a whole number is needed")
    unit = f" {field.unit}" if field.unit else ""
    if field.min is not None and number < field.min:
        raise _UnfitError(f"at least {field.min}{unit}")
    if field.max is not None and number > field.max:
        raise _UnfitError(f"at most {field.max}{unit}")
    return number


def _option(raw: Raw, options: tuple[str, ...]) -> str:
    text = str(raw).strip()
    if text in options:
        return text
    likely = nearest(text, options)
    raise _UnfitError(f"`{text}` is none of {', '.join(options)}" + (f"; did you mean `{likely}`?" if likely else ""))


def _choice(raw: Raw, field: Field) -> str:
    return _option(raw, field.options)


def _items(raw: Raw) -> tuple[Raw, ...]:
    every = raw if isinstance(raw, list | tuple) else str(raw).split(",")
    stripped = (item.strip() if isinstance(item, str) else item for item in every)
    items = tuple(item for item in stripped if item is not None and item != "")
    if len(items) > MOST_ITEMS:
        raise _UnfitError(f"at most {MOST_ITEMS} items")
    return items


def _choices(raw: Raw, field: Field) -> tuple[str, ...]:
    chosen = {_option(item, field.options) for item in _items(raw)}
    return tuple(option for option in field.options if option in chosen)


YES = frozenset({"yes", "y", "true"})
NO = frozenset({"no", "n", "false"})


def _yes_no(raw: Raw, _field: Field) -> bool:
    word = str(raw).strip().lower()
    if word in YES | NO:
        return word in YES
    raise _UnfitError("answer yes or no")


def _moment(
    kind: type[date] | type[time] | type[datetime], form: str
) -> Callable[[Raw, Field], date | time | datetime]:
    def read(raw: Raw, _field: Field) -> date | time | datetime:
        try:
            moment = kind.fromisoformat(str(raw).strip())
            if isinstance(moment, datetime) and moment.tzinfo is not None:
                return moment.astimezone(UTC)
            return moment
        except (ValueError, OverflowError):
            raise _UnfitError(f"`{raw}` is not {form}") from None

    return read


def _link(raw: Raw, _field: Field) -> str:
    text = str(raw).strip()
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.netloc or re.search(r"\s", text) or not is_showable(text):
        raise _UnfitError("write a web address that begins with https:// or http://")
    return text


def _email(raw: Raw, _field: Field) -> str:
    text = str(raw).strip()
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text) or not is_showable(text):
        raise _UnfitError(f"`{text}` is not an e-mail address")
    return text


def _person(raw: Raw, people: Collection[str]) -> str:
    text = str(raw).strip()
    if text not in people:
        likely = nearest(text, people)
        raise _UnfitError(f"nobody in the team is `{text}`" + (f"; did you mean `{likely}`?" if likely else ""))
    return text


def _file(raw: Raw, _field: Field) -> FileRef:
    if not isinstance(raw, FileRef):
        raise _UnfitError("name a file")
    return raw


def _list(raw: Raw, field: Field) -> tuple[Single, ...]:
    one = Field(type=field.of or FieldType.TEXT)
    return tuple(READERS[one.type](item, one) for item in _items(raw))  # type: ignore[misc]


READERS: Mapping[FieldType, Callable[[Raw, Field], Value]] = {
    FieldType.TEXT: _text,
    FieldType.LONG_TEXT: _text,
    FieldType.NUMBER: _number,
    FieldType.CHOICE: _choice,
    FieldType.CHOICES: _choices,
    FieldType.YES_NO: _yes_no,
    FieldType.DATE: _moment(date, "a day; write it as 2026-01-31"),
    FieldType.TIME: _moment(time, "a time of day; write it as 14:30"),
    FieldType.DATETIME: _moment(datetime, "a day and time; write it as 2026-01-31T14:30"),
    FieldType.LINK: _link,
    FieldType.EMAIL: _email,
    FieldType.FILE: _file,
    FieldType.LIST: _list,
}


def shown(value: Value) -> str:
    """A value as people read it."""
    match value:
        case None:
            return "left empty"
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return format(value, "f")
        case tuple():
            return ", ".join(shown(item) for item in value)
        case FileRef():
            return value.name
        case datetime():
            return value.isoformat(sep=" ", timespec="minutes")
        case date():
            return value.isoformat()
        case time():
            return value.isoformat(timespec="minutes")
        case _:
            return value

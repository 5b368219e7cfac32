"""Values that people enter at a field, and how what they typed becomes one.

A surface hands over what it has (text from a terminal or a form, values of an answers file); here it is checked against
the field and becomes a typed value, or is refused in words that name the field. Numbers, options and times are read as
a decision reads them; texts, addresses, people and files have rules of their own here.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import cast
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from sopbook.decisions.values import (
    MANY,
    Unfit,
    date_of,
    datetime_of,
    items_of,
    number_of,
    option_of,
    options_of,
    time_of,
    yes_or_no,
)
from sopbook.documents.fields import Field, FieldType
from sopbook.errors import Refused
from sopbook.source.nearest import nearest
from sopbook.timing.zones import place

LONGEST_TEXT = 20_000
MOST_ITEMS = 10_000


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


UNSHOWABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def label_of(name: str, field: Field) -> str:
    """What a field is called before people."""
    return field.label or name.replace("_", " ").capitalize()


def entered(
    fields: Mapping[str, Field], given: Mapping[str, Raw], people: Collection[str], zone: ZoneInfo | None = None
) -> dict[str, Value]:
    """Typed values for all fields, optional ones left empty as `None`, or a refusal; `people` are the known ids.

    A day and time without an offset is meant by the clocks of the `zone`.
    """
    unknown = tuple(name for name in given if name not in fields)
    if unknown:
        raise UnknownFields(unknown, fields)
    values = {
        name: read_value(name, field, given.get(name, field.default), people, zone) for name, field in fields.items()
    }
    missing = tuple(
        label_of(name, field) for name, field in fields.items() if values[name] is None and not field.optional
    )
    if missing:
        raise MissingFields(missing)
    return values


def read_value(name: str, field: Field, raw: Raw, people: Collection[str] = (), zone: ZoneInfo | None = None) -> Value:
    """One typed value; `None` when nothing was given."""
    if raw is None or (isinstance(raw, str) and not raw.strip()) or raw == () or raw == []:
        return None
    try:
        if isinstance(raw, list | tuple) and field.type not in MANY:
            raise Unfit("one value is needed, not several")
        if field.type is FieldType.PERSON:
            return _person(raw, people)
        value = _placed(READERS[field.type](raw, field), zone)
    except Unfit as unfit:
        raise WrongValue(label_of(name, field), str(unfit)) from None
    return None if value == () else value


def as_value(name: str, raw: Raw) -> Value:
    """What was entered for somebody else's field, as it can be recorded; that field says later whether it fits."""
    match raw:
        case None | bool() | Decimal() | date() | time() | FileRef():
            return raw
        case str() if len(raw) <= LONGEST_TEXT and is_showable(raw):
            return raw
        case int():
            return Decimal(raw)
        case list() | tuple() if len(raw) <= MOST_ITEMS:
            return tuple(_single_value(name, one) for one in raw)
        case _:
            raise WrongValue(name, "this is nothing that can be recorded")


def _single_value(name: str, raw: Raw) -> Single:
    value = as_value(name, raw)
    if isinstance(value, tuple):
        raise WrongValue(name, "a list in a list cannot be recorded")
    return value


def is_showable(text: str) -> bool:
    """Whether a text holds no control characters but line ends and tabs, and no halves of characters."""
    return not UNSHOWABLE.search(text)


def _text(raw: Raw, field: Field) -> str:
    if not isinstance(raw, str | int | Decimal):
        raise Unfit("write a text")
    text = ("true" if raw else "false") if isinstance(raw, bool) else str(raw).replace("\r\n", "\n").strip()
    if len(text) > LONGEST_TEXT:
        raise Unfit(f"at most {LONGEST_TEXT} characters, this has {len(text)}")
    if field.type is FieldType.TEXT and "\n" in text:
        raise Unfit("one line only")
    if not is_showable(text):
        raise Unfit("it holds characters that cannot be shown")
    return text


def _datetime(raw: Raw, field: Field) -> datetime:
    """In UTC, when a zone is written: that is how it is recorded."""
    moment = datetime_of(raw, field)
    try:
        return moment if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError:
        raise Unfit(f"`{raw}` is not a day and time that can be told in UTC") from None


def _placed(value: Value, zone: ZoneInfo | None) -> Value:
    """The moment that a zone's clocks show so; what carries an offset is told already."""
    match value:
        case tuple():
            return tuple(cast(Single, _placed(one, zone)) for one in value)
        case datetime(tzinfo=None) if zone is not None:
            try:
                return place(value.date(), value.time(), zone).at
            except OverflowError:
                raise Unfit(f"`{value}` is not a day and time that can be told in UTC") from None
        case _:
            return value


def by_clocks_of(zone: str, value: Value) -> Value:
    """A moment as the clocks of a zone show it, without an offset; all else as it is, and all where none is named."""
    match value:
        case tuple() if any(isinstance(one, datetime) for one in value):
            return tuple(cast(Single, by_clocks_of(zone, one)) for one in value)
        case datetime() if zone and value.tzinfo is not None:
            try:
                return value.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
            except OverflowError:  # at the very ends of time
                return value.replace(tzinfo=None)
        case _:
            return value


def _link(raw: Raw, _field: Field) -> str:
    text = str(raw).strip()
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.netloc or re.search(r"\s", text) or not is_showable(text):
        raise Unfit("write a web address that begins with https:// or http://")
    return text


def _email(raw: Raw, _field: Field) -> str:
    text = str(raw).strip()
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text) or not is_showable(text):
        raise Unfit(f"`{text}` is not an e-mail address")
    return text


def _person(raw: Raw, people: Collection[str]) -> str:
    text = str(raw).strip()
    if text not in people:
        likely = nearest(text, people)
        raise Unfit(f"nobody in the team is `{text}`" + (f"; did you mean `{likely}`?" if likely else ""))
    return text


def _file(raw: Raw, _field: Field) -> FileRef:
    if not isinstance(raw, FileRef):
        raise Unfit("name a file")
    return raw


def _list(raw: Raw, field: Field) -> tuple[Single, ...]:
    one = Field(type=field.of or FieldType.TEXT)
    items = items_of(raw)
    if len(items) > MOST_ITEMS:
        raise Unfit(f"at most {MOST_ITEMS} items")
    return tuple(READERS[one.type](item, one) for item in items)  # type: ignore[misc]


READERS: Mapping[FieldType, Callable[[Raw, Field], Value]] = {
    FieldType.TEXT: _text,
    FieldType.LONG_TEXT: _text,
    FieldType.NUMBER: number_of,
    FieldType.CHOICE: option_of,
    FieldType.CHOICES: options_of,
    FieldType.YES_NO: yes_or_no,
    FieldType.DATE: date_of,
    FieldType.TIME: time_of,
    FieldType.DATETIME: _datetime,
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

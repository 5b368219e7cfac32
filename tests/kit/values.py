"""The values of a test case: FEEL's, and besides them a dict of components and a tuple of whatever."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from sopbook.exchange.dmn.elements import Element
from sopbook.exchange.dmn.model import ItemType
from sopbook.exchange.dmn.types import Resolved, resolved_item
from sopbook.feel.evaluate import evaluate
from sopbook.feel.parser import parse_condition
from sopbook.feel.problem import FeelError
from sopbook.feel.types import (
    Date,
    DateTime,
    DaysAndTime,
    ListOf,
    Null,
    Number,
    Text,
    Time,
    Type,
    YearsAndMonths,
    YesNo,
    literal_type,
)
from sopbook.feel.values import Months, kind_of

XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
NEAR = Decimal("1e-8")
FUNCTIONS = {
    **{name: name for name in ("date", "time", "date and time", "duration")},
    "dateTime": "date and time",
    **dict.fromkeys(("dayTimeDuration", "days and time duration"), "duration"),
    **dict.fromkeys(("yearMonthDuration", "years and months duration"), "duration"),
}
NUMBERS = ("number", "decimal", "double", "integer", "int", "long", "float")
TYPES: Mapping[str, Type] = {
    **dict.fromkeys(("number", "integer", "long", "double"), Number()),
    "string": Text(),
    "boolean": YesNo(),
    "date": Date(),
    "time": Time(),
    **dict.fromkeys(("dateTime", "date and time"), DateTime()),
    **dict.fromkeys(("dayTimeDuration", "days and time duration"), DaysAndTime()),
    **dict.fromkeys(("yearMonthDuration", "years and months duration"), YearsAndMonths()),
}


class Untyped(str):
    """A value that a test case writes without a type; what it is compared with, or handed to, tells it."""

    __slots__ = ()


def value_in(element: Element | None) -> Any:
    """The value that a node of a test case holds."""
    if element is None or _is_nil(element):
        return None
    if listed := element.first("list"):
        return None if _is_nil(listed) else tuple(value_in(item) for item in listed.all("item"))
    if element.first("component"):
        return {part.get("name"): value_in(part) for part in element.all("component")}
    written = element.first("value")
    if written is None or _is_nil(written):
        return None
    type_ = written.get(f"{XSI}type").rsplit(":", 1)[-1]
    return _scalar(written.text, type_) if type_ else Untyped(written.text)


def _is_nil(element: Element) -> bool:
    return element.get(f"{XSI}nil") == "true"


def _scalar(text: str, type_: str) -> Any:
    """The text as a value of that type, or as it is where it is none."""
    if type_ in FUNCTIONS:
        try:
            return evaluate(parse_condition(f'{FUNCTIONS[type_]}("{text.strip()}")'), {})
        except FeelError:
            return text
    if type_ == "boolean":
        return text.strip() in ("true", "1")
    if type_ in NUMBERS:
        try:
            number = Decimal(text.strip())
        except InvalidOperation:
            return text
        return number if number.is_finite() else text
    return text


def _as(value: str, other: Any) -> Any:
    """A value without a type as the kind of value that it is compared with."""
    names = {bool: "boolean", Decimal: "decimal", date: "date", time: "time", datetime: "dateTime"}
    return _scalar(str(value), names.get(kind_of(other), "duration" if isinstance(other, timedelta | Months) else ""))


def same(expected: Any, result: Any) -> bool:
    """Whether two values are equal; numbers that the kit writes with fewer digits may differ in the last ones."""
    match expected, result:
        case Untyped(), _:
            return same(_as(expected, result), result)
        case dict(), dict():
            names = {*expected, *result}
            return all(same(expected.get(name), result.get(name)) for name in names)
        case tuple(), tuple():
            return len(expected) == len(result) and all(map(same, expected, result))
        case Decimal(), Decimal():
            return abs(expected - result) < NEAR
        case _:
            return kind_of(expected) is kind_of(result) and bool(expected == result)


def type_of(value: Any, declared: Resolved | None = None) -> Type:
    """The type of a value, or the declared one where there is none; what nobody knows has the type of null."""
    match value:
        case None:
            one = TYPES.get(declared.base, Null()) if declared else Null()
            return ListOf(one) if declared and declared.collection else one
        case tuple():
            return ListOf(type_of(value[0]) if value else Null())
        case str():
            return Text()
        case dict():
            return Null()
        case _:
            return literal_type(value)


def fitted(value: Any, type_: Resolved, items: Mapping[str, ItemType], *, given: bool = False) -> Any:
    """The value, or null where the type does not take it; one item and a list of it stand for each other.

    What is `given` may lack components, or have wrong ones; what was worked out is then null as a whole.
    """
    if value is None:
        return None
    if type_.collection:
        old = value if isinstance(value, tuple) else (value,)
        new = tuple(fitted(item, replace(type_, collection=False), items, given=given) for item in old)
        return None if any(one is None and was is not None for one, was in zip(new, old, strict=True)) else new
    if isinstance(value, tuple) and len(value) == 1 and (type_.components or type_.base):
        value = value[0]
    if type_.components:
        if not isinstance(value, dict):
            return None
        parts = {name: resolved_item(one, items) for name, one in type_.components.items()}
        fits = {name: fitted(one, parts.get(name, Resolved()), items, given=given) for name, one in value.items()}
        wrong = any(fits[name] is None and one is not None for name, one in value.items())
        return None if not given and (wrong or not set(parts) <= set(fits)) else fits
    if isinstance(value, Untyped):
        value = _scalar(str(value), type_.base)
    return _fitted_scalar(value, type_of(None, type_))


def _fitted_scalar(value: Any, wanted: Type) -> Any:
    if isinstance(wanted, DateTime) and kind_of(value) is date:
        return datetime.combine(value, time(tzinfo=UTC))
    return value if isinstance(wanted, (Null, type(type_of(value)))) else None


def paths_in(name: str, value: Any) -> Iterator[str]:
    """The paths to the components of a value."""
    if isinstance(value, dict):
        for part, inner in value.items():
            yield f"{name}.{part}"
            yield from paths_in(f"{name}.{part}", inner)


def part_of(value: Any, path: str) -> Any:
    """What stands in a value under a path of names, which may themselves hold dots."""
    if not isinstance(value, dict):
        return None
    if path in value:
        return value[path]
    inside = ((name, path.removeprefix(f"{name}.")) for name in value if path.startswith(f"{name}."))
    return next((part_of(value[name], rest) for name, rest in inside), None)


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that expressions compute with: no components, and no lists of them."""
    return {path: value for path, value in values.items() if not _is_structured(value)}


def _is_structured(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, tuple) and any(map(_is_structured, value)))

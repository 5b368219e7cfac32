"""Types of DMN as fields of ours: what an item definition comes to, and what its allowed values mean."""

from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import TypeAlias, TypeVar

from sopbook.documents.fields import Field, FieldType
from sopbook.exchange.dmn.cells import read_cell
from sopbook.exchange.dmn.model import Clause, ItemType, Placed
from sopbook.exchange.imported import Remark
from sopbook.feel.problem import FeelError
from sopbook.feel.syntax import Against, Interval, Literal, UnaryTest, walk
from sopbook.feel.values import Value, kind_of

T = TypeVar("T")
Reading: TypeAlias = Generator[Remark, None, T | None]
"""Yields what cannot be taken, and returns nothing when that spoils the whole."""

BASES: Mapping[str, FieldType] = {
    **dict.fromkeys(("number", "integer", "long", "double", "decimal", "float"), FieldType.NUMBER),
    "string": FieldType.TEXT,
    "boolean": FieldType.YES_NO,
    "date": FieldType.DATE,
    "time": FieldType.TIME,
    **dict.fromkeys(("dateTime", "date and time"), FieldType.DATETIME),
}
LONGEST = 400
"""Characters of a remark."""
UNTYPED = ("", "Any", "any")
WHOLE = ("integer", "long")
KINDS: Mapping[type, FieldType] = {
    Decimal: FieldType.NUMBER,
    str: FieldType.TEXT,
    bool: FieldType.YES_NO,
    date: FieldType.DATE,
    time: FieldType.TIME,
    datetime: FieldType.DATETIME,
}
TEXTS = ("text", "long_text", "link", "email", "person", "file")
"""Types of ours that are texts in DMN; the attribute `type` of our export tells them apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """What a type comes to when its definitions are followed; `base` is a word of FEEL, or unknown."""

    base: str = ""
    allowed: str = ""
    collection: bool = False
    components: Mapping[str, ItemType] = field(default_factory=dict)


def resolved(type_: str, items: Mapping[str, ItemType]) -> Resolved:
    """Follows the definitions; one that leads back to itself comes to nothing."""
    return _followed(ItemType(name="", base=type_), items)


def resolved_item(item: ItemType, items: Mapping[str, ItemType]) -> Resolved:
    """The same for a component."""
    return _followed(item, items)


def _followed(item: ItemType, items: Mapping[str, ItemType]) -> Resolved:
    seen: set[str] = set()
    allowed, collection = item.allowed, item.collection
    while item.base in items and not item.components:
        if item.base in seen:
            return Resolved()
        seen.add(item.base)
        item = items[item.base]
        allowed, collection = allowed or item.allowed, collection or item.collection
    return Resolved(base=item.base, allowed=allowed, collection=collection, components=item.components)


def field_of(clause: Clause, type_: Resolved, place: str, seen: Iterable[Value]) -> Reading[Field]:
    """The field of a column; without a type the values `seen` in its cells tell it."""
    kind = yield from _kind(clause, type_, place, tuple(seen))
    if kind is None:
        return None
    limits = yield from _limits(clause, clause.values or type_.allowed, kind, place)
    ours = clause.ours.get("type", "")
    named = FieldType(ours) if kind is FieldType.TEXT and ours in TEXTS else kind
    is_number = kind is FieldType.NUMBER
    return Field(
        type=FieldType.CHOICE if limits.options else named,
        label=clause.label,
        help=clause.help,
        options=limits.options,
        unit=clause.ours.get("unit", "") if is_number else "",
        min=limits.low,
        max=limits.high,
        integer=is_number and (type_.base in WHOLE or clause.ours.get("integer") == "true"),
        optional=limits.optional or clause.ours.get("optional") == "true",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Limits:
    optional: bool = False
    options: tuple[str, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None


def _limits(clause: Clause, allowed: str, kind: FieldType, place: str) -> Generator[Remark, None, _Limits]:
    """What the allowed values of a column mean for a field; those it cannot say are remarked on and left out."""
    if allowed.strip() in ("", "-"):
        return _Limits()
    try:
        cell = read_cell(allowed, ())
    except FeelError as error:
        yield remark(f"its allowed values are not taken: {error}", place, clause)
        return _Limits()
    tests = tuple(test for test in cell.tests if not _is_null(test))
    optional = len(tests) < len(cell.tests)
    limits = _Limits(optional=optional)
    if kind is FieldType.TEXT:
        limits = _Limits(optional=optional, options=_options(tests))
    elif kind is FieldType.NUMBER:
        low, high = _bounds(tests)
        limits = _Limits(optional=optional, low=low, high=high)
    both = kind is FieldType.YES_NO and {True, False} <= {value for test in tests for value in literals(test)}
    if cell.negated or (tests and not both and limits == _Limits(optional=optional)):
        yield remark(f"its allowed values `{_short(allowed)}` are not taken", place, clause)
        return _Limits(optional=optional)
    return limits


def remark(message: str, place: str, at: Placed) -> Remark:
    """A remark on what stands there; what it quotes may be longer than anybody reads."""
    return Remark(message=_short(message, LONGEST), place=_short(place, LONGEST), line=at.line, column=at.column)


def _kind(clause: Clause, type_: Resolved, place: str, seen: tuple[Value, ...]) -> Reading[FieldType]:
    if type_.collection:
        yield remark("it is a list; a column of ours is one value", place, clause)
        return None
    if type_.components:
        yield remark(f"the type `{clause.type}` has parts; a column of ours is one value", place, clause)
        return None
    if type_.base in BASES:
        return BASES[type_.base]
    if type_.base not in UNTYPED:
        yield remark(f"our columns have no type `{type_.base}`", place, clause)
        return None
    kinds = {kind_of(value) for value in seen if value is not None}
    if not kinds:
        return FieldType.TEXT
    if len(kinds) == 1 and (kind := KINDS.get(next(iter(kinds)))):
        return kind
    yield remark("the column has no type, and its cells do not tell one", place, clause)
    return None


def _is_null(test: UnaryTest) -> bool:
    return isinstance(test, Against) and test.operator == "=" and test.endpoint == Literal(None)


def _options(tests: Iterable[UnaryTest]) -> tuple[str, ...]:
    """The texts that are allowed, if it is nothing but texts."""
    options: list[str] = []
    for test in tests:
        if not isinstance(test, Against) or test.operator != "=" or not isinstance(test.endpoint, Literal):
            return ()
        if not isinstance(test.endpoint.value, str) or not test.endpoint.value.strip():
            return ()
        options.append(test.endpoint.value)
    return tuple(dict.fromkeys(options))


def _bounds(tests: tuple[UnaryTest, ...]) -> tuple[Decimal | None, Decimal | None]:
    """The ends of one closed range; DMN can say more, our fields cannot."""
    match tests:
        case (Interval(low=Literal(value=Decimal() as low), high=Literal(value=Decimal() as high)) as ends,):
            return (low, high) if ends.low_included and ends.high_included else (None, None)
        case (Against(operator=">=", endpoint=Literal(value=Decimal() as low)),):
            return low, None
        case (Against(operator="<=", endpoint=Literal(value=Decimal() as high)),):
            return None, high
        case _:
            return None, None


def literals(test: UnaryTest) -> tuple[Value, ...]:
    """The values written in a test."""
    return tuple(node.value for node, _ in walk(test) if isinstance(node, Literal))


def _short(text: str, most: int = 60) -> str:
    words = " ".join(text.split())
    return words if len(words) <= most else f"{words[:most]} ..."

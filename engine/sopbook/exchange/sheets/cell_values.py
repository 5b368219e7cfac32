"""What a cell of a sheet says: a test as its author would write it, or the value of an output.

Spreadsheets type what people enter: a day becomes a number that is shown as a day, `true` a truth value, 15 % the
number 0.15. Here each becomes again what stands in a document.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal

from sopbook.decisions.table import cell_text, column_type
from sopbook.documents.decision import Decision
from sopbook.documents.fields import Field, FieldType
from sopbook.exchange.sheets.columns import Column, Role
from sopbook.exchange.sheets.inert import meant
from sopbook.exchange.sheets.rows import result_text
from sopbook.exchange.sheets.sheet import Given, Percent, Unreadable
from sopbook.feel.cells import parse_cell
from sopbook.feel.check import check_cell
from sopbook.feel.problem import FeelError
from sopbook.feel.types import Type
from sopbook.handbook.names import type_of
from sopbook.handbook.values import misfit
from sopbook.source.decoding import REFUSED, character
from sopbook.source.problems import short
from sopbook.source.scalars import Doubtful, resolve

Plain = str | int | Decimal | bool
"""A value as YAML holds it."""

_DECIMAL_COMMA = re.compile(r"\d,\d")
_PERCENT = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?) ?%")
_WORDS = {"true": True, "yes": True, "false": False, "no": False}
_MOMENTS: Mapping[FieldType, tuple[str, Callable[[str], date | time]]] = {
    FieldType.DATE: ("date", date.fromisoformat),
    FieldType.TIME: ("time", time.fromisoformat),
    FieldType.DATETIME: ("date and time", datetime.fromisoformat),
}
"""How a day or a time is written as a test, and read from what people write."""


def text_of(given: Given, column: Column) -> str:
    """The cell as text, without the form that a spreadsheet gave it."""
    text = _plain_text(given, column.field)
    if column.role is Role.WHY or (column.field and column.field.type in (FieldType.TEXT, FieldType.LONG_TEXT)):
        return text if text.strip() else ""
    text = text.strip()
    return _test(text, column.field) if column.role is Role.WHEN and column.field else text


def types_of(decision: Decision) -> Mapping[str, Type]:
    """The types of all inputs, which a test may compare with."""
    return {name: type_of(field) for name, field in decision.inputs.items()}


def faults_of_test(
    text: str, column: Column, types: Mapping[str, Type], *, decimal_commas: bool = False
) -> Iterator[str]:
    """What is wrong with the test of an input."""
    assert column.field is not None
    if decimal_commas and column.field.type is FieldType.NUMBER and (found := _DECIMAL_COMMA.search(text)):
        yield f"`{found[0]}` would be two numbers; write a point in a number, and a blank behind the comma of a list"
        return
    try:
        tree = parse_cell(text, column_type(column.field), types.keys())
    except FeelError as failure:
        yield str(failure.problem)
        return
    yield from map(str, check_cell(tree, types[column.name], name=column.name, scope=types))


def test_value(text: str, field: Field) -> Plain:
    """The test as YAML holds it: `true` and a bare number without quotes."""
    if field.type not in (FieldType.NUMBER, FieldType.YES_NO):
        return text
    value = resolve(text)
    return text if value is None or isinstance(value, Doubtful) else value


def result_value(text: str, field: Field) -> Plain:
    """An output's value; one that does not fit stays as it is, for `fault_of_result` to say so."""
    match field.type:
        case FieldType.NUMBER:
            value = resolve(text)
            number = value.guess if isinstance(value, Doubtful) else value
            return text if number is None else number
        case FieldType.YES_NO:
            return _WORDS.get(text.lower(), text)
        case _:
            return result_text(text)


def fault_of_result(value: Plain, field: Field) -> Iterator[str]:
    """What is wrong with an output's value."""
    found = misfit(field, value if isinstance(value, str | bool) else Decimal(value))
    if found is None:
        return
    hint = "" if "quotes" in found.hint else found.hint
    if field.type is FieldType.NUMBER and isinstance(value, str):
        hint = "write it as 1234.5"
    shown = f"`{short(str(value))}` " if isinstance(value, str) and f"`{value}`" not in found.why else ""
    yield f"{shown}{found.why}" + (f"; {hint}" if hint else "")


def fault_of_characters(given: Given) -> str:
    """Why a cell cannot be taken at all, or nothing."""
    if isinstance(given, Unreadable):
        return given.why
    found = REFUSED.search(given) if isinstance(given, str) else None
    return f"it holds the hidden character {character(found[0])}; remove it" if found else ""


def _plain_text(given: Given, field: Field | None) -> str:
    match given:
        case str() if field and field.type is FieldType.NUMBER and (found := _PERCENT.fullmatch(given.strip())):
            return _plain_text(Percent(Decimal(found[1]).scaleb(-2)), field)
        case str():
            return meant(given.replace("\r\n", "\n"))
        case bool():
            return "true" if given else "false"
        case Percent(number=number):
            return f"{number.scaleb(2) if field and field.unit == '%' else number:f}"
        case Decimal():
            return f"{given:f}"
        case datetime() if given.time() == time() and not (field and field.type is FieldType.DATETIME):
            return given.date().isoformat()
        case Unreadable():
            return ""
        case _:
            return given.isoformat()


def _test(text: str, field: Field) -> str:
    """The text as a test; people write a day as a day, and `TRUE` is what spreadsheets make of `true`."""
    if field.type is FieldType.YES_NO and text.lower() in _WORDS:
        return cell_text(_WORDS[text.lower()])
    if field.type in _MOMENTS and text:
        word, read = _MOMENTS[field.type]
        try:
            return f'{word}("{read(text).isoformat()}")'
        except ValueError:
            return text
    return text

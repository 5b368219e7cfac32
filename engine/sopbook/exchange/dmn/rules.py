"""The rules of a DMN table, and what it gives when none fits."""

import re
from collections.abc import Iterator, Mapping

from sopbook.decisions.table import Row
from sopbook.documents.fields import Field, FieldType, Scalar
from sopbook.exchange.dmn.cells import our_cell, our_value, read_value, renamed
from sopbook.exchange.dmn.columns import Columns
from sopbook.exchange.dmn.model import DecisionTable, Entry, RuleRow
from sopbook.exchange.dmn.types import KINDS, Reading, remark
from sopbook.exchange.imported import Remark
from sopbook.feel.check import check_cell
from sopbook.feel.problem import FeelError
from sopbook.feel.syntax import Cell
from sopbook.feel.values import kind_of

_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
LONGEST_ID = 80


def rules_of(table: DecisionTable, columns: Columns, place: str) -> Reading[tuple[Row, ...]]:
    """All rules, or nothing when one cannot be taken."""
    rows: list[Row | None] = []
    if not table.rules:
        yield remark("the table has no rule", place, table)
        return None
    for rule, id_ in zip(table.rules, _ids(table), strict=True):
        rows.append((yield from _row(rule, id_, columns, f"{place}, rule {rule.number}")))
    whole = tuple(row for row in rows if row)
    return whole if len(whole) == len(rows) else None


def default_of(table: DecisionTable, columns: Columns, place: str) -> Reading[Mapping[str, Scalar]]:
    """The default output of every column that has one."""
    whole, values = True, dict[str, Scalar]()
    for clause, name in zip(table.outputs, columns.given, strict=True):
        if clause.default and clause.default.text not in ("", "null"):
            value = yield from _value(clause.default, columns.outputs[name], f"{place}, default of `{name}`")
            if value is None:
                whole = False
            else:
                values[name] = value
    return values if whole else None


def _ids(table: DecisionTable) -> Iterator[str]:
    """The ids our own export wrote, where they are told apart; else numbers."""
    labels = [rule.label for rule in table.rules]
    named = len(set(labels)) == len(labels) and all(_ID.fullmatch(one) and len(one) <= LONGEST_ID for one in labels)
    return (rule.label if named else f"rule-{rule.number}" for rule in table.rules)


def _row(rule: RuleRow, id_: str, columns: Columns, place: str) -> Reading[Row]:
    if len(rule.inputs) != len(columns.asked) or len(rule.outputs) != len(columns.given):
        counts = f"{len(rule.inputs)} inputs and {len(rule.outputs)} outputs"
        yield remark(f"it has {counts}, and the table {len(columns.asked)} and {len(columns.given)}", place, rule)
        return None
    whole, when, then = True, dict[str, str](), dict[str, Scalar]()
    for name, entry in zip(columns.asked, rule.inputs, strict=True):
        where = f"{place}, column `{columns.inputs[name].label or name}`"
        cell = yield from _cell(entry, name, columns, where)
        if cell is None:
            whole = False
        elif cell.tests:
            when[name] = our_cell(cell, columns.types[name])
    for name, entry in zip(columns.given, rule.outputs, strict=True):
        where = f"{place}, output `{columns.outputs[name].label or name}`"
        value = yield from _value(entry, columns.outputs[name], where)
        if value is None:
            whole = False
        else:
            then[name] = value
    return Row(id=id_, when=when, then=then, why=rule.why) if whole else None


def _cell(entry: Entry, name: str, columns: Columns, place: str) -> Reading[Cell]:
    """One cell with our names; a fault of its types counts as one that cannot be taken."""
    if entry.language:
        yield _foreign(entry, place)
        return None
    try:
        cell = renamed(columns.reader.read(entry.text), columns.names)
    except FeelError as error:
        yield remark(f"`{entry.text}` is no cell of ours: {error}", place, entry)
        return None
    problems = check_cell(cell, columns.types[name], name=name, scope=columns.types)
    for problem in problems:
        yield remark(f"`{entry.text}`: {problem}", place, entry)
    return None if problems else cell


def _value(entry: Entry, field: Field, place: str) -> Reading[Scalar]:
    """One output value; documents hold no empty ones."""
    if entry.language:
        yield _foreign(entry, place)
        return None
    if not entry.text:
        yield remark("it is empty, and an output of ours says something", place, entry)
        return None
    try:
        read = read_value(entry.text)
    except FeelError as error:
        yield remark(f"`{entry.text}` is no value of ours: {error}", place, entry)
        return None
    value = our_value(read)
    if value is None or value == "":
        yield remark(f"`{entry.text}` is nothing that an output of ours can say", place, entry)
        return None
    if field.options and value not in field.options:
        yield remark(f"`{entry.text}` is none of the values listed for the column", place, entry)
        return None
    wanted = FieldType.TEXT if field.options else field.type
    if KINDS.get(kind_of(read)) is not wanted and not (wanted not in KINDS.values() and isinstance(read, str)):
        yield remark(f"`{entry.text}` is not of the column's type", place, entry)
        return None
    return value


def _foreign(entry: Entry, place: str) -> Remark:
    return remark(f"it is written in {entry.language}, and only FEEL is read", place, entry)

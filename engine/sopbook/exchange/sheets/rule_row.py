"""One row of a sheet as a rule, with everything that is wrong in it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sopbook.exchange.imported import Remark
from sopbook.exchange.sheets.cell_values import (
    Plain,
    fault_of_characters,
    fault_of_result,
    faults_of_test,
    result_value,
    test_value,
    text_of,
)
from sopbook.exchange.sheets.columns import OTHERWISE, Column, Role, place
from sopbook.exchange.sheets.header import Row
from sopbook.exchange.sheets.sheet import Given
from sopbook.feel.types import Type
from sopbook.source.problems import short

_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_LONGEST_ID = 80
_HINT = "write lower-case words joined by hyphens, such as `large-client`"


@dataclass(kw_only=True)
class RuleRow:
    """A rule while its row is read; `where` is the place of its id."""

    id: str = ""
    where: str = ""
    when: dict[str, Plain] = field(default_factory=dict)
    then: dict[str, Plain] = field(default_factory=dict)
    why: str = ""
    remarks: list[Remark] = field(default_factory=list)

    @property
    def is_otherwise(self) -> bool:
        """Whether it is no rule, but what answers when none fits."""
        return self.id == OTHERWISE


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What every row is read against: the columns by their index, the types of the inputs, the ids there were."""

    columns: Mapping[int, Column]
    types: Mapping[str, Type]
    ids: frozenset[str]
    decimal_commas: bool


def rule_row(row: Row, ground: Ground) -> RuleRow:
    """The rule of a row; the id is read first, for the other cells to be read as those of a rule or of `otherwise`."""
    number, cells = row
    rule, columns = RuleRow(), ground.columns
    for at in sorted(columns, key=lambda one: columns[one].role is not Role.ID):
        given, column = cells[at] if at < len(cells) else "", columns[at]
        where = place(number, at + 1)
        for fault in _faults(given, column, rule, ground):
            named = f"{column.heading}: {fault}" if column.field else fault
            rule.remarks.append(Remark(message=named, place=where))
        if column.role is Role.ID:
            rule.where = where
    if not rule.then and not rule.remarks:
        rule.remarks.append(
            Remark(message="there is no answer in this row; give at least one output", place=rule.where)
        )
    return rule


def _faults(given: Given, column: Column, rule: RuleRow, ground: Ground) -> Iterator[str]:
    """Takes a cell into the rule and says what is wrong with it."""
    if broken := fault_of_characters(given):
        yield broken
        return
    text = text_of(given, column)
    match column:
        case Column(role=Role.ID):
            rule.id = _id(text, ground)
            yield from _faults_of_id(rule.id)
        case Column(role=Role.WHY):
            rule.why = text
        case Column(role=Role.WHEN, name=name, field=declared) if text and declared:
            rule.when[name] = test_value(text, declared)
            if not rule.is_otherwise:
                yield from faults_of_test(text, column, ground.types, decimal_commas=ground.decimal_commas)
            elif text != "-":
                yield f"`{OTHERWISE}` answers when no rule fits, so it has no tests of its own"
        case Column(role=Role.THEN, name=name, field=declared) if declared:
            if text:
                rule.then[name] = result_value(text, declared)
                yield from fault_of_result(rule.then[name], declared)
            elif not declared.optional:
                yield f"there is no value; every {'row' if rule.is_otherwise else 'rule'} needs one"


def _id(text: str, ground: Ground) -> str:
    """People write `otherwise` without its parentheses, which is a rule only where there is one of that name."""
    written = text.lower()
    is_otherwise = written == OTHERWISE or (f"({written})" == OTHERWISE and text not in ground.ids)
    return OTHERWISE if is_otherwise else text


def _faults_of_id(text: str) -> Iterator[str]:
    if not text:
        yield f"the rule has no id; {_HINT}"
    elif text != OTHERWISE and (not _ID.fullmatch(text) or len(text) > _LONGEST_ID):
        yield f"`{short(text)}` is no id; {_HINT}"

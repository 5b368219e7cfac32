"""A decision table as the rows of a sheet: texts, before any format has its say."""

from collections.abc import Iterator

from sopbook.decisions.table import cell_text
from sopbook.documents.decision import Decision, TableRule
from sopbook.documents.fields import Scalar
from sopbook.exchange.sheets.columns import OTHERWISE, REMARK, Column, Role, columns_of

EMPTY_TEXT = '""'
"""An output that is an empty text; an empty cell is an output that is not given. More marks stand for one less."""


def heading_rows(decision: Decision) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of the columns, and below them what people call these."""
    columns = columns_of(decision)
    return tuple(one.heading for one in columns), (REMARK, *(one.label for one in columns[1:]))


def rule_rows(decision: Decision) -> Iterator[tuple[str, ...]]:
    """A row for each rule, and one for `otherwise` where there is one."""
    columns = columns_of(decision)
    for rule in decision.rules:
        yield tuple(_written(rule, column) for column in columns)
    if decision.otherwise:
        last = TableRule(id=OTHERWISE, then=decision.otherwise)
        yield tuple(_written(last, column) for column in columns)


def notes(decision: Decision) -> tuple[tuple[str, str], ...]:
    """What else somebody with the sheet should know."""
    return (
        ("Decision", f"{decision.id}, version {decision.version}"),
        ("Question", decision.question),
        ("Hit policy", decision.hit_policy.value),
        ("Cells", "`when`: >= 5, [5..10), gold, not(gold), true; empty or - is any value"),
        ("Rows", f"{OTHERWISE} answers when no rule fits; rows that begin with {REMARK} are not read"),
    )


def result_text(cell: str) -> str:
    """The text of an output that a cell stands for."""
    if not cell.startswith(EMPTY_TEXT) or cell.strip('"'):
        return cell
    return "" if cell == EMPTY_TEXT else cell[:-1]


def _written(rule: TableRule, column: Column) -> str:
    match column.role:
        case Role.ID:
            return rule.id
        case Role.WHY:
            return rule.why
        case Role.WHEN:
            return cell_text(rule.when.get(column.name, ""))
        case Role.THEN:
            return _result(rule.then.get(column.name))


def _result(value: Scalar | None) -> str:
    if value is None:
        return ""
    text = cell_text(value)
    return text + '"' if text.startswith(EMPTY_TEXT) and not text.strip('"') else text or EMPTY_TEXT

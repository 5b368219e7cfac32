"""A decision as plain data, in which its answers can be looked up where no expression is ever evaluated: in a browser.

Per input there are the cuts between its pieces, as text that compares as the values do, and per piece the mask of the
rules that accept it, as hex. What the rules give is already words. Numbers stay decimal text, so nothing is rounded.

What cannot be looked up (a cell that reads another input, a time in a zone) is named instead. The decision must be
sound: its cells are parsed, and its outputs are values.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import TypeAlias

from sopbook.decisions.columns import Column, column_of
from sopbook.decisions.grid import Grid, grid_of
from sopbook.decisions.policies import ranks
from sopbook.decisions.results import LISTS, Result, otherwise, results
from sopbook.decisions.scales import ZONED_MOMENTS, ZONED_TIMES, Cut
from sopbook.decisions.table import Table
from sopbook.decisions.weighing import MEAN, Framework, Weighing
from sopbook.documents.decision import HitPolicy
from sopbook.documents.fields import Field, FieldType
from sopbook.feel.values import DIGITS, Value, rank
from sopbook.plain import Plain

Say: TypeAlias = Callable[[Value, str], str]
"""From a value and its unit to words."""

MOST_MARKS = 400_000
"""So many hexadecimal digits of masks are still worth writing into a page."""

KINDS: Mapping[FieldType, str] = {
    FieldType.NUMBER: "number",
    FieldType.DATE: "date",
    FieldType.TIME: "time",
    FieldType.DATETIME: "moment",
    FieldType.CHOICE: "choice",
    FieldType.YES_NO: "yes_no",
}
"""What the page has to tell apart; all others are texts."""


@dataclass(frozen=True, slots=True)
class Uncompiled:
    """Why a decision cannot be looked up; `columns` are the inputs that stand in the way, if it is because of them."""

    why: str
    columns: tuple[str, ...] = ()


def compiled(framework: Framework, say: Say) -> Mapping[str, Plain] | Uncompiled:
    """The decision as what JSON has, or why that cannot be."""
    return _weighing(framework, say) if isinstance(framework, Weighing) else _table(framework, say)


def _table(table: Table, say: Say) -> Mapping[str, Plain] | Uncompiled:
    grid = grid_of(table)
    if obstacle := _obstacle(table, grid):
        return obstacle
    inputs = [_input(column, fits, len(table.rules), say) for column, fits in zip(grid.columns, grid.fits, strict=True)]
    said = [_said(table, one, say) for one in table.once(results)]
    return {
        "policy": table.hit_policy.value,
        "inputs": inputs,
        "rules": [{"id": row.id, "then": then} for row, then in zip(table.rules, said, strict=True)],
        "otherwise": _said(table, table.once(otherwise), say) if table.otherwise else None,
        "units": [field.unit for field in table.outputs.values()],
        "nothing": say(None, ""),
    } | _reckoned(table)


def _obstacle(table: Table, grid: Grid) -> Uncompiled | None:
    """What stands in the way of looking answers up."""
    if grid.relational:
        names = dict.fromkeys(name for names in grid.relational.values() for name in names)
        return Uncompiled("a rule compares one input with another", tuple(names))
    if zoned := tuple(one.name for one in grid.columns if one.scale in (ZONED_TIMES, ZONED_MOMENTS)):
        return Uncompiled("a rule asks for a time in a time zone", zoned)
    if sum(len(column.pieces) for column in grid.columns) * len(table.rules) > 4 * MOST_MARKS:
        return Uncompiled("the table is too large")
    if not all(UNDERSTOOD.get(table.hit_policy, _always)(column) for column in _gained(table).values()):
        return Uncompiled("what the rules give cannot be reckoned with exactly")
    return None


def _input(column: Column, fits: tuple[int, ...], rules: int, say: Say) -> Plain:
    digits = -(-rules // 4)
    return _domain(column.name, column.field, say) | {
        "cuts": [_cut(column, cut) for cut in column.cuts],
        "names": [_name(value) for value in column.places],
        "other": column.other,
        "empty": len(column.pieces) - 1 if column.empty else None,
        "fits": [format(mask, f"0{digits}x") for mask in fits],
    }


def _domain(name: str, field: Field, say: Say) -> dict[str, Plain]:
    """What may be entered; each bound with its words."""
    return {
        "name": name,
        "kind": KINDS.get(field.type, "text"),
        "optional": field.optional,
        "integer": field.integer,
        "low": None if field.min is None else [_decimal(field.min), say(field.min, field.unit)],
        "high": None if field.max is None else [_decimal(field.max), say(field.max, field.unit)],
    }


def _cut(column: Column, cut: Cut) -> Plain:
    """A cut as text that compares as its values do, and whether it stands after that value."""
    assert column.scale is not None, "only what has an order has cuts"
    return [_ordered(column.scale.value(cut.at)), cut.after]


def _ordered(value: Value) -> str:
    match value:
        case Decimal():
            return _decimal(value)
        case datetime() | time():
            return value.isoformat(timespec="microseconds")
        case date():
            return value.isoformat()
        case _:
            raise AssertionError(f"{value!r} is no value of an input that has an order")


def _decimal(number: Decimal) -> str:
    return format(number, "f")


def _name(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _said(table: Table, result: Result, say: Say) -> Plain:
    """What a rule gives, output by output, each as a list of words."""
    lists = table.hit_policy in LISTS
    return [
        [say(item, field.unit) for item in (value if lists and isinstance(value, tuple) else (value,))]
        for field, value in ((field, result[name]) for name, field in table.outputs.items())
    ]


def _reckoned(table: Table) -> dict[str, Plain]:
    """What its hit policy needs to know of the rules besides."""
    match table.hit_policy:
        case HitPolicy.ANY:
            every = table.once(results)
            return {"same": [every.index(one) for one in every]}
        case HitPolicy.PRIORITY | HitPolicy.OUTPUT_ORDER:
            places = table.once(ranks)
            best = sorted(range(len(places)), key=places.__getitem__)
            return {"order": [place for _, place in sorted(zip(best, range(len(best)), strict=True))]}
        case HitPolicy.COLLECT_SUM:
            return {"amounts": _by_rule([[_number(value) for value in column] for column in _gained(table).values()])}
        case HitPolicy.COLLECT_MIN | HitPolicy.COLLECT_MAX:
            return {"places": _by_rule([list(_places(column)) for column in _gained(table).values()])}
        case _:
            return {}


def _gained(table: Table) -> Mapping[str, tuple[Value, ...]]:
    """What the rules give for each output."""
    return {name: tuple(one[name] for one in table.once(results)) for name in table.outputs}


def _by_rule(columns: list[list[Plain]]) -> Plain:
    return [list(row) for row in zip(*columns, strict=True)]


def _places(column: tuple[Value, ...]) -> Iterator[int | None]:
    """Where each value stands among those of its output, smallest first; equal ones stand at one place."""
    order = sorted({rank(value) for value in column if value is not None})
    return (order.index(rank(value)) if value is not None else None for value in column)


def _number(value: Value) -> str | None:
    return _decimal(value) if isinstance(value, Decimal) else None


def _is_exact(column: tuple[Value, ...]) -> bool:
    """Whether any of these can be added up without a digit being lost."""
    numbers = [value for value in column if isinstance(value, Decimal)]
    whole = sum(abs(int(value)) + 1 for value in numbers)
    fraction = max((-int(value.as_tuple().exponent) for value in numbers), default=0)
    return len(str(whole)) + max(fraction, 0) <= DIGITS


def _is_of_one_kind(column: tuple[Value, ...]) -> bool:
    """Whether these can be compared: of a time in a zone and one without, nobody knows which is earlier."""
    return len({type(rank(value)) for value in column if value is not None}) < 2


def _always(_column: tuple[Value, ...]) -> bool:
    return True


UNDERSTOOD: Mapping[HitPolicy, Callable[[tuple[Value, ...]], bool]] = {
    HitPolicy.COLLECT_SUM: _is_exact,
    HitPolicy.COLLECT_MIN: _is_of_one_kind,
    HitPolicy.COLLECT_MAX: _is_of_one_kind,
}
"""What an output's values must be for a policy that works with them."""


def _weighing(weighing: Weighing, say: Say) -> Mapping[str, Plain]:
    """The marks that are asked for, their weights, and the outcomes by pieces of the mean."""
    column = column_of(MEAN, Field(type=FieldType.NUMBER), weighing.cells)
    masks = [column.mask(cell) for cell in weighing.cells]
    fits = tuple(
        sum((mask >> piece & 1) << rule for rule, mask in enumerate(masks)) for piece in range(len(column.pieces))
    )
    return {
        "policy": "weighing",
        "inputs": [
            _domain(factor.id, weighing.marks[factor.id], say) | {"weight": _decimal(factor.weight)}
            for factor in weighing.factors
        ],
        "mean": _input(column, fits, len(masks), say),
        "rules": [{"id": outcome.id, "then": [[outcome.label]]} for outcome in weighing.outcomes],
        "units": [""],
    }

"""Runs a folder of the DMN Technology Compatibility Kit and says what passed, result node by result node.

    python tests/decisions/tck.py FOLDER

A table that our import takes is answered as the decision it becomes. Other tables are evaluated here with the same
parts: `feel` works out the columns, cells and outputs, and `decisions` applies the hit policy. What lies outside our
language is unsupported, never failed; but where the kit expects null because FEEL has no answer, having none is right.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path
from typing import Any

import click

from sopbook.decisions.evaluate import answer
from sopbook.decisions.table import Row, Table
from sopbook.documents.decision import HitPolicy
from sopbook.documents.fields import Field, FieldType
from sopbook.documents.ids import DocumentId
from sopbook.exchange.dmn.cells import our_spelling, read_cell
from sopbook.exchange.dmn.columns import output_name
from sopbook.exchange.dmn.elements import Element, Unreadable, read_elements
from sopbook.exchange.dmn.importing import collected, decision_of
from sopbook.exchange.dmn.model import DecisionTable, Entry, Model, Node, Other
from sopbook.exchange.dmn.policies import POLICIES, RANKED
from sopbook.exchange.dmn.reading import read_model
from sopbook.exchange.dmn.scope import Scope, scope_of
from sopbook.exchange.dmn.types import Resolved, resolved, resolved_item
from sopbook.exchange.imported import ImportedDecision
from sopbook.feel.check import check_cell, check_expression
from sopbook.feel.evaluate import MissingValue, evaluate, matches
from sopbook.feel.parser import parse_condition
from sopbook.feel.problem import FeelError
from sopbook.feel.syntax import Name
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

PASSED, FAILED, UNSUPPORTED = "passed", "failed", "unsupported"
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
NO_MOMENT = re.compile(r'(?:\b(?:date|time|duration)\s*\(\s*|@)"?\Z')
"""What stands before an error that says a date or time is none (`2026-13-01`); FEEL has null for it."""
NEAR = Decimal("1e-8")
LISTS = (HitPolicy.COLLECT, HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER)
ADDED_UP = (HitPolicy.COLLECT_SUM, HitPolicy.COLLECT_MIN, HitPolicy.COLLECT_MAX)


class Untyped(str):
    """A value that a test case writes without a type; what it is compared with, or handed to, tells it."""

    __slots__ = ()


class Unsupported(Exception):
    """What is asked lies outside our language."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of one result node."""

    verdict: str
    where: str
    why: str = ""

    def __str__(self) -> str:
        return f"{self.verdict:11} {self.where}" + (f": {self.why}" if self.why else "")


def outcomes(folder: Path) -> Iterator[Outcome]:
    """What came of every result node in the folder and the folders in it."""
    for file in sorted(folder.rglob("*.xml")):
        try:
            root = read_elements(file.read_bytes())
        except Unreadable:
            continue
        if root.name == "testCases":
            yield from _of_file(file, root)


def _of_file(file: Path, root: Element) -> Iterator[Outcome]:
    named = file.parent / (root.inner("modelName") or "?")
    model_file = named if named.is_file() else next(iter(sorted(file.parent.glob("*.dmn"))), named)
    try:
        model, fault = read_model(model_file.read_bytes()), ""
    except (Unreadable, OSError) as error:
        model, fault = Model(name=""), f"{model_file.name}: {error}"
    for case in root.all("testCase"):
        for wanted in case.all("resultNode"):
            where = f"{file.stem} {case.get('id')} `{wanted.get('name')}`"
            if fault or case.get("type") not in ("", "decision"):
                yield Outcome(verdict=UNSUPPORTED, where=where, why=fault or f"a {case.get('type')} is called")
            else:
                yield _judged(Evaluation(model=model, given=_given(case)), wanted, where)


def _given(case: Element) -> Mapping[str, Any]:
    return {" ".join(one.get("name").split()): value_in(one) for one in case.all("inputNode")}


def _judged(evaluation: "Evaluation", wanted: Element, where: str) -> Outcome:
    expected = value_in(wanted.first("expected", "computed"))
    try:
        result = evaluation.value(" ".join(wanted.get("name").split()))
    except Unsupported as why:
        return Outcome(verdict=UNSUPPORTED, where=where, why=str(why))
    except Exception as fault:  # a bug of ours fails this node, and the others are still tried
        return Outcome(verdict=FAILED, where=where, why=f"{type(fault).__name__}: {fault}")
    if same(expected, result):
        return Outcome(verdict=PASSED, where=where)
    if evaluation.doubts:
        return Outcome(verdict=UNSUPPORTED, where=where, why=evaluation.doubts[0])
    return Outcome(verdict=FAILED, where=where, why=f"expected {expected!r}, got {result!r}")


def value_in(element: Element | None) -> Any:
    """A value of a test case: a value of FEEL, a dict of components, a tuple of items, or None."""
    if element is None or element.get(f"{XSI}nil") == "true":
        return None
    if listed := element.first("list"):
        return None if listed.get(f"{XSI}nil") == "true" else tuple(value_in(item) for item in listed.all("item"))
    if element.first("component"):
        return {part.get("name"): value_in(part) for part in element.all("component")}
    written = element.first("value")
    if written is None or written.get(f"{XSI}nil") == "true":
        return None
    type_ = written.get(f"{XSI}type").rsplit(":", 1)[-1]
    return _scalar(written.text, type_) if type_ else Untyped(written.text)


FUNCTIONS = {
    **{name: name for name in ("date", "time", "date and time", "duration")},
    "dateTime": "date and time",
    **dict.fromkeys(("dayTimeDuration", "days and time duration"), "duration"),
    **dict.fromkeys(("yearMonthDuration", "years and months duration"), "duration"),
}


def _scalar(text: str, type_: str) -> Any:
    if type_ in FUNCTIONS:
        try:
            return evaluate(parse_condition(f'{FUNCTIONS[type_]}("{text.strip()}")'), {})
        except FeelError:
            return f"{type_} {text}"
    if type_ == "boolean":
        return text.strip() in ("true", "1")
    if type_ in ("number", "decimal", "double", "integer", "int", "long", "float"):
        try:
            number = Decimal(text.strip())
        except InvalidOperation:
            return text
        return number if number.is_finite() else text
    return text


def _as(value: Any, other: Any) -> Any:
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


@dataclass(kw_only=True)
class Evaluation:
    """One test case: the model, what is given, and what has been found out; `doubts` are faults of types on the way."""

    model: Model
    given: Mapping[str, Any]
    known: dict[str, Any] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)
    depth: int = 0

    @cached_property
    def scope(self) -> Scope:
        return scope_of(self.model)

    @cached_property
    def nodes(self) -> Mapping[str, Node]:
        return {node.name: node for node in (*self.model.decisions, *self.model.inputs)}

    def value(self, name: str) -> Any:
        """The value of an input or a decision, fitted to its type."""
        if name not in self.known:
            if name not in self.nodes:
                raise Unsupported(f"there is no decision `{name}` here")
            self.depth += 1
            if self.depth > 50:
                raise Unsupported("the decisions require each other")
            self.known[name] = self._found(self.nodes[name])
            self.depth -= 1
        return self.known[name]

    def _found(self, node: Node) -> Any:
        if node.name in self.given or node.logic is None:
            return fitted(self.given.get(node.name), resolved(node.type, self.model.items), self.scope)
        return fitted(self._worked_out(node), resolved(node.type, self.model.items), self.scope)

    def _worked_out(self, node: Node) -> Any:
        values, types = self._read_by(node)
        match node.logic:
            case DecisionTable() as table:
                decision, _ = collected(decision_of(node, self.scope, ()))
                if decision is None:
                    return self._of_table(node, table, values, types)
                return _answered(decision, table, node, values)
            case Entry() as entry:
                found = self._of_expression(entry, values, types)
                return fitted(found, resolved(entry.type, self.model.items), self.scope)
            case Other() as other:
                raise Unsupported(f"<{other.element}> is not evaluated")
            case None:
                return None

    def _read_by(self, node: Node) -> tuple[dict[str, Any], dict[str, Type]]:
        """The values of all paths that a node's expressions may read, and their types."""
        values: dict[str, Any] = {}
        by_id = {one.id: one for one in self.nodes.values()}
        for id_ in node.requires:
            if id_ not in by_id:
                raise Unsupported(f"`{id_}` is not in this file")
            name = by_id[id_].name
            values[name] = self.value(name)
            for path in (*self.scope.paths, *_paths_in(name, values[name])):
                if path.startswith(f"{name}."):
                    values[path] = _part(values[name], path.removeprefix(f"{name}."))
        return values, {path: _type(self.scope.paths.get(path), value) for path, value in values.items()}

    def _of_expression(self, entry: Entry, values: Mapping[str, Any], types: Mapping[str, Type]) -> Any:
        if entry.language:
            raise Unsupported(f"it is written in {entry.language}")
        if not entry.text:
            return None
        text = our_spelling(entry.text, tuple(values))
        try:
            tree = parse_condition(text, tuple(values))
        except FeelError as error:
            if not NO_MOMENT.search(text[: error.offset]):
                raise Unsupported(f"`{entry.text}`: {error}") from None
            self.doubts.append(f"`{entry.text}`: {error}")
            return None
        if isinstance(tree, Name) and tree.name in values:
            return values[tree.name]
        self.doubts += [f"`{entry.text}`: {problem}" for problem in check_expression(tree, types).problems]
        try:
            return evaluate(tree, _plain(values))
        except (MissingValue, TypeError) as error:
            raise Unsupported(f"`{entry.text}`: {error}") from None

    def _of_table(self, node: Node, table: DecisionTable, values: Mapping[str, Any], types: Mapping[str, Type]) -> Any:
        """A table that no document of ours can hold: rules by `feel`, then the hit policy by `decisions`."""
        policy = POLICIES.get((table.policy, table.aggregation if table.policy == "COLLECT" else ""))
        if policy is None:
            raise Unsupported(f"there is no hit policy {table.policy} {table.aggregation}")
        asked = [self._of_expression(one.expression or Entry(text=""), values, types) for one in table.inputs]
        hits = [rule for rule in table.rules if self._fits(rule.inputs, asked, values, types)]
        rows = [[self._of_expression(one, values, types) for one in rule.outputs] for rule in hits]
        names = [output_name(one, node, single=len(table.outputs) == 1) for one in table.outputs]
        if not rows:
            defaults = [
                self._of_expression(one.default, values, types) if one.default else None for one in table.outputs
            ]
            return _row(names, defaults) if any(one.default for one in table.outputs) else None
        if policy in ADDED_UP and all(isinstance(one, Decimal) for row in rows for one in row):
            return _by_policy(policy, names, rows, [Field(type=FieldType.NUMBER) for _ in names])
        return self._by_tokens(table, policy, names, rows, values, types)

    def _default(
        self, table: DecisionTable, names: list[str], values: Mapping[str, Any], types: Mapping[str, Type]
    ) -> Any:
        if not any(one.default for one in table.outputs):
            return None
        entries = (one.default or Entry(text="") for one in table.outputs)
        return _row(names, [self._of_expression(one, values, types) for one in entries])

    def _fits(
        self, cells: tuple[Entry, ...], asked: list[Any], values: Mapping[str, Any], types: Mapping[str, Type]
    ) -> bool:
        return all(self._cell_fits(*pair, values, types) for pair in zip(cells, asked, strict=True))

    def _cell_fits(self, entry: Entry, value: Any, values: Mapping[str, Any], types: Mapping[str, Type]) -> bool:
        """Whether a cell of unary tests fits, or a condition about `?`, which only DMN from 1.2 on knows, holds."""
        if entry.language:
            raise Unsupported(f"it is written in {entry.language}")
        try:
            cell = read_cell(entry.text, tuple(values))
        except FeelError:
            around = {**values, "?": value}
            holds = self._of_expression(entry, around, {**types, "?": _type(None, value)})
            return holds if isinstance(holds, bool) else same(holds, value)
        self.doubts += [f"`{entry.text}`: {one}" for one in check_cell(cell, _type(None, value), scope=types)]
        try:
            return matches(cell, value, _plain(values))
        except (MissingValue, TypeError) as error:
            raise Unsupported(f"`{entry.text}`: {error}") from None

    def _by_tokens(
        self,
        table: DecisionTable,
        policy: HitPolicy,
        names: list[str],
        rows: list[list[Any]],
        values: Mapping[str, Any],
        types: Mapping[str, Type],
    ) -> Any:
        """Outputs of any kind stand for themselves as options, in the order of the values that are listed."""
        if policy in ADDED_UP:
            raise Unsupported("only numbers are added up")
        tokens: list[Any] = []
        fields = []
        for index, clause in enumerate(table.outputs):
            listed = [self._of_expression(Entry(text=one), values, types) for one in _listed(clause.values)]
            column = [row[index] for row in rows]
            every = [*listed, *(one for one in column if one not in listed)]
            options = tuple(_token(tokens, one) for one in every)
            ranked = policy in RANKED and listed
            fields.append(
                Field(type=FieldType.CHOICE, options=tuple(dict.fromkeys(options)))
                if ranked
                else Field(type=FieldType.TEXT)
            )
        named = [[_token(tokens, one) for one in row] for row in rows]
        return _restored(_by_policy(policy, names, named, fields), tokens)


def _listed(values: str) -> list[str]:
    if values.strip() in ("", "-"):
        return []
    cell = read_cell(values, ())
    return [values[test.offset : test.end] for test in cell.tests]


def _token(tokens: list[Any], value: Any) -> str:
    index = next((i for i, one in enumerate(tokens) if same(one, value)), len(tokens))
    if index == len(tokens):
        tokens.append(value)
    return f"token {index}"


def _restored(result: Any, tokens: list[Any]) -> Any:
    match result:
        case str():
            return tokens[int(result.removeprefix("token "))]
        case tuple():
            return tuple(_restored(one, tokens) for one in result)
        case dict():
            return {name: _restored(one, tokens) for name, one in result.items()}
        case _:
            return result


def _by_policy(policy: HitPolicy, names: list[str], rows: list[list[Any]], fields: list[Field]) -> Any:
    outputs = {f"o{index}": one for index, one in enumerate(fields)}
    rules = tuple(
        Row(id=f"r{number}", then=dict(zip(outputs, row, strict=True))) for number, row in enumerate(rows, start=1)
    )
    return _result(_table(policy, {}, outputs, rules), {}, names)


def _table(
    policy: HitPolicy, inputs: Mapping[str, Field], outputs: Mapping[str, Field], rules: tuple[Row, ...], **more: Any
) -> Table:
    return Table(
        id=DocumentId("tck"),
        title="",
        question="",
        version="",
        fingerprint="",
        hit_policy=policy,
        inputs=inputs,
        outputs=outputs,
        rules=rules,
        **more,
    )


def _answered(decision: ImportedDecision, table: DecisionTable, node: Node, values: Mapping[str, Any]) -> Any:
    """The answer of a table as the decision that it becomes; FEEL lets every input be null."""
    inputs = {name: replace(one, optional=True) for name, one in decision.inputs.items()}
    made = _table(decision.hit_policy, inputs, decision.outputs, decision.rules, otherwise=decision.otherwise)
    given = {ours: values.get(theirs) for theirs, ours in decision.names.items() if ours in inputs}
    return _result(made, given, [output_name(one, node, single=len(table.outputs) == 1) for one in table.outputs])


def _result(table: Table, given: Mapping[str, Any], names: list[str]) -> Any:
    found = answer(table, given).result
    if found is None:
        return None
    columns = [found[name] for name in table.outputs]
    if table.hit_policy in LISTS and all(isinstance(one, tuple) for one in columns):
        return tuple(_row(names, list(row)) for row in zip(*columns, strict=True))
    return _row(names, columns)


def _row(names: list[str], values: list[Any]) -> Any:
    return values[0] if len(names) == 1 else dict(zip(names, values, strict=True))


def fitted(value: Any, type_: Resolved, scope: Scope) -> Any:
    """The value, or null where the type does not take it; one item and a list of it stand for each other."""
    if value is None:
        return None
    if type_.collection:
        items = value if isinstance(value, tuple) else (value,)
        one = replace(type_, collection=False)
        held = tuple(fitted(item, one, scope) for item in items)
        return None if any(new is None and old is not None for new, old in zip(held, items, strict=True)) else held
    if isinstance(value, tuple) and len(value) == 1 and (type_.components or type_.base):
        value = value[0]
    if type_.components:
        if not isinstance(value, dict):
            return None
        parts = {name: resolved_item(one, scope.items) for name, one in type_.components.items()}
        return {name: fitted(one, parts.get(name, Resolved()), scope) for name, one in value.items()}
    if isinstance(value, Untyped):
        value = _scalar(str(value), type_.base)
    wanted = _type(type_, None)
    if isinstance(wanted, DateTime) and kind_of(value) is date:
        return datetime.combine(value, time(tzinfo=UTC))
    return value if isinstance(wanted, (Null, type(_type(None, value)))) else None


FEEL_TYPES: Mapping[str, Type] = {
    **dict.fromkeys(("number", "integer", "long", "double"), Number()),
    "string": Text(),
    "boolean": YesNo(),
    "date": Date(),
    "time": Time(),
    **dict.fromkeys(("dateTime", "date and time"), DateTime()),
    **dict.fromkeys(("dayTimeDuration", "days and time duration"), DaysAndTime()),
    **dict.fromkeys(("yearMonthDuration", "years and months duration"), YearsAndMonths()),
}


def _type(declared: Resolved | None, value: Any) -> Type:
    """The type of a value, or the declared one where there is none; what nobody knows has the type of null."""
    match value:
        case None:
            one = FEEL_TYPES.get(declared.base, Null()) if declared else Null()
            return ListOf(one) if declared and declared.collection else one
        case tuple():
            return ListOf(_type(None, value[0]) if value else Null())
        case str():
            return Text()
        case dict():
            return Null()
        case _:
            return literal_type(value)


def _paths_in(name: str, value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for part, inner in value.items():
            yield f"{name}.{part}"
            yield from _paths_in(f"{name}.{part}", inner)


def _part(value: Any, path: str) -> Any:
    """What stands in a value under a path of names, which may themselves hold dots."""
    if not isinstance(value, dict):
        return None
    if path in value:
        return value[path]
    inside = ((name, path.removeprefix(f"{name}.")) for name in value if path.startswith(f"{name}."))
    return next((_part(value[name], rest) for name, rest in inside), None)


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that expressions compute with: no components, and no lists of them."""
    return {path: value for path, value in values.items() if not _is_structured(value)}


def _is_structured(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, tuple) and any(map(_is_structured, value)))


def main() -> int:
    """Print every outcome and the sums; 1 when something failed."""
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        click.echo("usage: python tests/decisions/tck.py FOLDER", err=True)
        return 2
    counts = dict.fromkeys((PASSED, FAILED, UNSUPPORTED), 0)
    for outcome in outcomes(Path(sys.argv[1])):
        click.echo(outcome)
        counts[outcome.verdict] += 1
    click.echo(", ".join(f"{count} {verdict}" for verdict, count in counts.items()))
    return 1 if counts[FAILED] else 0


if __name__ == "__main__":
    sys.exit(main())

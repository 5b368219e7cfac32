"""Expressions, cells and tables of a model, worked out by `feel` with the values around them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kit.policies import row_of, together
from kit.values import part_of, paths_in, plain, same, type_of
from sopbook.exchange.dmn.cells import our_spelling, read_cell
from sopbook.exchange.dmn.model import Clause, DecisionTable, Entry
from sopbook.exchange.dmn.policies import POLICIES
from sopbook.exchange.dmn.types import Resolved
from sopbook.feel.check import check_cell, check_expression
from sopbook.feel.evaluate import MissingValue, evaluate, matches
from sopbook.feel.names import names_read
from sopbook.feel.parser import parse_condition
from sopbook.feel.problem import FeelError
from sopbook.feel.syntax import Name
from sopbook.feel.types import Type

NO_MOMENT = re.compile(r'(?:\b(?:date|time|duration)\s*\(\s*|@)"?\Z')
"""What stands before an error that says a date or time is none (`2026-13-01`); FEEL has null for it."""


class Unsupported(Exception):
    """What is asked lies outside our language."""


@dataclass(kw_only=True)
class Around:
    """What expressions at one place may read, with its types; `doubts` gathers their faults of types."""

    values: dict[str, Any] = field(default_factory=dict)
    types: dict[str, Type] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)

    def add(self, name: str, value: Any, declared: Mapping[str, Resolved]) -> None:
        """Makes a value readable, and its parts, those too that are declared and not there."""
        self.values[name], self.types[name] = value, type_of(value, declared.get(name))
        for path in (*declared, *paths_in(name, value)):
            if path.startswith(f"{name}."):
                part = part_of(value, path.removeprefix(f"{name}."))
                self.values[path], self.types[path] = part, type_of(part, declared.get(path))

    def beside(self, name: str, value: Any) -> "Around":
        """The same place with one value more."""
        values, types = {**self.values, name: value}, {**self.types, name: type_of(value)}
        return Around(values=values, types=types, doubts=self.doubts)

    def value_of(self, entry: Entry) -> Any:
        """What an expression is worth; an empty one is null."""
        _refuse_foreign(entry)
        if not entry.text:
            return None
        text = our_spelling(entry.text, tuple(self.values))
        try:
            tree = parse_condition(text, tuple(self.values))
        except FeelError as error:
            if not NO_MOMENT.search(text[: error.offset]):
                raise Unsupported(f"`{entry.text}`: {error}") from None
            self.doubts.append(f"`{entry.text}`: {error}")
            return None
        if isinstance(tree, Name) and tree.name in self.values:
            return self.values[tree.name]
        self.doubts += [f"`{entry.text}`: {problem}" for problem in check_expression(tree, self.types).problems]
        try:
            found = evaluate(tree, plain(self.values))
        except (MissingValue, TypeError) as error:
            raise Unsupported(f"`{entry.text}`: {error}") from None
        if found is None and any(self.values[name] is None for name in names_read(tree)):
            self.doubts.append(f"`{entry.text}`: a comparison with a name that is null is null for us, false in FEEL")
        return found

    def fits(self, entry: Entry, value: Any) -> bool:
        """Whether a cell of unary tests fits, or a condition about `?`, which only DMN from 1.2 on knows, holds."""
        _refuse_foreign(entry)
        try:
            cell = read_cell(entry.text, tuple(self.values))
        except FeelError:
            holds = self.beside("?", value).value_of(entry)
            return holds if isinstance(holds, bool) else holds is not None and same(holds, value)
        self.doubts += [f"`{entry.text}`: {one}" for one in check_cell(cell, type_of(value), scope=self.types)]
        try:
            return matches(cell, value, plain(self.values))
        except (MissingValue, TypeError) as error:
            raise Unsupported(f"`{entry.text}`: {error}") from None

    def answer(self, table: DecisionTable, names: list[str]) -> Any:
        """A table that no document of ours can hold: its rules by `feel`, then the hit policy by `decisions`."""
        policy = POLICIES.get((table.policy, table.aggregation if table.policy == "COLLECT" else ""))
        if policy is None:
            raise Unsupported(f"there is no hit policy {table.policy} {table.aggregation}")
        asked = [self.value_of(one.expression or Entry(text="")) for one in table.inputs]
        hits = [rule for rule in table.rules if all(map(self.fits, rule.inputs, asked))]
        if not hits:
            return self._default(table, names)
        rows = [[self.value_of(one) for one in rule.outputs] for rule in hits]
        return together(policy, names, rows, [self._listed(one) for one in table.outputs])

    def _default(self, table: DecisionTable, names: list[str]) -> Any:
        if not any(one.default for one in table.outputs):
            return None
        return row_of(names, [self.value_of(one.default or Entry(text="")) for one in table.outputs])

    def _listed(self, output: Clause) -> list[Any]:
        """The values that an output lists, each on its own."""
        if output.values.strip() in ("", "-"):
            return []
        try:
            tests = read_cell(output.values, ()).tests
        except FeelError as error:
            raise Unsupported(f"`{output.values}`: {error}") from None
        text = our_spelling(output.values, ())
        return [self.value_of(Entry(text=text[test.offset : test.end])) for test in tests]


def _refuse_foreign(entry: Entry) -> None:
    if entry.language:
        raise Unsupported(f"it is written in {entry.language}")

"""The names that expressions of a file may use, each with its type: inputs, decisions, and the parts of both."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sopbook.exchange.dmn.model import ItemType, Model
from sopbook.exchange.dmn.types import UNTYPED, Resolved, resolved, resolved_item

DEEPEST = 4
MOST = 5_000
"""Paths that are told apart; definitions may be nested so that there are more than anybody uses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Every path, as `Applicant.Age`, with what its type comes to."""

    paths: Mapping[str, Resolved]
    items: Mapping[str, ItemType]

    def type_of(self, path: str, said: str) -> Resolved:
        """The type of what stands at a path, where a column says `said`; either may say nothing."""
        known = self.paths.get(path, Resolved())
        if said in UNTYPED:
            return known
        told = resolved(said, self.items)
        same = told.base == known.base
        return replace(told, allowed=told.allowed or (known.allowed if same else ""), collection=known.collection)

    def part_of(self, path: str, name: str, said: str) -> Resolved:
        """The type of an output: its own, or that of the decision's part of that name, or that of the decision."""
        known = self.paths.get(path, Resolved())
        part = known.components.get(name)
        known = resolved_item(part, self.items) if part else known
        told = resolved(said, self.items) if said not in UNTYPED else known
        return replace(told, allowed=told.allowed or known.allowed, collection=False)


def scope_of(model: Model) -> Scope:
    """The names of a model."""
    paths: dict[str, Resolved] = {}
    for node in (*model.inputs, *model.decisions):
        for path, type_ in _paths(node.name, resolved(node.type, model.items), model.items, 1):
            if path:
                paths.setdefault(path, type_)
            if len(paths) >= MOST:
                return Scope(paths=paths, items=model.items)
    return Scope(paths=paths, items=model.items)


def _paths(path: str, type_: Resolved, items: Mapping[str, ItemType], depth: int) -> Iterator[tuple[str, Resolved]]:
    yield path, type_
    if depth < DEEPEST and path and not type_.collection:
        for name, part in type_.components.items():
            yield from _paths(f"{path}.{' '.join(name.split())}", resolved_item(part, items), items, depth + 1)

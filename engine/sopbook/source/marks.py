"""Where every value and key of a document stands.

Positions are kept as one number per node, its index in the text, beside the values in a tree of the same shape; line
and column are counted when somebody asks.
"""

from dataclasses import dataclass
from typing import Any, Union

from sopbook.source.decoding import position
from sopbook.source.inside import index_inside
from sopbook.source.position import Pointer, Position

Node = Union[int, "MappingNode", "SequenceNode"]
MappingNode = tuple[int, dict[str, tuple[int, Node]]]
SequenceNode = tuple[int, list[Node]]


@dataclass(frozen=True, slots=True)
class Marks:
    """Answers with positions; a pointer that leads nowhere gets its nearest known ancestor."""

    file: str
    text: str
    value_tree: Any
    node_tree: Node

    def value(self, pointer: Pointer) -> Position:
        """Where the value begins; behind an alias, where the anchor's value does."""
        _, node = self._find(pointer)
        return self._at(_start(node))

    def key(self, pointer: Pointer) -> Position:
        """Where the key of a mapping's entry stands; for a list item and the root, its value."""
        key, node = self._find(pointer)
        return self._at(_start(node) if key is None else key)

    def inside(self, pointer: Pointer, offset: int) -> Position:
        """Where the character `offset` of a scalar's text stands, never beyond the scalar."""
        _, node = self._find(pointer)
        scalar = self._scalar(pointer)
        if scalar is None or not isinstance(node, int):
            return self._at(_start(node))
        return self._at(index_inside(self.text, node, scalar, offset))

    def _at(self, index: int) -> Position:
        return position(self.file, self.text, index)

    def _find(self, pointer: Pointer) -> tuple[int | None, Node]:
        key: int | None = None
        node = self.node_tree
        for part in pointer:
            step = _step(node, part)
            if step is None:
                break
            key, node = step
        return key, node

    def _scalar(self, pointer: Pointer) -> str | None:
        value: Any = self.value_tree
        for part in pointer:
            if isinstance(value, dict):
                value = value.get(part)
            elif isinstance(value, list) and isinstance(part, int) and 0 <= part < len(value):
                value = value[part]
            else:
                return None
        return None if value is None or isinstance(value, dict | list) else str(value)


def _start(node: Node) -> int:
    return node if isinstance(node, int) else node[0]


def _step(node: Node, part: str | int) -> tuple[int | None, Node] | None:
    """One step down the tree: the key's index, where there is a key, and the value's node."""
    if isinstance(node, int):
        return None
    children = node[1]
    if isinstance(children, dict):
        return children.get(part) if isinstance(part, str) else None
    if isinstance(part, int) and 0 <= part < len(children):
        return None, children[part]
    return None

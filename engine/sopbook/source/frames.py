"""The lists and mappings that are open while a document is built.

Each keeps two things of the same shape: the values, and the nodes that say where they stand.
"""

from typing import Any

from sopbook.source.marks import Node


class Frame:
    """What lists and mappings have in common: where they began, and how deep they nest."""

    __slots__ = ("anchor", "height", "is_key", "nodes_before", "start", "wants_key", "written")

    def __init__(self, start: int, anchor: str | None, nodes_before: int) -> None:
        self.start = start
        self.anchor = anchor
        self.nodes_before = nodes_before
        self.height = 1
        self.wants_key = False
        self.is_key = False
        self.written: str | None = None  # the text, where none of this was meant: `[[link]]`, `{{ name }}`

    def put(self, value: Any, node: Node) -> None:
        """Add the next value."""
        raise NotImplementedError

    def finished(self) -> tuple[Any, Node]:
        """The complete value and its node."""
        raise NotImplementedError


class ListFrame(Frame):
    """A list in the making."""

    __slots__ = ("items", "nodes")

    def __init__(self, start: int, anchor: str | None, nodes_before: int) -> None:
        super().__init__(start, anchor, nodes_before)
        self.items: list[Any] = []
        self.nodes: list[Node] = []

    def put(self, value: Any, node: Node) -> None:
        self.items.append(value)
        self.nodes.append(node)

    def finished(self) -> tuple[Any, Node]:
        return self.items, (self.start, self.nodes)


class MappingFrame(Frame):
    """A mapping in the making; keys and values take turns."""

    __slots__ = ("entries", "key", "key_start", "nodes")

    def __init__(self, start: int, anchor: str | None, nodes_before: int) -> None:
        super().__init__(start, anchor, nodes_before)
        self.wants_key = True
        self.entries: dict[str, Any] = {}
        self.nodes: dict[str, tuple[int, Node]] = {}
        self.key: str | None = None
        self.key_start = 0

    def expect(self, key: str | None, start: int) -> None:
        """The next value belongs to this key; without one it is dropped."""
        self.key, self.key_start = key, start
        self.wants_key = False

    def put(self, value: Any, node: Node) -> None:
        if self.key is not None:
            self.entries[self.key] = value
            self.nodes[self.key] = (self.key_start, node)
        self.wants_key = True

    def finished(self) -> tuple[Any, Node]:
        return self.entries, (self.start, self.nodes)

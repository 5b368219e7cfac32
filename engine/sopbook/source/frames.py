"""The lists and mappings that are open while a document is built.

Each keeps two things of the same shape: the values, and the nodes that say where they stand.
"""

from typing import Any

from sopbook.source.marks import Node


class ListFrame:
    """A list in the making."""

    __slots__ = ("anchor", "height", "is_key", "items", "nodes", "nodes_before", "start", "wants_key", "written")

    def __init__(self, start: int, anchor: str | None, nodes_before: int) -> None:
        self.start = start
        self.anchor = anchor
        self.nodes_before = nodes_before
        self.height = 1  # how deep lists and mappings nest from here
        self.is_key = False
        self.written: str | None = None  # the text, where no list was meant: `[[link]]`
        self.wants_key = False
        self.items: list[Any] = []
        self.nodes: list[Node] = []

    def put(self, value: Any, node: Node) -> None:
        """Add the next value."""
        self.items.append(value)
        self.nodes.append(node)

    def finished(self) -> tuple[Any, Node]:
        """The complete value and its node."""
        return self.items, (self.start, self.nodes)


class MappingFrame:
    """A mapping in the making; keys and values take turns."""

    __slots__ = (
        "anchor",
        "entries",
        "height",
        "is_key",
        "key",
        "key_start",
        "nodes",
        "nodes_before",
        "start",
        "wants_key",
        "written",
    )

    def __init__(self, start: int, anchor: str | None, nodes_before: int) -> None:
        self.start = start
        self.anchor = anchor
        self.nodes_before = nodes_before
        self.height = 1
        self.is_key = False
        self.written: str | None = None  # the text, where no mapping was meant: `{{ name }}`
        self.wants_key = True
        self.entries: dict[str, Any] = {}
        self.nodes: dict[str, tuple[int, Node]] = {}
        self.key: str | None = None
        self.key_start = 0

    def expect(self, key: str | None, start: int) -> None:
        """The next value belongs to this key; without one it is dropped."""
        self.key = key
        self.key_start = start
        self.wants_key = False

    def put(self, value: Any, node: Node) -> None:
        """Add the value of the expected key."""
        key = self.key
        if key is not None:
            self.entries[key] = value
            self.nodes[key] = (self.key_start, node)
        self.wants_key = True

    def finished(self) -> tuple[Any, Node]:
        """The complete value and its node."""
        return self.entries, (self.start, self.nodes)


Frame = ListFrame | MappingFrame

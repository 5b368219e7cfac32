"""Where something stands in a file, and the pointer that leads to it inside a document."""

from dataclasses import dataclass

Pointer = tuple[str | int, ...]
"""The way from the root of a document to a value: keys and list indices, as in `("steps", 0, "when")`."""


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a file; line and column count from 1, columns in characters."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

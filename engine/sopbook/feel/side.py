"""One side of a comparison or a calculation, as problems speak of it."""

from dataclasses import dataclass

from sopbook.feel.format import expression_text
from sopbook.feel.syntax import Expression, Literal
from sopbook.feel.types import Type


@dataclass(frozen=True, slots=True)
class Side:
    """The node, and its type where that is known."""

    node: Expression
    type: Type | None
    is_item: bool = False

    @property
    def label(self) -> str:
        words = f"`{expression_text(self.node)}`"
        return f"an item of {words}" if self.is_item else words

    @property
    def text(self) -> str | None:
        """The text that is written here, if one is."""
        return self.node.value if isinstance(self.node, Literal) and isinstance(self.node.value, str) else None

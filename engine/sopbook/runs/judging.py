"""How a check judges itself: by what its fields accept."""

from collections.abc import Mapping

from sopbook.documents.fields import FieldType
from sopbook.feel.cells import parse_cell
from sopbook.feel.evaluate import matches
from sopbook.feel.types import Choice as ChoiceType
from sopbook.runs.checklist import Leaf
from sopbook.runs.values import Value, label_of, shown


def not_accepted(leaf: Leaf, values: Mapping[str, Value]) -> tuple[str, ...]:
    """What is outside its `accept`, in words."""
    words = []
    for name, one in leaf.fields.items():
        if one.accept and values[name] is not None:
            column = ChoiceType(one.options) if one.type is FieldType.CHOICE else None
            if not matches(parse_cell(one.accept, column), values[name]):
                unit = f" {one.unit}" if one.unit else ""
                words.append(f"{label_of(name, one)} is {shown(values[name])}{unit}, accepted is {one.accept}")
    return tuple(words)

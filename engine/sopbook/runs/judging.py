"""How a check judges itself: by what its fields accept."""

from collections.abc import Mapping

from sopbook.documents.fields import FieldType
from sopbook.feel.cells import parse_cell
from sopbook.feel.evaluate import matches
from sopbook.feel.types import Choice as ChoiceType
from sopbook.runs.checklist import Leaf
from sopbook.runs.state import Run
from sopbook.runs.values import Value, by_clocks_of, label_of, shown


def not_accepted(run: Run, leaf: Leaf, values: Mapping[str, Value]) -> tuple[str, ...]:
    """What is outside its `accept`, in words."""
    words = []
    for name, one in leaf.fields.items():
        value = by_clocks_of(run.zone, values[name])
        if one.accept and value is not None:
            column = ChoiceType(one.options) if one.type is FieldType.CHOICE else None
            if not matches(parse_cell(one.accept, column), value):
                unit = f" {one.unit}" if one.unit else ""
                words.append(f"{label_of(name, one)} is {shown(value)}{unit}, accepted is {one.accept}")
    return tuple(words)

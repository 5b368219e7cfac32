"""A generator of decision tables: everything that can be given is cut again and again, so every case has one rule.

What is generated follows from the number of rules and the seed alone.
"""

from collections.abc import Mapping
from decimal import Decimal
from random import Random
from typing import TypeAlias

from sopbook.decisions.table import Row, Table
from sopbook.documents.decision import HitPolicy
from sopbook.documents.fields import Field, FieldType
from sopbook.documents.ids import DocumentId
from sopbook.feel.values import Value

MOST = 1000
OPTIONS = tuple(f"kind-{letter}" for letter in "abcdef")
GRADES = ("low", "middle", "high")
INPUTS: Mapping[str, Field] = {
    **{f"amount_{at}": Field(type=FieldType.NUMBER, min=Decimal(0), max=Decimal(MOST)) for at in range(6)},
    **{f"kind_{at}": Field(type=FieldType.CHOICE, options=OPTIONS) for at in range(3)},
    "urgent": Field(type=FieldType.YES_NO),
}

Side: TypeAlias = tuple[int, int]
"""What a rule accepts of an input: whole numbers or places of options from the first up to before the last."""


def a_table(rules: int, seed: int = 1) -> Table:
    """A table of so many rules over ten inputs, complete and without overlaps."""
    random = Random(seed)
    whole: Mapping[str, Side] = {name: (0, _ends(field)) for name, field in INPUTS.items()}
    boxes = [whole]
    while len(boxes) < rules:
        at, name = random.randrange(len(boxes)), random.choice(list(INPUTS))
        low, high = boxes[at][name]
        if high - low > 1:
            cut = random.randrange(low + 1, high)
            box = boxes.pop(at)
            boxes += [{**box, name: (low, cut)}, {**box, name: (cut, high)}]
    rows = [
        Row(
            id=f"rule-{number}",
            when={name: _cell(INPUTS[name], side) for name, side in box.items() if side != whole[name]},
            then={"grade": random.choice(GRADES)},
        )
        for number, box in enumerate(boxes)
    ]
    random.shuffle(rows)
    return Table(
        id=DocumentId("grade"),
        title="Grade",
        question="Which grade?",
        version="1.0",
        fingerprint="1:0",
        hit_policy=HitPolicy.UNIQUE,
        inputs=INPUTS,
        outputs={"grade": Field(type=FieldType.CHOICE, options=GRADES)},
        rules=tuple(rows),
    )


def a_case(seed: int) -> dict[str, Value]:
    """A value for each input."""
    random = Random(seed)
    return {name: _value(field, random) for name, field in INPUTS.items()}


def _ends(field: Field) -> int:
    return {FieldType.NUMBER: MOST, FieldType.CHOICE: len(OPTIONS), FieldType.YES_NO: 2}[field.type]


def _cell(field: Field, side: Side) -> str:
    low, high = side
    if field.type is FieldType.YES_NO:
        return "true" if low else "false"
    if field.type is FieldType.CHOICE:
        return ", ".join(f'"{option}"' for option in OPTIONS[low:high])
    if high == MOST:
        return f">= {low}"
    return f"[{low}..{high})" if low else f"< {high}"


def _value(field: Field, random: Random) -> Value:
    if field.type is FieldType.YES_NO:
        return random.random() < 0.5
    return random.choice(OPTIONS) if field.options else Decimal(random.randrange(MOST * 10)) / 10

"""A decision made ready for its proof: its grid, which rules can fit at all and which meet, and how a case is answered.

A weighing is drawn as a table with one input, the weighted mean, between the means of all lowest and of all highest
marks. Marks are any numbers on their scales, so every mean between the two can happen, and a mean is given back as
marks that stand equally far up each scale.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sopbook.decisions.evaluate import Answer, answer
from sopbook.decisions.findings import Cases
from sopbook.decisions.grid import Box, Grid, grid_of
from sopbook.decisions.overlaps import meeting
from sopbook.decisions.pieces import mask_text, sample
from sopbook.decisions.search import Limits, limits
from sopbook.decisions.table import Row, Table, cell_text
from sopbook.decisions.weighing import MEAN, OUTCOME, Framework, Weighing, outcome_field
from sopbook.documents.fields import Field, FieldType
from sopbook.feel.values import ARITHMETIC, Value

Given = Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """`live` are the rules that fit something, `placed` is the mask of those without cells that read other inputs.

    `meets` has for each rule the mask of those that it has a case in common with.
    """

    table: Table
    grid: Grid
    live: tuple[int, ...]
    placed: int
    meets: tuple[int, ...]
    limits: tuple[Limits, ...]
    ask: Callable[[Given], Answer]
    concrete: Callable[[Given], Given]

    @property
    def weighs(self) -> bool:
        """Whether it is a weighing that was drawn as a table."""
        return MEAN in self.table.inputs and OUTCOME in self.table.outputs

    def cases(self, box: Box) -> Cases:
        """A box in words, with a readable case of it."""
        return Cases(box=box, when=self.when(box), given=self.given(box))

    def when(self, box: Box) -> Mapping[str, str]:
        """The cells of a box, for the inputs that it limits."""
        columns = zip(self.grid.columns, box, strict=True)
        return {column.name: mask_text(column, mask) for column, mask in columns if mask != column.everything}

    def given(self, box: Box) -> Given:
        """A readable case of a box."""
        columns = zip(self.grid.columns, box, strict=True)
        return self.concrete({column.name: sample(column, _first(mask)) for column, mask in columns})

    def names(self, rules: tuple[int, ...]) -> tuple[str, ...]:
        """The ids of rules."""
        return tuple(self.table.rules[rule].id for rule in rules)


def drawn(framework: Framework) -> Drawn:
    """A table or a weighing, ready for its proof."""
    if isinstance(framework, Weighing):
        return _drawn(
            _mean_table(framework), lambda given: answer(framework, given), lambda given: _marks(framework, given)
        )
    return _drawn(framework, lambda given: answer(framework, given), lambda given: given)


def _drawn(table: Table, ask: Callable[[Given], Answer], concrete: Callable[[Given], Given]) -> Drawn:
    grid = grid_of(table)
    placed = (1 << len(grid.rules)) - 1
    for rule in grid.relational:
        placed ^= 1 << rule
    return Drawn(
        table=table,
        grid=grid,
        live=tuple(index for index, box in enumerate(grid.rules) if all(box)),
        placed=placed,
        meets=meeting(grid),
        limits=tuple(limits(box, grid.everything) for box in grid.rules),
        ask=ask,
        concrete=concrete,
    )


def _first(mask: int) -> int:
    return (mask & -mask).bit_length() - 1


def _mean_table(weighing: Weighing) -> Table:
    low, high = _ends(weighing)
    return Table(
        id=weighing.id,
        title=weighing.title,
        question=weighing.question,
        version=weighing.version,
        fingerprint=weighing.fingerprint,
        inputs={MEAN: Field(type=FieldType.NUMBER, min=low, max=high)},
        outputs={OUTCOME: outcome_field(weighing.outcomes)},
        rules=tuple(
            Row(id=one.id, when={MEAN: cell_text(one.when)}, then={OUTCOME: one.id}) for one in weighing.outcomes
        ),
    )


def _ends(weighing: Weighing) -> tuple[Decimal, Decimal]:
    scales = {one.id: (min(one.scale), max(one.scale)) for one in weighing.factors}
    low, high = ({id: ends[at] for id, ends in scales.items()} for at in (0, 1))
    return weighing.mean(low), weighing.mean(high)


def _marks(weighing: Weighing, given: Given) -> Given:
    mean, (low, high) = given[MEAN], _ends(weighing)
    assert isinstance(mean, Decimal), "a mean is a number"
    up = ARITHMETIC.divide(mean - low, high - low) if high > low else Decimal(0)
    scales = ((one.id, min(one.scale), max(one.scale)) for one in weighing.factors)
    return {id: ARITHMETIC.normalize(ARITHMETIC.fma(up, most - least, least)) for id, least, most in scales}

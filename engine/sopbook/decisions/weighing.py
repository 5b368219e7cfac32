"""A decision as a weighing: each factor gets a mark, and the weighted mean of the marks has an outcome.

The mean is the sum of weight times mark, divided by the sum of the weights, in 34 digits. Exactly one outcome may fit.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property, reduce
from typing import TypeAlias, cast

from sopbook.decisions.table import Table, cell_text, table_of
from sopbook.documents.decision import Decision, Factor, Outcome
from sopbook.documents.fields import Field, FieldType
from sopbook.documents.ids import NO_ROLE, DocumentId, RoleId
from sopbook.feel.cells import parse_cell
from sopbook.feel.syntax import Cell
from sopbook.feel.values import ARITHMETIC, Value

OUTCOME = "outcome"
"""What the answer of a weighing is called."""

MEAN = "mean"
"""What the weighted mean is called where an outcome's cell is about it."""


@dataclass(frozen=True, kw_only=True)  # no slots: the parsed cells are kept beside the fields
class Weighing:
    """A weighing, free of its file; the cells of its outcomes are text."""

    id: DocumentId
    title: str
    question: str
    version: str
    fingerprint: str
    decided_by: RoleId = NO_ROLE
    factors: tuple[Factor, ...]
    outcomes: tuple[Outcome, ...]

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """What each outcome asks of the mean."""
        return tuple(parse_cell(cell_text(outcome.when)) for outcome in self.outcomes)

    @cached_property
    def marks(self) -> Mapping[str, Field]:
        """The mark that is asked for each factor."""
        return {factor.id: mark_of(factor) for factor in self.factors}

    def mean(self, marks: Mapping[str, Value]) -> Decimal:
        """The weighted mean of marks, which must all be there."""
        weighted = _sum(ARITHMETIC.multiply(one.weight, cast(Decimal, marks[one.id])) for one in self.factors)
        return ARITHMETIC.divide(weighted, _sum(one.weight for one in self.factors))


Framework: TypeAlias = Table | Weighing
"""What a decision is answered by."""


def framework_of(decision: Decision) -> Framework:
    """The table or the weighing that a decision document holds."""
    return weighing_of(decision) if decision.factors else table_of(decision)


def weighing_of(decision: Decision) -> Weighing:
    """The weighing that a decision document holds."""
    return Weighing(
        id=decision.id,
        title=decision.title,
        question=decision.question,
        version=decision.version,
        fingerprint=decision.fingerprint,
        decided_by=decision.decided_by,
        factors=decision.factors,
        outcomes=tuple(replace(one, when=cell_text(one.when)) for one in decision.outcomes),
    )


def mark_of(factor: Factor) -> Field:
    """The field in which a factor's mark is entered."""
    low, high = min(factor.scale), max(factor.scale)
    return Field(type=FieldType.NUMBER, label=factor.label, help=factor.help, min=low, max=high, path=factor.path)


def outcome_field(outcomes: tuple[Outcome, ...]) -> Field:
    """The field under which the outcome is known."""
    return Field(type=FieldType.CHOICE, label="Outcome", options=tuple(one.id for one in outcomes))


def _sum(numbers: Iterable[Decimal]) -> Decimal:
    return reduce(ARITHMETIC.add, numbers, Decimal(0))

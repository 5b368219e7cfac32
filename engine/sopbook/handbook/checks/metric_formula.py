"""SOP245: the formula of a metric mixes units, or needs its own result.

Euros and hours cannot be added, subtracted or compared; multiplied and divided they can be. A formula that only adds
and subtracts gives the unit that the metric has. And a metric cannot be computed from itself, nor from another one that
needs it in turn. Whether the names in a formula are metrics is another check's business (SOP211).
"""

from collections.abc import Iterator
from datetime import date

from sopbook.documents.metric import Metric
from sopbook.feel.syntax import Expression, Name, walk
from sopbook.handbook.book import Handbook
from sopbook.handbook.cycles import cycles
from sopbook.handbook.figures import FORMULA, formula_of, mixed_units, reads, unit_of
from sopbook.source.diagnostic import Diagnostic, Severity, error

CODE = "SOP245"
SEVERITY = Severity.ERROR


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Look at all formulas together, then at each."""
    for circle in cycles(reads(book)):
        yield from _circular(book, circle)
    units = {str(metric.id): metric.unit for metric in book.every(Metric)}
    for metric in book.every(Metric):
        if formula := formula_of(metric, book):
            yield from _mixed(metric, formula, units)


def _circular(book: Handbook, circle: tuple[str, ...]) -> Iterator[Diagnostic]:
    metric, needed = book.expect(circle[0], Metric), circle[1] if len(circle) > 1 else circle[0]
    formula = formula_of(metric, book)
    assert formula is not None, "only a formula leads to another metric"
    offset = next(node.offset for node, _ in walk(formula) if isinstance(node, Name) and node.name == needed)
    way = ", which needs ".join(f"`{one}`" for one in (*circle[1:], circle[0]))
    message = f"`{circle[0]}` needs {way}" if len(circle) > 1 else f"`{metric.id}` is computed from itself"
    hint = "one of them has to come from records or be entered"
    yield error(CODE, message, at=metric.inside(FORMULA, offset), hint=hint)


def _mixed(metric: Metric, formula: Expression, units: dict[str, str]) -> Iterator[Diagnostic]:
    found = [*mixed_units(formula, units)]
    for one in found:
        message = f"this is in {one.second}, and what stands before it in {one.first}"
        yield error(CODE, message, at=metric.inside(FORMULA, one.at.offset), hint="bring both to one unit first")
    given = unit_of(formula, units)
    if given and not found and given != metric.unit:
        message = f"the formula gives {given}, and the metric is in {metric.unit}"
        yield error(CODE, message, at=metric.where(*FORMULA), hint=f"convert it, or write `unit: {given}`")

"""SOP246: a target says nothing.

What every figure meets is no target, and what no figure meets cannot be reached. A figure cannot be good (`target`) and
alarming (`alert`) at the same time either. Tests that cannot be read have checks of their own (SOP210, SOP212).
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise

from sopbook.documents.document import Document
from sopbook.documents.goal import Goal
from sopbook.documents.metric import Metric
from sopbook.feel.evaluate import matches
from sopbook.feel.syntax import Cell, Literal, walk
from sopbook.handbook.book import Handbook
from sopbook.handbook.expressions import by_pointer
from sopbook.source.diagnostic import Diagnostic, Severity, error
from sopbook.source.position import Pointer

CODE = "SOP246"
SEVERITY = Severity.ERROR


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Try every test with numbers on both sides of everything it compares with."""
    for document in book.all:
        match document:
            case Goal():
                for target in document.targets:
                    yield from _empty(book, document, (*target.path, "reach"))
            case Metric():
                wrong = [*_empty(book, document, ("target",)), *_empty(book, document, ("alert",))]
                yield from wrong or _both(book, document)
            case _:
                pass


def _empty(book: Handbook, document: Document, pointer: Pointer) -> Iterator[Diagnostic]:
    cell = _sound(book, document, pointer)
    met = {matches(cell, figure) for figure in _figures(cell)} if cell else {True, False}
    if len(met) == 1:
        every = "every" if True in met else "no"
        message = f"{every} figure meets this"
        yield error(CODE, message, at=document.where(*pointer), hint="write a test such as `>= 95` or `[2..8]`")


def _both(book: Handbook, metric: Metric) -> Iterator[Diagnostic]:
    target, alert = _sound(book, metric, ("target",)), _sound(book, metric, ("alert",))
    if target and alert:
        both = [one for one in _figures(target, alert) if matches(target, one) is True and matches(alert, one) is True]
        if both:
            message = f"a figure of {_shown(both[0])} meets the target, and is an alert"
            yield error(CODE, message, at=metric.where("alert"), hint="let the alert begin where the target ends")


def _sound(book: Handbook, document: Document, pointer: Pointer) -> Cell | None:
    written = book.once(by_pointer, document).get(pointer)
    return written.tree if written and written.is_sound and isinstance(written.tree, Cell) else None


def _figures(*cells: Cell) -> tuple[Decimal, ...]:
    """Every number that the tests compare with, one between each two of them, and one beyond on both sides."""
    nodes = [node for cell in cells for node, _ in walk(cell) if isinstance(node, Literal)]
    ends = sorted({node.value for node in nodes if isinstance(node.value, Decimal)}) or [Decimal()]
    between = [(one + other) / 2 for one, other in pairwise(ends)]
    return (*ends, *between, ends[0] - 1, ends[-1] + 1)


def _shown(figure: Decimal) -> str:
    return format(figure.normalize(), "f")

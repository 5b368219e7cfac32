"""SOP233: a condition reads an optional value and does not say what holds without it.

`discount > 5` is neither true nor false when no discount was entered. Write `discount = null or discount > 5`, or
`discount != null and discount > 5`; or make the value required. A condition inside of one that has said so need not say
it again.
"""

from collections.abc import Iterator
from datetime import date

from sopbook.documents.document import Document
from sopbook.feel.nulls import check_nulls, null_is_spoken_for
from sopbook.feel.syntax import Cell, Expression
from sopbook.handbook.book import Handbook
from sopbook.handbook.certainty import condition_at, conditions_around
from sopbook.handbook.expressions import Understood, Use, by_pointer, expressions
from sopbook.handbook.layout import layout
from sopbook.handbook.names import scope_at
from sopbook.problem import Problem
from sopbook.source.diagnostic import Diagnostic, Severity, error

CODE = "SOP233"
SEVERITY = Severity.ERROR


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Look at every condition that can be worked out otherwise."""
    for document in book.all:
        for one in book.once(expressions, document):
            if one.written.use is Use.CONDITION and one.is_sound:
                for problem in _problems(book, document, one):
                    at = document.inside(one.written.pointer, problem.offset)
                    yield error(CODE, problem.message, at=at, hint=problem.hint)


def _problems(book: Handbook, document: Document, one: Understood) -> Iterator[Problem]:
    if one.tree is None or isinstance(one.tree, Cell):
        return
    around = _around(book, document, one)
    for problem in check_nulls(one.tree, scope_at(document, book, one.written.moment).types):
        name = one.written.text[problem.offset : problem.end]
        if not any(null_is_spoken_for(tree, name) for tree in around):
            yield problem


def _around(book: Handbook, document: Document, one: Understood) -> tuple[Expression, ...]:
    place, written = book.once(layout, document).place(one.written.pointer), book.once(by_pointer, document)
    around = conditions_around(place, written)
    own = condition_at(place.part.path, written) if place else None
    return (*around, own) if own and own is not one.tree else around

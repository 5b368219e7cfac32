"""A decision's table or weighing, made of the cells that the checks have parsed already: each is parsed once."""

from collections.abc import Iterator

from sopbook.decisions.table import Table, Tests
from sopbook.decisions.weighing import Framework, framework_of
from sopbook.documents.decision import Decision
from sopbook.feel.syntax import Cell
from sopbook.handbook.book import Handbook
from sopbook.handbook.expressions import by_pointer
from sopbook.source.position import Pointer


def framework_in(decision: Decision, book: Handbook) -> Framework:
    """What a sound decision is answered by."""
    return book.once(_framework, decision)


def _framework(decision: Decision, book: Handbook) -> Framework:
    made = framework_of(decision)
    if isinstance(made, Table):
        tests = (Tests(rule.id, tuple(_cells(decision, book, rule.path, tuple(rule.when)))) for rule in decision.rules)
        vars(made)["tests"] = tuple(tests)  # where a cached property keeps what it worked out
    else:
        vars(made)["cells"] = tuple(_cell(decision, book, (*one.path, "when")) for one in decision.outcomes)
    return made


def _cells(decision: Decision, book: Handbook, path: Pointer, names: tuple[str, ...]) -> Iterator[tuple[str, Cell]]:
    for name in names:
        cell = _cell(decision, book, (*path, "when", name))
        if cell.tests:
            yield name, cell


def _cell(decision: Decision, book: Handbook, pointer: Pointer) -> Cell:
    tree = book.once(by_pointer, decision)[pointer].tree
    assert isinstance(tree, Cell), "a sound decision has cells only"
    return tree

"""The naive matcher: each cell of each rule against its value, one after the other. The oracle of the grid."""

from collections.abc import Mapping

from sopbook.decisions.table import Table
from sopbook.feel.evaluate import matches
from sopbook.feel.values import Value


def naive_hits(table: Table, values: Mapping[str, Value]) -> tuple[int, ...]:
    """The rules that fit, by their index."""
    given = {name: values.get(name) for name in table.inputs}
    return tuple(
        index
        for index, tests in enumerate(table.tests)
        if all(matches(cell, given[name], given) for name, cell in tests.cells)
    )

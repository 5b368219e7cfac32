from decimal import Decimal

from hypothesis import given, settings

from decisions_strategies import a_table, every_case, tables
from sopbook.decisions.grid import grid_of
from sopbook.decisions.pieces import is_cell, mask_text, sample
from sopbook.decisions.table import Row, Table, column_type
from sopbook.documents.fields import Field, FieldType
from sopbook.feel.cells import parse_cell
from sopbook.feel.evaluate import matches
from sopbook.feel.values import Value


def naive_hits(table: Table, values: dict[str, Value]) -> int:
    fits = (all(matches(cell, values[name], values) for name, cell in tests.cells) for tests in table.tests)
    return sum(hit << index for index, hit in enumerate(fits))


@given(tables())
@settings(max_examples=150)
def test_the_rules_that_fit_are_those_whose_cells_all_match(table: Table) -> None:
    grid = grid_of(table)
    for values in every_case(table):
        assert grid.hits(values) == naive_hits(table, values)


@given(tables(most_rules=3))
@settings(max_examples=100)
def test_the_sample_of_a_piece_lies_in_it(table: Table) -> None:
    for column in grid_of(table).columns:
        assert [column.at(sample(column, piece)) for piece in range(len(column.pieces))] == [*range(len(column.pieces))]


@given(tables(most_rules=3, most_inputs=1))
@settings(max_examples=100)
def test_a_set_of_pieces_reads_as_a_cell_that_accepts_just_them(table: Table) -> None:
    column = grid_of(table).columns[0]
    samples = [sample(column, piece) for piece in range(len(column.pieces))]
    for mask in range(1, min(column.everything, 1 << 8) + 1):
        if is_cell(column, mask):
            cell = parse_cell(mask_text(column, mask), column_type(column.field))
            assert [matches(cell, value) for value in samples] == [bool(mask >> at & 1) for at in range(len(samples))]


def test_a_cell_that_reads_another_input_counts_as_fitting_and_is_named() -> None:
    number = Field(type=FieldType.NUMBER)
    rules = (Row(id="over", when={"used": "> limit"}, then={}), Row(id="none", when={"used": "0"}, then={}))
    grid = grid_of(a_table({"used": number, "limit": number}, rules))
    assert grid.relational == {0: ("used",)}
    assert grid.hits({"used": Decimal(0), "limit": Decimal(5)}) == 0b11
    assert grid.hits({"used": Decimal(3), "limit": Decimal(5)}) == 0b01

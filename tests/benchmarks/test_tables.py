from benchmarks.tables import a_case, a_table

from sopbook.decisions.evaluate import answer
from sopbook.decisions.findings import Verdict
from sopbook.decisions.prove import prove


def test_a_generated_table_has_its_size_and_answers_every_case_once() -> None:
    table = a_table(60)
    assert (len(table.inputs), len(table.rules)) == (10, 60)
    assert prove(table).verdict is Verdict.PROVEN
    assert all(len(answer(table, a_case(seed)).rules) == 1 for seed in range(20))


def test_the_same_seed_gives_the_same_table() -> None:
    assert a_table(20, seed=3) == a_table(20, seed=3)
    assert a_table(20, seed=3) != a_table(20, seed=4)
    assert a_case(3) == a_case(3)

"""Out as DMN and in again, a decision means the same: every answer, and what is proven of it."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decisions_strategies import cases, tables
from dmn_builders import a_decision
from sopbook.decisions.evaluate import answer
from sopbook.decisions.prove import prove
from sopbook.decisions.table import Table, table_of
from sopbook.documents.decision import HitPolicy
from sopbook.exchange.decision_text import decision_text
from sopbook.exchange.dmn.document import document_of
from sopbook.exchange.dmn.importing import read
from sopbook.exchange.dmn.writing import write
from sopbook.exchange.imported import ImportedDecision

KINDS = ("number", "bounded", "whole", "choice", "yes", "text", "day")
POLICIES = tuple(policy for policy in HitPolicy if policy.value not in ("collect sum", "collect min", "collect max"))


def there_and_back(table: Table) -> Table:
    """The table after it was written as a document, as DMN, and read again."""
    drafted = ImportedDecision(
        id="client-tier",
        title=table.title,
        question=table.question,
        hit_policy=table.hit_policy,
        inputs=table.inputs,
        outputs=table.outputs,
        rules=table.rules,
        otherwise=table.otherwise,
    )
    decision = a_decision(decision_text(document_of(drafted, "owner")))
    found = read(write(decision))
    assert not found.remarks
    again = a_decision(decision_text(document_of(found.decisions[0], "owner")))
    return replace(table_of(again), version=table.version)


@given(tables(policies=POLICIES, kinds=KINDS), st.data())
@settings(max_examples=15)
def test_answers_and_proof_stay(table: Table, data: st.DataObject) -> None:
    again = there_and_back(table)
    assert prove(again).verdict is prove(table).verdict
    for values in data.draw(st.lists(cases(table), min_size=5, max_size=20)):
        assert answer(again, values) == answer(table, values)


@pytest.mark.slow
@given(tables(policies=POLICIES, kinds=KINDS, most_rules=8), st.data())
@settings(max_examples=100, deadline=None)
def test_a_thousand_answers_stay(table: Table, data: st.DataObject) -> None:
    again = there_and_back(table)
    assert prove(again).verdict is prove(table).verdict
    for values in data.draw(st.lists(cases(table), min_size=10, max_size=40)):
        assert answer(again, values) == answer(table, values)

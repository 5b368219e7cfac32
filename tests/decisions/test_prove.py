from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from random import Random
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from decisions_strategies import a_table, every_case, tables
from sopbook.decisions.evaluate import answer, hits_of
from sopbook.decisions.findings import (
    Contradiction,
    Finding,
    Gap,
    MaskedRule,
    OutsideDomain,
    Overlap,
    Proof,
    UnreachableOtherwise,
    UnusedOption,
    Verdict,
)
from sopbook.decisions.prove import prove
from sopbook.decisions.table import Row, Table, cell_text
from sopbook.decisions.weighing import Weighing
from sopbook.documents.decision import Factor, HitPolicy, Outcome
from sopbook.documents.fields import Field, FieldType
from sopbook.documents.ids import DocumentId
from sopbook.feel.values import Value

Case = dict[str, Value]
F = TypeVar("F", bound=Finding)
ALONE = (HitPolicy.UNIQUE, HitPolicy.ANY, HitPolicy.FIRST, HitPolicy.PRIORITY)
MANY = settings(max_examples=100, deadline=None)
THOUSANDS = settings(max_examples=2000, deadline=None)


def found(proof: Proof, kind: type[F]) -> list[F]:
    return [one for one in proof.findings if isinstance(one, kind)]


def hits(table: Table, case: Case) -> tuple[int, ...]:
    return hits_of(table, case) or ()


def check_against_brute_force(table: Table) -> None:
    proof, cases = prove(table), every_case(table)
    fitting = [hits(table, case) for case in cases]
    ids = [row.id for row in table.rules]
    then = [row.then for row in table.rules]
    is_complete = all(fitting)
    pairs = {pair for one in fitting for pair in combinations(one, 2)}
    unlike = {pair for pair in pairs if then[pair[0]] != then[pair[1]]}
    unique, any_ = table.hit_policy is HitPolicy.UNIQUE, table.hit_policy is HitPolicy.ANY

    def named(some: set[tuple[int, int]]) -> set[tuple[str, str]]:
        return {(ids[one], ids[other]) for one, other in some}

    assert bool(found(proof, Gap)) is (not is_complete and not table.otherwise)
    assert bool(found(proof, UnreachableOtherwise)) is (is_complete and bool(table.otherwise))
    assert {one.rules for one in found(proof, Overlap)} == (named(pairs) if unique else set())
    assert {one.rules for one in found(proof, Contradiction)} == (named(unlike) if any_ else set())
    fits_nothing = {ids[rule] for rule in range(len(ids)) if not any(rule in one for one in fitting)}
    assert {one.rule for one in found(proof, OutsideDomain)} == fits_nothing
    faulty = found(proof, Gap) or found(proof, Overlap) or found(proof, Contradiction)
    assert proof.verdict is (Verdict.REFUTED if faulty else Verdict.PROVEN)
    used = {row.then["grade"] for row in table.rules} | set(table.otherwise.values())
    assert {one.option for one in found(proof, UnusedOption)} == set("xyz") - used
    check_masked(table, proof, list(cases), fits_nothing)


def check_masked(table: Table, proof: Proof, cases: list[Case], fits_nothing: set[str]) -> None:
    masked = {one.rule for one in found(proof, MaskedRule)}
    if table.hit_policy in (HitPolicy.FIRST, HitPolicy.PRIORITY):
        deciding = {rule for case in cases for rule in answer(table, case).rules}
        assert masked == {row.id for row in table.rules} - deciding - fits_nothing
    elif table.hit_policy is HitPolicy.ANY:
        check_redundant(table, masked, cases, fits_nothing)
    else:
        assert not masked


def check_redundant(table: Table, masked: set[str], cases: list[Case], fits_nothing: set[str]) -> None:
    """Without the masked rules every answer stays; without one more rule, some case loses one of its answers."""
    less = replace(table, rules=tuple(row for row in table.rules if row.id not in masked))
    given = [{str(table.rules[rule].then) for rule in hits(table, case)} for case in cases]
    assert given == [{str(less.rules[rule].then) for rule in hits(less, case)} for case in cases]
    for row in less.rules:
        fewer = replace(less, rules=tuple(one for one in less.rules if one is not row))
        left = [{str(fewer.rules[rule].then) for rule in hits(fewer, case)} for case in cases]
        assert left != given or row.id in fits_nothing


@given(tables(policies=ALONE))
@MANY
def test_the_proof_agrees_with_trying_every_case(table: Table) -> None:
    check_against_brute_force(table)


@pytest.mark.slow
@given(tables(policies=ALONE, most_rules=6))
@THOUSANDS
def test_the_proof_agrees_with_trying_every_case_of_thousands(table: Table) -> None:
    check_against_brute_force(table)


def check_gaps(table: Table) -> None:
    table = replace(table, otherwise={})
    proof = prove(table)
    gaps = found(proof, Gap)
    without = [case for case in every_case(table) if not hits(table, case)]
    rules = [a_rule(gap.suggestion) for gap in gaps]
    alone = [replace(table, rules=(rule,)) for rule in rules]
    for case in every_case(table):
        is_in_a_gap = any(hits(one, case) for one in alone)
        assert not is_in_a_gap or case in without
        assert is_in_a_gap or case not in without or proof.more
    for gap, rule in zip(gaps, rules, strict=True):
        assert answer(table, gap.given).rules == ()
        assert rule.id not in {row.id for row in table.rules}
        closed = replace(table, rules=(*table.rules, rule))
        assert answer(closed, gap.given).rules == (rule.id,)
        assert gap.when not in [one.when for one in found(prove(closed), Gap)]
        assert len(found(prove(closed), Overlap)) == len(found(proof, Overlap))
    assert len({tuple(gap.box) for gap in gaps}) == len(gaps)


def a_rule(suggestion: str) -> Row:
    [read] = YAML(typ="safe").load(suggestion)
    cells = {
        name: cell_text(Decimal(cell) if type(cell) is int else cell) for name, cell in read.get("when", {}).items()
    }
    return Row(id=read["id"], when={name: str(cell) for name, cell in cells.items()}, then={"grade": "x"})


@given(tables(policies=ALONE))
@MANY
def test_the_gaps_are_what_no_rule_fits_and_each_suggested_rule_closes_one(table: Table) -> None:
    check_gaps(table)


@pytest.mark.slow
@given(tables(policies=ALONE, most_rules=6))
@THOUSANDS
def test_the_gaps_are_what_no_rule_fits_in_thousands(table: Table) -> None:
    check_gaps(table)


@given(tables(policies=(HitPolicy.UNIQUE, HitPolicy.ANY)), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_rules_and_columns_changes_no_verdict(table: Table, random: Random) -> None:
    rules, names = list(table.rules), list(table.inputs)
    random.shuffle(rules)
    random.shuffle(names)
    other = replace(table, rules=tuple(rules), inputs={name: table.inputs[name] for name in names})
    one, two = prove(table), prove(other)
    assert one.verdict is two.verdict
    assert {frozenset(pair.rules) for pair in clashes_of(one)} == {frozenset(pair.rules) for pair in clashes_of(two)}
    assert {str(rule) for rule in found(one, OutsideDomain)} == {str(rule) for rule in found(two, OutsideDomain)}
    assert found(one, UnusedOption) == found(two, UnusedOption)
    assert bool(found(one, Gap)) is bool(found(two, Gap))


def clashes_of(proof: Proof) -> list[Overlap | Contradiction]:
    return [one for one in proof.findings if isinstance(one, Overlap | Contradiction)]


NUMBER = Field(type=FieldType.NUMBER)


def test_a_table_of_two_thousand_rules_ends_within_its_budget() -> None:
    inputs = {f"n{index}": NUMBER for index in range(4)}
    rules = tuple(
        Row(id=f"r{index}", when={f"n{index % 4}": f"[{index}..{index + 700})"}, then={"grade": "x"})
        for index in range(2000)
    )
    proof = prove(a_table(inputs, rules, policy=HitPolicy.FIRST), budget=2000)
    assert proof.verdict is Verdict.UNDECIDED
    assert "budget" in proof.reason


def test_sixty_inputs_are_proven_where_the_rules_do_not_meet() -> None:
    inputs = {f"n{index}": NUMBER for index in range(60)}
    below = [{f"n{at}": ">= 5" for at in range(index)} | {f"n{index}": "< 5"} for index in range(60)]
    last = {f"n{at}": ">= 5" for at in range(60)}
    rules = tuple(Row(id=f"r{index}", when=when, then={"grade": "x"}) for index, when in enumerate((*below, last)))
    assert prove(a_table(inputs, rules)).verdict is Verdict.PROVEN
    [gap] = found(prove(a_table(inputs, rules[:-1])), Gap)
    assert gap.when == last


def test_a_cell_that_reads_another_input_leaves_the_verdict_open_and_is_named() -> None:
    rules = (
        Row(id="under", when={"used": "< limit"}, then={"grade": "x"}),
        Row(id="over", when={"used": ">= limit"}, then={"grade": "y"}),
    )
    proof = prove(a_table({"used": NUMBER, "limit": NUMBER}, rules))
    assert proof.verdict is Verdict.UNDECIDED
    assert "`under`" in proof.reason
    assert prove(a_table({"used": NUMBER, "limit": NUMBER}, rules[:1])).verdict is Verdict.REFUTED


def test_a_weighing_is_proven_between_its_least_and_its_greatest_mean() -> None:
    assert prove(a_weighing("< 2.5", ">= 2.5")).verdict is Verdict.PROVEN
    proof = prove(a_weighing("< 2", "(2..3)", "> 3", "0"))
    gaps = found(proof, Gap)
    assert [gap.when for gap in gaps] == [{"mean": "2, 3"}]
    assert gaps[0].given == {"cost": Decimal(2), "worth": Decimal(2)}
    assert [one.rule for one in found(proof, OutsideDomain)] == ["o3"]


def a_weighing(*cells: str) -> Weighing:
    """Outcomes `o0`, `o1` ... over two marks from 1 to 5."""
    scale = (Decimal(1), Decimal(5))
    factors = (("cost", Decimal(1)), ("worth", Decimal(2)))
    return Weighing(
        id=DocumentId("weigh"),
        title="Weigh",
        question="Buy?",
        version="1.0",
        fingerprint="1:0",
        factors=tuple(Factor(id=id, label=id, weight=weight, scale=scale) for id, weight in factors),
        outcomes=tuple(Outcome(id=f"o{index}", when=cell, label=cell) for index, cell in enumerate(cells)),
    )

"""Decisions: answering a table against a naive matcher and zen-engine, proving it against z3."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import z3
import zen

from benchmarks.measure import Row, in_turn
from benchmarks.tables import a_case, a_table
from sopbook.decisions.evaluate import Answer, answer
from sopbook.decisions.findings import Verdict
from sopbook.decisions.grid import grid_of
from sopbook.decisions.policies import POLICIES
from sopbook.decisions.prove import prove
from sopbook.decisions.table import Table
from sopbook.documents.fields import Field, FieldType
from sopbook.feel.evaluate import matches
from sopbook.feel.syntax import Against, Cell, Interval, Literal, UnaryTest
from sopbook.feel.values import Value

CASES = 200
RULES = 200
ROUNDS = 5

Case = Mapping[str, Value]


def rows() -> Iterator[Row]:
    """One table of 10 inputs and 200 rules, which answers every case once; then the same with a rule taken out."""
    table = a_table(RULES)
    cases = [a_case(number) for number in range(CASES)]
    yield from _answering(table, cases)
    yield _proving(table, Verdict.PROVEN, "without a gap or an overlap")
    yield _proving(
        replace(table, rules=table.rules[: RULES // 2] + table.rules[RULES // 2 + 1 :]), Verdict.REFUTED, "with a gap"
    )


def _answering(table: Table, cases: Sequence[Case]) -> Iterator[Row]:
    decision, contexts = _zen(table), [_plain(case) for case in cases]
    grid_of(table)
    for case, context in zip(cases, contexts, strict=True):
        found = answer(table, case)
        assert found == _naive(table, case), "the naive matcher answers otherwise"
        assert found.result == decision.evaluate(context)["result"], "zen-engine answers otherwise"

    def every(one: Callable[[Any], object], asked: Sequence[Any]) -> Callable[[], None]:
        def work() -> None:
            for case in asked:
                one(case)

        return work

    ours = every(lambda case: answer(table, case), cases)
    work = f"one answer of a decision, 10 inputs x {RULES} rules"
    mine, theirs = in_turn(ours, every(lambda case: _naive(table, case), cases), rounds=ROUNDS)
    yield _per_case(work, mine, "every cell of every rule in turn", theirs, "≤ 0.05 x")
    mine, theirs = in_turn(ours, every(decision.evaluate, contexts), rounds=ROUNDS)
    yield _per_case("the same", mine, "zen-engine (Rust) on the same table", theirs, "")


def _per_case(work: str, ours: float, against: str, reference: float, goal: str) -> Row:
    return Row(work=work, ours=ours / CASES, against=against, reference=reference / CASES, goal=goal)


def _naive(table: Table, case: Case) -> Answer:
    tests = enumerate(table.tests)
    hits = tuple(at for at, row in tests if all(matches(cell, case[name]) for name, cell in row.cells))
    given = POLICIES[table.hit_policy](table, hits)
    return Answer(rules=tuple(table.rules[hit].id for hit in given.rules), result=given.result, problem=given.problem)


def _zen(table: Table) -> Any:
    """The same table for zen-engine, which takes the first rule that fits; here no two do."""
    inputs = [{"id": name, "name": name, "field": name} for name in table.inputs]
    rules = [{"_id": row.id, **row.when, "grade": f'"{row.then["grade"]}"'} for row in table.rules]
    outputs = [{"id": "grade", "name": "grade", "field": "grade"}]
    content = {"hitPolicy": "first", "rules": rules, "inputs": inputs, "outputs": outputs}
    place = {"position": {"x": 0, "y": 0}}
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode", **place},
        {"id": "table", "name": "table", "type": "decisionTableNode", "content": content, **place},
        {"id": "out", "name": "out", "type": "outputNode", **place},
    ]
    pairs = [("in", "table"), ("table", "out")]
    edges = [{"id": f"{one}-{other}", "sourceId": one, "targetId": other, "type": "edge"} for one, other in pairs]
    return zen.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))


def _plain(case: Case) -> dict[str, Any]:
    return {name: float(value) if isinstance(value, Decimal) else value for name, value in case.items()}


def _proving(table: Table, verdict: Verdict, words: str) -> Row:
    """Both from the parsed cells on: whether a case fits no rule, and whether one fits two."""
    fresh = iter([_parsed(table) for _ in range(ROUNDS + 1)])

    def ours() -> None:
        assert prove(next(fresh)).verdict is verdict

    def theirs() -> None:
        domain, rules = _formulas(table)
        found = [_is_possible(domain, question) for question in (z3.Not(z3.Or(rules)), z3.AtLeast(*rules, 2))]
        assert found == [verdict is Verdict.REFUTED, False]

    mine, reference = in_turn(ours, theirs, rounds=ROUNDS)
    against = "the same two questions to z3"
    return Row(work=f"proving that table, {words}", ours=mine, against=against, reference=reference, goal="≤ 0.2 x")


def _parsed(table: Table) -> Table:
    """The same table with nothing found out about it but what its cells say."""
    fresh = replace(table)
    assert fresh.tests
    return fresh


def _is_possible(domain: Sequence[Any], question: Any) -> bool:
    solver = z3.Solver()
    solver.add(*domain, question)
    return bool(solver.check() == z3.sat)


def _formulas(table: Table) -> tuple[list[Any], list[Any]]:
    """What can be given at all, and what each rule asks."""
    variables = {name: _variable(name, field) for name, field in table.inputs.items()}
    domain = [limit for name, field in table.inputs.items() for limit in _limits(variables[name], field)]
    rules = [
        z3.And([_asked(variables[name], cell, table.inputs[name]) for name, cell in row.cells]) for row in table.tests
    ]
    return domain, rules


def _variable(name: str, field: Field) -> Any:
    return {FieldType.NUMBER: z3.Real, FieldType.CHOICE: z3.Int, FieldType.YES_NO: z3.Bool}[field.type](name)


def _limits(variable: Any, field: Field) -> list[Any]:
    if field.type is FieldType.NUMBER:
        return [variable >= str(field.min), variable <= str(field.max)]
    return [variable >= 0, variable < len(field.options)] if field.options else []


def _asked(variable: Any, cell: Cell, field: Field) -> Any:
    return z3.Or([_fits(variable, test, field) for test in cell.tests])


def _fits(variable: Any, test: UnaryTest, field: Field) -> Any:
    match test:
        case Against(operator=operator, endpoint=Literal(value=value)):
            return _compared(variable, operator, value, field)
        case Interval(low=Literal(value=low), high=Literal(value=high)):
            above = _compared(variable, ">=" if test.low_included else ">", low, field)
            return z3.And(above, _compared(variable, "<=" if test.high_included else "<", high, field))
        case _:
            raise AssertionError("the generator makes no other test")


def _compared(variable: Any, operator: str, value: Value, field: Field) -> Any:
    constant: Any = field.options.index(value) if isinstance(value, str) else value
    constant = str(constant) if isinstance(constant, Decimal) else constant
    match operator:
        case "<":
            return variable < constant
        case "<=":
            return variable <= constant
        case ">":
            return variable > constant
        case ">=":
            return variable >= constant
        case _:
            return variable == constant

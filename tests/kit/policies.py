"""Answers of tables by `decisions`: of those that became decisions, and of rules that were found to fit elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from kit.values import same
from sopbook.decisions.evaluate import answer
from sopbook.decisions.table import Row, Table
from sopbook.documents.decision import HitPolicy
from sopbook.documents.fields import Field, FieldType
from sopbook.documents.ids import DocumentId
from sopbook.exchange.dmn.policies import RANKED
from sopbook.exchange.imported import ImportedDecision

LISTS = (HitPolicy.COLLECT, HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER)
ADDED_UP = (HitPolicy.COLLECT_SUM, HitPolicy.COLLECT_MIN, HitPolicy.COLLECT_MAX)

Rows = Sequence[Sequence[Any]]


def answered(decision: ImportedDecision, names: Sequence[str], values: Mapping[str, Any]) -> Any:
    """The answer of a table as the decision that it became; FEEL lets every input be null."""
    inputs = {name: replace(one, optional=True) for name, one in decision.inputs.items()}
    made = _table(decision.hit_policy, inputs, decision.outputs, decision.rules, otherwise=decision.otherwise)
    given = {ours: values.get(theirs) for theirs, ours in decision.names.items() if ours in inputs}
    return _result(made, given, names)


def together(policy: HitPolicy, names: Sequence[str], rows: Rows, listed: Rows) -> Any:
    """What rules that fit give together, with the values `listed` for each output in order of their priority."""
    if policy not in ADDED_UP:
        return _by_tokens(policy, names, rows, listed)
    if all(isinstance(one, Decimal) for row in rows for one in row):
        return _by_policy(policy, names, rows, [Field(type=FieldType.NUMBER) for _ in names])
    return None


def row_of(names: Sequence[str], values: Sequence[Any]) -> Any:
    """One result: a value, or components where there are several outputs."""
    return values[0] if len(names) == 1 else dict(zip(names, values, strict=True))


def _by_tokens(policy: HitPolicy, names: Sequence[str], rows: Rows, listed: Rows) -> Any:
    """Values of any kind are handed through as options that stand for them."""
    tokens: list[Any] = []
    fields = []
    for index, ranked in enumerate(listed):
        every = (*ranked, *(row[index] for row in rows))
        options = tuple(dict.fromkeys(_token(tokens, one) for one in every))
        by_rank = policy in RANKED and ranked
        fields.append(Field(type=FieldType.CHOICE, options=options) if by_rank else Field(type=FieldType.TEXT))
    return _restored(_by_policy(policy, names, [[_token(tokens, one) for one in row] for row in rows], fields), tokens)


def _token(tokens: list[Any], value: Any) -> str:
    index = next((i for i, one in enumerate(tokens) if same(one, value)), len(tokens))
    if index == len(tokens):
        tokens.append(value)
    return f"token {index}"


def _restored(result: Any, tokens: list[Any]) -> Any:
    match result:
        case str():
            return tokens[int(result.removeprefix("token "))]
        case tuple():
            return tuple(_restored(one, tokens) for one in result)
        case dict():
            return {name: _restored(one, tokens) for name, one in result.items()}
        case _:
            return result


def _by_policy(policy: HitPolicy, names: Sequence[str], rows: Rows, fields: Sequence[Field]) -> Any:
    outputs = {f"o{index}": one for index, one in enumerate(fields)}
    thens = (dict(zip(outputs, row, strict=True)) for row in rows)
    rules = tuple(Row(id=f"r{number}", then=then) for number, then in enumerate(thens, start=1))
    return _result(_table(policy, {}, outputs, rules), {}, names)


def _table(
    policy: HitPolicy, inputs: Mapping[str, Field], outputs: Mapping[str, Field], rules: tuple[Row, ...], **more: Any
) -> Table:
    return Table(
        id=DocumentId("kit"),
        title="",
        question="",
        version="",
        fingerprint="",
        hit_policy=policy,
        inputs=inputs,
        outputs=outputs,
        rules=rules,
        **more,
    )


def _result(table: Table, given: Mapping[str, Any], names: Sequence[str]) -> Any:
    found = answer(table, given).result
    if found is None:
        return None
    columns = [found[name] for name in table.outputs]
    if table.hit_policy in LISTS and all(isinstance(one, tuple) for one in columns):
        return tuple(row_of(names, row) for row in zip(*columns, strict=True))
    return row_of(names, columns)

"""The columns of a DMN table as inputs and outputs of ours."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from sopbook.documents.fields import Field
from sopbook.exchange.dmn.cells import CellReader, read_value
from sopbook.exchange.dmn.model import Clause, DecisionTable, Node
from sopbook.exchange.dmn.names import our_names
from sopbook.exchange.dmn.scope import Scope
from sopbook.exchange.dmn.types import Reading, field_of, literals, remark
from sopbook.feel.lexer import PLAIN_NAME, WORDS
from sopbook.feel.names import names_read
from sopbook.feel.problem import FeelError
from sopbook.feel.syntax import Cell
from sopbook.feel.types import Type
from sopbook.feel.values import Value
from sopbook.handbook.names import type_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Inputs and outputs by our names; `asked` and `given` are the columns of the file, in its order.

    `names` leads from what the file calls an input or output to our name. An input that only cells read has no column.
    """

    inputs: Mapping[str, Field]
    outputs: Mapping[str, Field]
    asked: tuple[str, ...]
    given: tuple[str, ...]
    names: Mapping[str, str]
    types: Mapping[str, Type]
    reader: CellReader


def columns_of(table: DecisionTable, node: Node, scope: Scope, place: str) -> Reading[Columns]:
    """All columns of a table, or nothing when one of them cannot be taken."""
    if not table.inputs or not table.outputs:
        yield remark("it asks for nothing, or gives nothing", place, table)
        return None
    reader = CellReader(scope.paths)
    inputs = yield from _inputs(table, scope, reader, place)
    outputs = yield from _outputs(table, node, scope, place)
    if inputs is None or outputs is None:
        return None
    names = our_names((*inputs, *outputs))
    labelled = {names[name]: _labelled(field, name, names[name]) for name, field in inputs.items()}
    return Columns(
        inputs=labelled,
        outputs={names[name]: _labelled(field, name, names[name]) for name, field in outputs.items()},
        asked=tuple(names[clause.name] for clause in table.inputs),
        given=tuple(names[name] for name in outputs),
        names=names,
        types={name: type_of(field) for name, field in labelled.items()},
        reader=reader,
    )


def _labelled(field: Field, theirs: str, ours: str) -> Field:
    """The label keeps the name of the file where it is not ours."""
    label = field.label or theirs
    return replace(field, label="" if label == ours else label)


def _inputs(table: DecisionTable, scope: Scope, reader: CellReader, place: str) -> Reading[Mapping[str, Field]]:
    whole, fields = True, dict[str, Field]()
    for index, clause in enumerate(table.inputs):
        where = f"{place}, column `{clause.label or clause.name or index + 1}`"
        if fault := _fault(clause, scope, fields):
            yield remark(fault, where, clause)
            whole = False
            continue
        cells = tuple(_cells(table, index, reader))
        seen = [value for cell in cells for test in cell.tests for value in literals(test)]
        field = yield from field_of(clause, scope.type_of(clause.name, clause.type), where, seen)
        if field is None:
            whole = False
        else:
            fields[clause.name] = replace(field, optional=field.optional or None in seen)
    others = yield from _read_besides(table, scope, reader, fields, place)
    return {**fields, **others} if whole and others is not None else None


def _fault(clause: Clause, scope: Scope, fields: Collection[str]) -> str:
    """Why the expression of a column is no input of ours."""
    if clause.expression and clause.expression.language:
        return f"it is written in {clause.expression.language}, and only FEEL is read"
    if not clause.name:
        return "it does not say what it asks for"
    if clause.name in fields:
        return f"two columns ask for `{clause.name}`; join them"
    if clause.name not in scope.paths and (clause.name in WORDS or not PLAIN_NAME.fullmatch(clause.name)):
        return f"`{clause.name}` is worked out; a column of ours asks for one value"
    return ""


def _cells(table: DecisionTable, index: int, reader: CellReader) -> Iterator[Cell]:
    """The cells of one column that can be read; those that cannot are remarked on with their rules."""
    for rule in table.rules:
        if index < len(rule.inputs):
            try:
                yield reader.read(rule.inputs[index].text)
            except FeelError:
                continue


def _read_besides(
    table: DecisionTable, scope: Scope, reader: CellReader, fields: Collection[str], place: str
) -> Reading[Mapping[str, Field]]:
    """Inputs that no column asks for, but cells compare with."""
    whole, others = True, dict[str, Field]()
    for index in range(len(table.inputs)):
        for cell in _cells(table, index, reader):
            for name in names_read(cell):
                if name in scope.paths and name not in fields and name not in others:
                    clause = Clause(name=name, line=table.line, column=table.column)
                    field = yield from field_of(clause, scope.paths[name], f"{place}, `{name}`", ())
                    if field is None:
                        whole = False
                    else:
                        others[name] = field
    return others if whole else None


def _outputs(table: DecisionTable, node: Node, scope: Scope, place: str) -> Reading[Mapping[str, Field]]:
    whole, fields = True, dict[str, Field]()
    for index, clause in enumerate(table.outputs):
        name = output_name(clause, node, single=len(table.outputs) == 1)
        where = f"{place}, output `{clause.label or name or index + 1}`"
        if not name or name in fields:
            yield remark("it has no name of its own", where, clause)
            whole = False
            continue
        type_ = scope.part_of(node.name, name, clause.type)
        field = yield from field_of(clause, type_, where, _values(table, index))
        if field is None:
            whole = False
        else:
            fields[name] = replace(field, optional=False, label=clause.label)
    return fields if whole else None


def output_name(clause: Clause, node: Node, *, single: bool) -> str:
    """What an output is called; a table with one output need not say."""
    return " ".join((clause.name or (node.name if single else "")).split())


def _values(table: DecisionTable, index: int) -> Iterator[Value]:
    for rule in table.rules:
        if index < len(rule.outputs):
            try:
                yield read_value(rule.outputs[index].text)
            except FeelError:
                continue

"""From a DMN file to decisions of ours: every decision table that is whole, and a remark for everything else.

A table of which one cell cannot be taken does not come: without that rule it would say something else.
"""

from collections.abc import Collection, Generator, Mapping
from typing import TypeVar

from sopbook.exchange.dmn.columns import Columns, columns_of
from sopbook.exchange.dmn.elements import Unreadable
from sopbook.exchange.dmn.model import DecisionTable, Entry, Model, Node, Other
from sopbook.exchange.dmn.names import our_id
from sopbook.exchange.dmn.policies import policy_of
from sopbook.exchange.dmn.reading import read_model
from sopbook.exchange.dmn.rules import default_of, rules_of
from sopbook.exchange.dmn.scope import Scope, scope_of
from sopbook.exchange.dmn.types import Reading, remark
from sopbook.exchange.imported import Imported, ImportedDecision, Remark

T = TypeVar("T")

WORDS: Mapping[str, str] = {
    "context": "a context",
    "invocation": "an invocation of a knowledge model",
    "functionDefinition": "a function",
    "relation": "a relation",
    "list": "a list",
    "conditional": "an if-then-else",
    "businessKnowledgeModel": "a business knowledge model",
    "decisionService": "a decision service",
    "import": "an import of another file",
}
"""What is not taken, in words; whatever is missing here is called by its element."""


def read(data: bytes) -> Imported:
    """The decisions in a DMN file, and what of it could not be taken."""
    try:
        model = read_model(data)
    except Unreadable as refusal:
        return Imported(remarks=(refusal.remark,))
    return imported(model)


def imported(model: Model) -> Imported:
    """The decisions of a model; where an id is there a second time, that is remarked on and changes nothing."""
    remarks = [
        remark(f"the id `{one.name}` is there already; ids are unique in a file", f"<{one.element}>", one)
        for one in model.repeated
    ]
    remarks += [remark(f"{_described(one.element)} is not taken", f"`{one.name}`", one) for one in model.others]
    decisions: list[ImportedDecision] = []
    scope = scope_of(model)
    for node in model.decisions:
        found, heard = collected(decision_of(node, scope, [one.id for one in decisions]))
        remarks += heard
        if found:
            decisions.append(found)
    if not model.decisions:
        remarks.append(Remark(message="there is no decision in this file"))
    return Imported(decisions=tuple(decisions), remarks=tuple(sorted(remarks, key=lambda one: (one.line, one.column))))


def collected(reading: Generator[Remark, None, T]) -> tuple[T, tuple[Remark, ...]]:
    """What a reading returned, and all it remarked."""
    remarks: list[Remark] = []
    while True:
        try:
            remarks.append(next(reading))
        except StopIteration as end:
            return end.value, tuple(remarks)


def decision_of(node: Node, scope: Scope, taken: Collection[str]) -> Reading[ImportedDecision]:
    """One decision; nothing when it is no table or a part of it cannot be taken."""
    place = f"decision `{node.name or node.id}`"
    match node.logic:
        case DecisionTable() as table:
            columns = yield from columns_of(table, node, scope, place)
            return (yield from _whole(table, node, columns, place, taken)) if columns else None
        case Entry() as literal:
            yield remark("it is a single expression, not a table", place, literal)
        case Other() as other:
            yield remark(f"it is {_described(other.element)}, not a table", place, other)
        case None:
            yield remark("it has no table", place, node)
    return None


def _whole(
    table: DecisionTable, node: Node, columns: Columns, place: str, taken: Collection[str]
) -> Reading[ImportedDecision]:
    policy = yield from policy_of(table, columns.outputs, place)
    rules = yield from rules_of(table, columns, place)
    otherwise = yield from default_of(table, columns, place)
    if policy is None or rules is None or otherwise is None:
        return None
    title = node.name or node.id or "Decision"
    return ImportedDecision(
        id=our_id(_own_id(node) or title, taken),
        title=title[:300],
        question=node.question or f"{title}?",
        background=node.description,
        hit_policy=policy,
        inputs=columns.inputs,
        outputs=columns.outputs,
        rules=rules,
        otherwise=otherwise,
        names=columns.names,
    )


def _own_id(node: Node) -> str:
    """The id where our own export wrote it; ids of other tools say nothing."""
    return node.id if node.id and our_id(node.id, ()) == node.id and "-" in node.id else ""


def _described(element: str) -> str:
    return WORDS.get(element, f"<{element}>")

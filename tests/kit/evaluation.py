"""One test case: what each node of a model is worth, its requirements first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from kit.expressions import Around, Unsupported
from kit.policies import answered
from kit.values import fitted
from sopbook.exchange.dmn.columns import output_name
from sopbook.exchange.dmn.elements import Element
from sopbook.exchange.dmn.importing import collected, decision_of
from sopbook.exchange.dmn.model import DecisionTable, Entry, Model, Node
from sopbook.exchange.dmn.reading import LOGIC, foreign, logic_of, model_of
from sopbook.exchange.dmn.scope import Scope, scope_of
from sopbook.exchange.dmn.types import resolved

DEEPEST = 50


@dataclass(kw_only=True)
class Evaluation:
    """What is given and what has been found out; `doubts` are faults of types on the way."""

    root: Element
    given: Mapping[str, Any]
    known: dict[str, Any] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)
    depth: int = 0

    @cached_property
    def model(self) -> Model:
        return model_of(self.root)

    @cached_property
    def scope(self) -> Scope:
        return scope_of(self.model)

    @cached_property
    def nodes(self) -> Mapping[str, Node]:
        return {node.name: node for node in (*self.model.decisions, *self.model.inputs)}

    def value(self, name: str) -> Any:
        """The value of an input or a decision, fitted to its type."""
        if name not in self.known:
            if name not in self.nodes:
                raise Unsupported(f"there is no decision `{name}` here")
            self._go_deeper()
            node = self.nodes[name]
            given = name in self.given or node.logic is None
            found = self.given.get(name) if given else self._worked_out(node)
            self.known[name] = self.fitted(found, node.type, given=given)
            self.depth -= 1
        return self.known[name]

    def fitted(self, value: Any, type_: str, *, given: bool = False) -> Any:
        return fitted(value, resolved(type_, self.model.items), self.model.items, given=given)

    def _go_deeper(self) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Unsupported("it requires itself")

    def _worked_out(self, node: Node) -> Any:
        around = self._around(node)
        if isinstance(node.logic, DecisionTable):
            decision, _ = collected(decision_of(node, self.scope, ()))
            if decision:
                return answered(decision, _names(node.logic, node.name), around.values)
        elements = dict(zip((one.name for one in self.model.decisions), self.root.all("decision"), strict=True))
        return self.boxed(next(elements[node.name].all(*LOGIC)), around, node.name)

    def _around(self, node: Node) -> Around:
        around = Around(doubts=self.doubts)
        by_id = {one.id: one for one in self.nodes.values()}
        for id_ in node.requires:
            if id_ not in by_id:
                raise Unsupported(f"`{id_}` is not in this file")
            around.add(by_id[id_].name, self.value(by_id[id_].name), self.scope.paths)
        return around

    def boxed(self, element: Element, around: Around, name: str = "") -> Any:
        """What an element that says how something is worked out is worth."""
        match logic_of(element, foreign(self.root.get("expressionLanguage"))):
            case DecisionTable() as table:
                return around.answer(table, _names(table, name))
            case Entry() as entry:
                return self.fitted(around.value_of(entry), entry.type)
        match element.name:
            case "context":
                return self._of_context(element, around)
            case "invocation":
                return self._of_invocation(element, around)
            case _:
                raise Unsupported(f"<{element.name}> is not evaluated")

    def _of_context(self, element: Element, around: Around) -> Any:
        """Its entries one after the other; the last one is the result where it has no name."""
        around = Around(values={**around.values}, types={**around.types}, doubts=self.doubts)
        entries: dict[str, Any] = {}
        for entry in element.all("contextEntry"):
            variable, logic = entry.first("variable"), entry.first(*LOGIC)
            name = " ".join(variable.get("name").split()) if variable else ""
            found = self.boxed(logic, around, name) if logic else None
            if variable is None:
                return found
            entries[name] = self.fitted(found, variable.get("typeRef").rsplit(":", 1)[-1])
            around.add(name, entries[name], {})
        return entries

    def _of_invocation(self, element: Element, around: Around) -> Any:
        called = next((one.inner("text") for one in element.all("literalExpression")), "")
        knowledge = next((one for one in self.root.all("businessKnowledgeModel") if one.get("name") == called), None)
        logic = knowledge.first("encapsulatedLogic") if knowledge else None
        body = logic.first(*LOGIC) if logic else None
        if logic is None or body is None:
            raise Unsupported(f"`{called}` is not in this file")
        self._go_deeper()
        inside = Around(doubts=self.doubts)
        bound = [(binding.first("parameter"), binding.first(*LOGIC)) for binding in element.all("binding")]
        given = {one.get("name"): self.boxed(what, around) for one, what in bound if one and what}
        for parameter in logic.all("formalParameter"):
            name = parameter.get("name")
            inside.add(name, self.fitted(given.get(name), parameter.get("typeRef").rsplit(":", 1)[-1]), {})
        found = self.boxed(body, inside, called)
        self.depth -= 1
        return found


def _names(table: DecisionTable, name: str) -> list[str]:
    node = Node(id="", name=name)
    return [output_name(one, node, single=len(table.outputs) == 1) for one in table.outputs]

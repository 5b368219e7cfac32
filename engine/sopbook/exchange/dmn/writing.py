"""A decision as a DMN 1.3 file with its diagram, which modelling tools open as it is.

What DMN has no words for (a field may be left empty, holds whole numbers, is an address) goes into attributes of our
own namespace; other tools keep or ignore them, and our import reads them. The names of inputs stay ours, so cells that
compare two inputs stay as they are.
"""

from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from sopbook.decisions.table import cell_text, column_type
from sopbook.decisions.values import value_of
from sopbook.documents.decision import Decision, TableRule
from sopbook.documents.fields import Field, FieldType, Scalar
from sopbook.errors import Refused
from sopbook.exchange.dmn.cells import their_cell
from sopbook.exchange.dmn.layout import Shape, decision_over, inputs_below
from sopbook.exchange.dmn.policies import AGGREGATED, WRITTEN
from sopbook.exchange.dmn.reading import OURS
from sopbook.feel.format import value_text
from sopbook.feel.values import Value

MODEL = "https://www.omg.org/spec/DMN/20191111/MODEL/"
NAMESPACES = {
    "xmlns": MODEL,
    "xmlns:dmndi": "https://www.omg.org/spec/DMN/20191111/DMNDI/",
    "xmlns:dc": "http://www.omg.org/spec/DMN/20180521/DC/",
    "xmlns:di": "http://www.omg.org/spec/DMN/20180521/DI/",
    "xmlns:sop": OURS,
}
TYPES: Mapping[FieldType, str] = {
    FieldType.NUMBER: "number",
    FieldType.YES_NO: "boolean",
    FieldType.DATE: "date",
    FieldType.TIME: "time",
    FieldType.DATETIME: "dateTime",
}
"""Ours -> DMN's; all others are texts."""
MANY = (FieldType.CHOICES, FieldType.LIST)
SAID = (FieldType.LONG_TEXT, FieldType.LINK, FieldType.EMAIL, FieldType.PERSON, FieldType.FILE)
"""Texts that are more than texts; an attribute of ours says so."""


class NotForDmn(Refused):
    """A decision that DMN has no form for."""

    def __init__(self, decision: Decision, why: str) -> None:
        super().__init__(f"`{decision.id}` cannot be written as DMN: {why}")


def write(decision: Decision) -> bytes:
    """The file; `NotForDmn` where DMN cannot say what the decision says."""
    if why := _hindrance(decision):
        raise NotForDmn(decision, why)
    about = {"name": decision.title, "namespace": f"{OURS}/{decision.id}", "exporter": "sopbook"}
    root = Element("definitions", {**NAMESPACES, "id": f"definitions_{decision.id}", **about})
    _decision(root, decision)
    for name, field in decision.inputs.items():
        node = SubElement(root, "inputData", {"id": f"input_{name}", "name": name})
        SubElement(node, "variable", {"id": f"variable_{name}", "name": name, "typeRef": _type(field)})
    _diagram(root, decision)
    indent(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode").encode() + b"\n"


def _hindrance(decision: Decision) -> str:
    if decision.factors:
        return "it weighs factors, and DMN knows tables only."
    lists = [name for name, field in (*decision.inputs.items(), *decision.outputs.items()) if field.type in MANY]
    if lists:
        return f"`{lists[0]}` holds several values, and DMN's simple tables take one in each column."
    if decision.hit_policy in AGGREGATED and len(decision.outputs) > 1:
        return f"`{decision.hit_policy.value}` works on one output in DMN, and it has {len(decision.outputs)}."
    silent = next((rule.id for rule in decision.rules if not set(decision.outputs) <= set(rule.then)), None)
    return f"its rule `{silent}` does not give every output." if silent else ""


def _decision(root: Element, decision: Decision) -> None:
    node = SubElement(root, "decision", {"id": decision.id, "name": decision.title})
    if decision.background:
        SubElement(node, "description").text = decision.background
    SubElement(node, "question").text = decision.question
    variable = SubElement(node, "variable", {"id": "decision_variable", "name": decision.title})
    if len(decision.outputs) == 1:
        variable.set("typeRef", _type(next(iter(decision.outputs.values()))))
    for name in decision.inputs:
        need = SubElement(node, "informationRequirement", {"id": f"requirement_{name}"})
        SubElement(need, "requiredInput", {"href": f"#input_{name}"})
    _table(node, decision)


def _table(node: Element, decision: Decision) -> None:
    policy, aggregation = WRITTEN[decision.hit_policy]
    table = SubElement(node, "decisionTable", {"id": "table_of_rules", "hitPolicy": policy})
    if aggregation:
        table.set("aggregation", aggregation)
    for name, field in decision.inputs.items():
        _input(table, name, field)
    for name, field in decision.outputs.items():
        _output(table, name, field, decision.otherwise.get(name))
    for number, rule in enumerate(decision.rules, start=1):
        _rule(table, number, rule, decision)


def _input(table: Element, name: str, field: Field) -> None:
    clause = SubElement(table, "input", {"id": f"column_{name}", "label": field.label or name, **_ours(field)})
    if field.help:
        SubElement(clause, "description").text = field.help
    asked = SubElement(clause, "inputExpression", {"id": f"expression_{name}", "typeRef": _type(field)})
    SubElement(asked, "text").text = name
    if allowed := _allowed(field):
        SubElement(SubElement(clause, "inputValues", {"id": f"values_{name}"}), "text").text = allowed


def _output(table: Element, name: str, field: Field, default: Scalar | None) -> None:
    attributes = {"id": f"output_{name}", "label": field.label or name, "name": name, "typeRef": _type(field)}
    clause = SubElement(table, "output", {**attributes, **_ours(field)})
    if field.help:
        SubElement(clause, "description").text = field.help
    if allowed := _allowed(field):
        SubElement(SubElement(clause, "outputValues", {"id": f"answers_{name}"}), "text").text = allowed
    if default is not None:
        entry = SubElement(clause, "defaultOutputEntry", {"id": f"default_{name}"})
        SubElement(entry, "text").text = value_text(value_of(field, default))


def _rule(table: Element, number: int, rule: TableRule, decision: Decision) -> None:
    row = SubElement(table, "rule", {"id": f"rule_{number}", "label": rule.id})
    if rule.why:
        SubElement(row, "description").text = rule.why
    for name, field in decision.inputs.items():
        cell = their_cell(cell_text(rule.when.get(name, "-")), column_type(field), tuple(decision.inputs))
        SubElement(SubElement(row, "inputEntry", {"id": f"cell_{number}_{name}"}), "text").text = cell
    for name, field in decision.outputs.items():
        value: Value = value_of(field, rule.then[name])
        SubElement(SubElement(row, "outputEntry", {"id": f"answer_{number}_{name}"}), "text").text = value_text(value)


def _type(field: Field) -> str:
    return TYPES.get(field.type, "string")


def _ours(field: Field) -> dict[str, str]:
    said = {
        "sop:type": field.type.value if field.type in SAID else "",
        "sop:unit": field.unit,
        "sop:integer": "true" if field.integer else "",
        "sop:optional": "true" if field.optional else "",
    }
    return {name: value for name, value in said.items() if value}


def _allowed(field: Field) -> str:
    """The options, or the range of a number, as unary tests."""
    if field.options:
        return ", ".join(value_text(option) for option in field.options)
    match field.min, field.max:
        case None, None:
            return ""
        case low, None:
            return f">= {value_text(low)}"
        case None, high:
            return f"<= {value_text(high)}"
        case low, high:
            return f"[{value_text(low)}..{value_text(high)}]"


def _diagram(root: Element, decision: Decision) -> None:
    """Ids of the diagram begin with `di_`, as no other does."""
    page = SubElement(SubElement(root, "dmndi:DMNDI"), "dmndi:DMNDiagram", {"id": "di_page"})
    top = decision_over(len(decision.inputs))
    _shape(page, "di_decision", decision.id, top)
    below = dict(zip(decision.inputs, inputs_below(len(decision.inputs)), strict=True))
    for name, shape in below.items():
        _shape(page, f"di_input_{name}", f"input_{name}", shape)
    for name, shape in below.items():
        edge = SubElement(page, "dmndi:DMNEdge", {"id": f"di_edge_{name}", "dmnElementRef": f"requirement_{name}"})
        for x, y in (shape.above, top.below):
            SubElement(edge, "di:waypoint", {"x": str(x), "y": str(y)})


def _shape(page: Element, id_: str, of: str, shape: Shape) -> None:
    node = SubElement(page, "dmndi:DMNShape", {"id": id_, "dmnElementRef": of})
    sides = {"x": shape.x, "y": shape.y, "width": shape.width, "height": shape.height}
    SubElement(node, "dc:Bounds", {name: str(value) for name, value in sides.items()})

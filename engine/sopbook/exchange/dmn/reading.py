"""From the elements of a DMN file to its model, by local names: one reader for the versions 1.1 to 1.5."""

from collections.abc import Iterator

from sopbook.exchange.dmn.elements import Element, Unreadable, read_elements
from sopbook.exchange.dmn.model import (
    Clause,
    DecisionTable,
    Entry,
    ItemType,
    Logic,
    Model,
    Node,
    Other,
    RuleRow,
)

OURS = "https://sopbook.example/dmn"
"""The namespace of the attributes that say what DMN has no words for."""

LOGIC = (
    *("decisionTable", "literalExpression", "context", "invocation", "functionDefinition", "relation", "list"),
    *("conditional", "for", "every", "some", "filter"),
)
"""The elements that say how a decision is worked out."""
_NAMED = ("businessKnowledgeModel", "decisionService", "import")
_OTHERS = ("/BPMN/", "/CMMN/")
"""Sisters of DMN whose files begin alike; tools err in DMN's own namespace, so it is not asked for."""
_PASSED_OVER = ("extensionElements", "DMNDI")


def read_model(data: bytes) -> Model:
    """The model in these bytes, or `Unreadable`."""
    return model_of(read_elements(data))


def model_of(root: Element) -> Model:
    """The model under the root of a file, or `Unreadable` where it is no DMN."""
    if root.name != "definitions" or any(other in root.namespace for other in _OTHERS):
        words = f"this is no DMN file: it begins with <{root.name}>, not with DMN's <definitions>"
        raise Unreadable(words, root.line, root.column)
    language = foreign(root.get("expressionLanguage"))
    items = [_item(one, one.get("name")) for one in root.all("itemDefinition")]
    return Model(
        items={one.name: one for one in items},
        inputs=tuple(_node(one, language) for one in root.all("inputData")),
        decisions=tuple(_node(one, language) for one in root.all("decision")),
        others=tuple(_other(one) for one in root.all(*_NAMED)),
        repeated=tuple(_repeated(root)),
    )


def _repeated(root: Element) -> Iterator[Other]:
    seen: set[str] = set()
    waiting = [root]
    while waiting:
        one = waiting.pop()
        waiting += reversed([child for child in one.children if child.name not in _PASSED_OVER])
        if (id_ := one.get("id")) in seen:
            yield Other(element=one.name, name=id_, line=one.line, column=one.column)
        elif id_:
            seen.add(id_)


def foreign(language: str) -> str:
    """The language where it is another one than FEEL; an empty text is FEEL too."""
    return "" if "feel" in language.lower() else language


def _entry(element: Element, language: str) -> Entry:
    """An expression or unary tests; in DMN 1.1 some tools leave the inner `text` out."""
    return Entry(
        text=element.inner("text"),
        language=foreign(element.get("expressionLanguage")) or language,
        type=_local(element.get("typeRef")),
        line=element.line,
        column=element.column,
    )


def _local(type_: str) -> str:
    """A type without the prefix of its namespace."""
    return type_.strip().rsplit(":", 1)[-1]


def _item(element: Element, name: str) -> ItemType:
    parts = [_item(one, one.get("name")) for one in element.all("itemComponent")]
    allowed = element.first("allowedValues", "typeConstraint")
    return ItemType(
        name=name,
        base=_local(element.inner("typeRef") or element.get("typeRef")),
        allowed=allowed.inner("text") if allowed else "",
        collection=element.get("isCollection") == "true",
        components={part.name: part for part in parts},
        line=element.line,
        column=element.column,
    )


def _node(element: Element, language: str) -> Node:
    variable = element.first("variable")
    logic = element.first(*LOGIC) if element.name == "decision" else None
    required = (one for needed in element.all("informationRequirement") for one in needed.children)
    return Node(
        id=element.get("id"),
        name=" ".join((element.get("name") or (variable.get("name") if variable else "")).split()),
        type=_local(variable.get("typeRef")) if variable else "",
        description=element.inner("description"),
        question=element.inner("question"),
        logic=logic_of(logic, language) if logic else None,
        requires=tuple(one.get("href").rsplit("#", 1)[-1] for one in required),
        line=element.line,
        column=element.column,
    )


def logic_of(element: Element, language: str) -> Logic:
    """One of the elements that are `LOGIC`."""
    match element.name:
        case "decisionTable":
            return _table(element, language)
        case "literalExpression":
            return _entry(element, language)
        case _:
            return _other(element)


def _other(element: Element) -> Other:
    return Other(element=element.name, name=element.get("name"), line=element.line, column=element.column)


def _table(element: Element, language: str) -> DecisionTable:
    return DecisionTable(
        policy=(element.get("hitPolicy") or "UNIQUE").upper(),
        aggregation=element.get("aggregation").upper(),
        inputs=tuple(_input(one, language) for one in element.all("input")),
        outputs=tuple(_output(one, language) for one in element.all("output")),
        rules=tuple(_rule(one, number, language) for number, one in enumerate(element.all("rule"), start=1)),
        line=element.line,
        column=element.column,
    )


def _input(element: Element, language: str) -> Clause:
    expression = element.first("inputExpression")
    values = element.first("inputValues")
    entry = _entry(expression, language) if expression else None
    return Clause(
        name=" ".join(entry.text.split()) if entry else "",
        label=element.get("label"),
        help=element.inner("description"),
        type=entry.type if entry else "",
        values=values.inner("text") if values else "",
        expression=entry,
        ours=_ours(element),
        line=element.line,
        column=element.column,
    )


def _output(element: Element, language: str) -> Clause:
    values, default = element.first("outputValues"), element.first("defaultOutputEntry")
    return Clause(
        name=element.get("name"),
        label=element.get("label"),
        help=element.inner("description"),
        type=_local(element.get("typeRef")),
        values=values.inner("text") if values else "",
        default=_entry(default, language) if default else None,
        ours=_ours(element),
        line=element.line,
        column=element.column,
    )


def _ours(element: Element) -> dict[str, str]:
    start = f"{{{OURS}}}"
    return {name.removeprefix(start): value for name, value in element.attributes.items() if name.startswith(start)}


def _rule(element: Element, number: int, language: str) -> RuleRow:
    notes = [note.inner("text") for note in element.all("annotationEntry")]
    return RuleRow(
        number=number,
        label=element.get("label"),
        inputs=tuple(_entry(one, language) for one in element.all("inputEntry")),
        outputs=tuple(_entry(one, language) for one in element.all("outputEntry")),
        why="\n\n".join(text for text in (element.inner("description"), *notes) if text),
        line=element.line,
        column=element.column,
    )

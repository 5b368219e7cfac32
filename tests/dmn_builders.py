"""DMN files for tests: a small one with everything that has a default, and one part of it put in by the test."""

from pathlib import Path

from sopbook.documents.decision import Decision
from sopbook.documents.reader import read_document
from sopbook.workspace.resources import schemas

SHARED = Path(__file__).resolve().parents[2] / "shared/data/dmn"
"""Samples and schemas of DMN, beside the checkout; tests that need them are skipped where they are absent."""

MODEL = "https://www.omg.org/spec/DMN/20191111/MODEL/"

TIER = """\
kind: decision
id: client-tier
title: Which service tier
owner: owner
version: "1.0"
question: Which service tier does a client get?
inputs:
  monthly_value: {type: number, unit: EUR, min: 0}
  plan: {type: choice, options: [project, retainer], label: Kind of contract}
  since: {type: date, optional: true}
outputs:
  level: {type: choice, options: [gold, silver, bronze]}
rules:
  - id: big
    when: {monthly_value: ">= 10000"}
    then: {level: gold}
    why: Large accounts get the owner's attention.
  - {id: new, when: {monthly_value: "< 10000", plan: retainer, since: '> date("2026-01-01")'}, then: {level: silver}}
otherwise: {level: bronze}
"""


def a_decision(text: str = TIER) -> Decision:
    """A decision from the text of its document."""
    read = read_document(text.encode(), "client-tier.yml", schemas())
    assert isinstance(read.document, Decision), read.problems
    return read.document


def a_rule(*entries: str, outputs: int = 1, attributes: str = "", inner: str = "") -> str:
    """A rule of cells and, as its last entries, outputs."""
    cells, answers = entries[: len(entries) - outputs], entries[len(entries) - outputs :]
    parts = [f"<inputEntry><text>{_escaped(cell)}</text></inputEntry>" for cell in cells]
    parts += [f"<outputEntry><text>{_escaped(answer)}</text></outputEntry>" for answer in answers]
    return f"<rule{attributes}>{inner}{''.join(parts)}</rule>"


def an_input(expression: str, type_: str = "number", values: str = "", attributes: str = "") -> str:
    allowed = f"<inputValues><text>{_escaped(values)}</text></inputValues>" if values else ""
    asked = f'<inputExpression typeRef="{type_}"{attributes}><text>{_escaped(expression)}</text></inputExpression>'
    return f"<input>{asked}{allowed}</input>"


def a_table(
    *rules: str,
    inputs: tuple[str, ...] = (),
    output: str = '<output name="Level" typeRef="string"/>',
    attributes: str = "",
) -> str:
    """A decision table that asks for `Age` unless said otherwise."""
    body = "".join((*(inputs or (an_input("Age"),)), output, *(rules or (a_rule("> 18", '"adult"'),))))
    return f"<decisionTable{attributes}>{body}</decisionTable>"


def a_model(*parts: str, logic: str = "", attributes: str = f' xmlns="{MODEL}"') -> bytes:
    """A file with the decision `Tier`, whose logic is a table unless said otherwise, and other parts before it."""
    decision = f'<decision id="d" name="Tier">{logic or a_table()}</decision>'
    lines = (f'<definitions{attributes} id="m" name="m" namespace="m">', *parts, decision, "</definitions>")
    return "\n".join(lines).encode()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

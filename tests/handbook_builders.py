"""Handbooks for tests, built from small pieces of YAML through the real reader and the real schemas."""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from textwrap import dedent

from sopbook.documents.document import Document
from sopbook.documents.kinds import KINDS
from sopbook.documents.reader import read_document
from sopbook.documents.schemas import Schemas
from sopbook.handbook.book import Handbook
from sopbook.handbook.checks.run import problems
from sopbook.source.diagnostic import Diagnostic

TODAY = date(2026, 11, 23)
SCHEMAS = Path(__file__).parent.parent / "schemas"
BASE = Path(__file__).parent / "handbook" / "base"


@cache
def the_schemas() -> Schemas:
    names = ["common.schema.json", *(kind.schema for kind in KINDS.values())]
    return Schemas({name: json.loads((SCHEMAS / name).read_text("utf-8")) for name in names})


def document_from(text: str, file: str) -> Document:
    """One document whose shape is right."""
    read = read_document(text.encode(), file, the_schemas())
    assert read.document is not None, [f"{one.at} {one.code} {one.message}" for one in read.problems]
    return read.document


def handbook_from(files: Mapping[str, str], *, based: bool = True) -> Handbook:
    """A handbook of these files, and of a team with three roles unless they are to stand alone."""
    base = {path.name: path.read_text("utf-8") for path in BASE.glob("*.yml")} if based else {}
    texts = {**base, **files}
    return Handbook.of("test", "A test", [document_from(text, file) for file, text in texts.items()])


def a_procedure(body: str, *, head: str = "") -> str:
    """A procedure `work` with these steps; `head` holds further keys."""
    lines = ["kind: procedure", "id: work", "title: Work", "owner: lead", 'version: "1.0"']
    return "\n".join([*lines, dedent(head).strip("\n"), "steps:", _indented(body)]) + "\n"


def _indented(body: str) -> str:
    return "\n".join(f"  {line}" for line in dedent(body).strip("\n").split("\n"))


def a_decision(rules: str = "- {id: all, then: {level: gold}}") -> str:
    """A decision `tier` over a number and a choice."""
    head = """\
        kind: decision
        id: tier
        title: Tier
        owner: lead
        version: "1.0"
        question: Which tier?
        inputs:
          value: {type: number, min: 0}
          plan: {type: choice, options: [project, retainer]}
        outputs:
          level: {type: choice, options: [gold, silver]}
        rules:
        """
    return dedent(head) + _indented(rules) + "\n"


def handbook_of(*, work: str = "", **others: str) -> Handbook:
    """A handbook with a procedure of these steps and these other files."""
    files = {f"{name}.yml": text for name, text in others.items()}
    return handbook_from(files | ({"work.yml": a_procedure(work)} if work else {}))


def found_in(book: Handbook) -> tuple[Diagnostic, ...]:
    return problems(book, TODAY)


def codes_in(book: Handbook) -> list[str]:
    return [one.code for one in found_in(book)]

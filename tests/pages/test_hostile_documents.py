"""Documents whose authors mean harm: every text of every kind is replaced by a probe, and every page is read."""

import json
from html.parser import HTMLParser
from typing import Any

import pytest

from handbook_builders import SCHEMAS, document_from
from pages_builders import pages_of, the_bakery
from sopbook.documents.document import Document
from sopbook.documents.texts import BLOCK, INLINE

PROBES = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</code></pre><svg onload=alert(1)>",
    "[x](javascript:alert(1))",
    "![x](https://elsewhere.example/x.png)",
    "text\n\n    <script>alert(1)</script>",
    "[[bake-bread|<iframe src=//elsewhere.example>]]",
    "{{ loaves }}</details><style>*{display:none}</style>",
    "{{ config }}{% raw %}",
]

TEXTS = INLINE | BLOCK
PLAIN = {"unit", "text", "lang", "name", "also", "satisfies", "tags", "measure"}
"""Keys that hold text without markup."""

WRITTEN = {"when", "accept", "target", "alert", "reach", "due", "formula"}
"""Keys that hold an expression or a time, which a page shows as it is written where it cannot be read."""

VALUES = {"when", "then", "given", "otherwise"}
"""Keys whose mappings hold cells and values."""

ELEMENTS = {
    "a", "b", "blockquote", "br", "code", "dd", "details", "div", "dl", "dt", "em", "figcaption", "figure", "footer",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "ol", "p", "pre", "s", "section", "span", "strong",
    "summary", "table", "tbody", "td", "th", "thead", "tr", "ul", "var",
}  # fmt: skip
FORM = {"button", "fieldset", "form", "input", "label", "legend", "option", "output", "select"}
"""What the form on a decision's page has besides; a form that only an attacker wants has an `action`."""

ATTRIBUTES = {
    "aria-label", "class", "colspan", "data-column", "data-search-exclude", "href", "id", "role", "scope", "start",
    "style", "tabindex", "title",
}  # fmt: skip
FORM_ATTRIBUTES = {
    "aria-describedby", "aria-hidden", "autocomplete", "checked", "data-decision", "for", "hidden", "inputmode", "name",
    "novalidate", "selected", "step", "type", "value",
}  # fmt: skip


@pytest.mark.parametrize("probe", PROBES)
def test_no_text_of_any_kind_of_document_becomes_live(probe: str) -> None:
    book = the_bakery()
    documents = [_poisoned(document, probe) for document in book.documents.values()]
    for page in pages_of(type(book).of("x", probe, documents)).values():
        assert _dangers(page.html) == [], page.path


@pytest.mark.parametrize("probe", PROBES)
def test_no_text_in_the_form_of_a_decision_becomes_live(probe: str) -> None:
    text = {"type": "text", "label": probe, "help": probe, "optional": True}
    choice = {"type": "choice", "label": probe, "options": [probe, f"{probe} 2"]}
    cell = json.dumps(" ".join(probe.split()))
    decision = {
        "kind": "decision", "id": "form", "title": probe, "question": probe, "owner": "lead", "version": "1.0",
        "inputs": {"amount": {"type": "number", "unit": probe, "min": 0}, "note": text, "plan": choice},
        "outputs": {"say": text, "level": choice},
        "hit_policy": "first",
        "rules": [
            {"id": "one", "when": {"note": cell}, "then": {"say": probe, "level": probe}},
            {"id": "two", "when": {"amount": "> 5"}, "then": {"level": f"{probe} 2"}, "why": probe},
        ],
    }  # fmt: skip
    html = pages_of(the_bakery(form=json.dumps(decision)))["decisions/form.md"].html
    assert _dangers(html, ELEMENTS | FORM, ATTRIBUTES | FORM_ATTRIBUTES) == []
    data = json.loads(_attribute(html, "data-decision"))
    assert data["decision"]["rules"][0]["then"] == [[probe], [probe]]


def test_the_probes_reach_every_key_that_holds_text() -> None:
    """What an author may write anywhere is written somewhere in the bakery, or the probes would miss it."""
    used = {key for document in the_bakery().documents.values() for key in _keys(document.origin.value)}
    known = {key for file in SCHEMAS.glob("*.json") for key in _properties(json.loads(file.read_text("utf-8")))}
    assert (TEXTS | PLAIN | WRITTEN) & known <= used


def _poisoned(document: Document, probe: str) -> Document:
    value = _with(dict(document.origin.value), probe)
    return document_from(json.dumps(value), document.origin.file)


def _with(value: Any, probe: str, key: str = "") -> Any:
    match value:
        case {"ask": _, "options": _}:
            why = {"why": probe} if "why" in value else {}
            return {"id": value["id"], "ask": probe, "options": [probe, f"{probe} 2"], "answer": probe, **why}
        case dict() if key in VALUES:
            return {name: probe if isinstance(item, str) else _with(item, probe) for name, item in value.items()}
        case dict():
            return {name: _with(item, probe, name) for name, item in value.items()}
        case list():
            return [_with(item, probe, key) for item in value]
        case str() if key in TEXTS | PLAIN | WRITTEN:
            return probe
        case str() if key == "wait" and value.startswith("for "):
            return f"for {' '.join(probe.split())}"
        case bool() | str() | None:
            return value
        case _:
            return float(value) if value % 1 else int(value)


def _keys(value: Any) -> set[str]:
    match value:
        case dict():
            return {*value, *(key for item in value.values() for key in _keys(item))}
        case list():
            return {key for item in value for key in _keys(item)}
        case _:
            return set()


def _properties(schema: Any) -> set[str]:
    match schema:
        case dict():
            own = schema.get("properties", {})
            inside = {key for one in schema.values() for key in _properties(one)}
            return inside | {*own} if isinstance(own, dict) else inside
        case list():
            return {key for one in schema for key in _properties(one)}
        case _:
            return set()


class Danger(HTMLParser):
    """Collects what only an attacker would want: elements, attributes, and addresses that run or send something."""

    def __init__(self, elements: set[str], attributes: set[str]) -> None:
        super().__init__()
        self.elements, self.attributes = elements, attributes
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [] if tag in self.elements else [tag]
        for name, value in attrs:
            harmless = name in self.attributes and not (
                name == "href" and (value or "").strip().startswith("javascript")
            )
            harmless = harmless and not (name == "style" and not (value or "").startswith("text-align:"))
            self.found += [] if harmless else [f"{tag} {name}={value}"]


def _dangers(html: str, elements: set[str] = ELEMENTS, attributes: set[str] = ATTRIBUTES) -> list[str]:
    parser = Danger(elements, attributes)
    parser.feed(html)
    parser.close()
    return parser.found


def _attribute(html: str, name: str) -> str:
    """The value of the only attribute of that name."""
    values: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
            values.extend(value or "" for key, value in attrs if key == name)

    Reader().feed(html)
    assert len(values) == 1
    return values[0]

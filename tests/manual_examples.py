"""Examples of the manual: what stands in a document, the page made of it, and the terminal, as one block of HTML."""

import re
import shutil
from collections.abc import Callable, Mapping
from datetime import date
from html import escape
from pathlib import Path

from manual_terminal import as_html, shown
from sopbook.pages.build import build
from sopbook.workspace.loading import load
from sopbook.workspace.resources import schemas, site_dir
from sopbook.workspace.settings import read_settings
from sopbook.workspace.templates import renderer

EXAMPLES = Path(__file__).parent / "site/examples"
WIDE, NARROW = 60, 40
"""Columns of the terminal where there is room, and on a telephone."""

LETTERS = "7k2m4qx9"
"""How the ids of runs begin here."""

KEY = re.compile(r"^([ -]*)([\w-]+:)(?= |$)(.*)$")
"""A line of YAML that begins with a key."""

OF_ITS_OWN = re.compile(r' (?:id|data-search-exclude|aria-label)="[^"]*"')
"""What makes a part of a page one of a kind; in the manual there may be several."""


class Examples:
    """The handbook of the examples, its pages, and a copy to run its procedures from."""

    def __init__(self, root: Path) -> None:
        self._root = Path(shutil.copytree(EXAMPLES, root / "examples"))
        loaded = load(read_settings(self._root, schemas(), {}), schemas(), date(2026, 11, 23))
        self.problems = loaded.problems
        self._pages = {page.path: page.html for page in build(loaded.handbook, renderer(site_dir()))}

    def made(self, wanted: str) -> str:
        """An example by its name, `of`: a document, `document, script`, or `document + another document`."""
        documents, _, script = wanted.partition(", ")
        first, *others = documents.split(" + ")
        named = (f'\n\n<span class="sop-dim"># {one}.yml</span>\n{_yaml(self._text(one))}' for one in others)
        yaml = _yaml(self._text(first)) + "".join(named)
        panes = (
            _pane("In the document", f'<pre class="sop-yaml" tabindex="0"><code>{yaml}</code></pre>'),
            _pane("On the page", f'<div class="sop sop-procedure">{self._page(first)}</div>'),
            _pane("In the terminal", self._screens(script or first)),
        )
        return '<div class="sop-trio" data-search-exclude="true">\n' + "\n".join(panes) + "\n</div>"

    def _text(self, document: str) -> str:
        return (self._root / "sops" / f"{document}.yml").read_text(encoding="utf-8")

    def _page(self, document: str) -> str:
        with_facts = re.search(r"^(due|schedule|effort):", self._text(document), re.MULTILINE) is not None
        return excerpt(self._pages[f"procedures/{document}.md"], with_facts=with_facts)

    def _screens(self, script: str) -> str:
        text = (self._root / "scripts" / f"{script}.txt").read_text(encoding="utf-8")
        run = LETTERS + format(sum(map(ord, script)) % 10_000, "04d")
        widths = (("wide", WIDE), ("narrow", NARROW))
        return "".join(
            f'<pre class="sop-screen sop-screen--{name}" tabindex="0"><code>'
            f"{as_html(shown(self._root, text, run, columns=columns))}</code></pre>"
            for name, columns in widths
        )


def makers(examples: Examples) -> Mapping[str, Callable[[str], str]]:
    """What the pages of constructs ask for."""
    return {"example": examples.made}


def _pane(caption: str, inner: str) -> str:
    return f"<figure>\n<figcaption>{caption}</figcaption>\n{inner}\n</figure>"


def _yaml(text: str) -> str:
    """A document below the keys that every document has, its own keys marked; texts of several lines have none."""
    _, _, below = text.partition("\n\n")
    lines, text_from = [], 0
    for line in (below or text).rstrip().split("\n"):
        indent = len(line) - len(line.lstrip())
        text_from = 0 if line and indent < text_from else text_from
        lines.append(escape(line, quote=False) if text_from else _line(line))
        text_from = indent + 1 if line.endswith("|") else text_from
    return "\n".join(lines)


def _line(line: str) -> str:
    found = KEY.match(line)
    if found is None:
        return escape(line, quote=False)
    before, key, rest = found.groups()
    return f'{before}<span class="sop-key">{key}</span>{escape(rest, quote=False)}'


def excerpt(page: str, *, with_facts: bool) -> str:
    """What a page says about the steps: without its head and foot, and without addresses, which lead nowhere here."""
    head, end_of_facts, body = page.partition("</dl>")
    if with_facts:
        body = head[head.index('<dl class="sop-facts"') :] + end_of_facts + body
    body = body.partition('<footer class="sop-foot"')[0].rstrip().removesuffix("</div>")
    body = body.replace('<h2 id="_steps">Steps</h2>', "").replace(
        '<details class="sop-details', '<details open class="sop-details'
    )
    body = re.sub(r'<a class="sop-number"[^>]*>(.*?)</a>', r'<span class="sop-number">\1</span>', body)
    body = re.sub(r"<a [^>]*>(.*?)</a>", r'<span class="sop-link">\1</span>', body)
    return "\n".join(line for line in OF_ITS_OWN.sub("", body).split("\n") if line.strip())

"""What our Markdown holds beyond Markdown: links to documents `[[id#part|words]]` and names of values `{{ a.b }}`.

Also finds raw HTML and links that run scripts, which no text may hold. Code is passed over. Everything comes with its
offsets in the text; what a link or name leads to is not known here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sopbook.source.code_spans import without_code
from sopbook.source.unsafe import Span, unsafe

_LINK = re.compile(r"\[\[(?P<body>(?:[^\[\]\n]|\n(?!\s*\n))*)\]\]")
_NAME = re.compile(r"\{\{(?P<body>(?:[^{}\n]|\n(?!\s*\n))*)\}\}")
_OPENING = re.compile(r"\[\[|\{\{")
_SHOWN = 80
_PATH = re.compile(r"[\w-]+(?:\.[\w-]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link to a document, perhaps to a part of it and under other words; what is not given is empty."""

    target: str
    anchor: str = ""
    label: str = ""
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """The place of a run's value: a name, or a path such as `contract.link`."""

    path: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Malformed:
    """Something that begins like a link or a name and is none, and why."""

    why: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """Everything of ours in one text, in its order."""

    links: tuple[Link, ...] = ()
    names: tuple[Name, ...] = ()
    malformed: tuple[Malformed, ...] = ()


def scan(text: str) -> Prose:
    """The links and names of a text, and what was meant to be one."""
    if "[[" not in text and "{{" not in text:
        return Prose()
    found = tuple(_constructs(text, without_code(text)))
    return Prose(
        links=tuple(one for one in found if isinstance(one, Link)),
        names=tuple(one for one in found if isinstance(one, Name)),
        malformed=tuple(one for one in found if isinstance(one, Malformed)),
    )


def links(text: str) -> tuple[Link, ...]:
    """The links to documents."""
    return scan(text).links


def names(text: str) -> tuple[Name, ...]:
    """The names of values."""
    return scan(text).names


def raw_html(text: str) -> tuple[Span, ...]:
    """Raw HTML and links that run scripts, in the order of the text."""
    return unsafe(text, without_code(text))


def _constructs(text: str, plain: str) -> Iterator[Link | Name | Malformed]:
    done = 0
    while opening := _OPENING.search(plain, done):
        start = opening.start()
        whole = (_LINK if opening[0] == "[[" else _NAME).match(plain, start)
        if whole is None:
            done = opening.end()
            yield _unclosed(text, start)
            continue
        done = whole.end()
        body = text[whole.start("body") : whole.end("body")]
        yield _link(body, start, done) if opening[0] == "[[" else _name(body, start, done)


def _unclosed(text: str, start: int) -> Malformed:
    line_end = text.find("\n", start, start + _SHOWN)
    closing = "]]" if text[start] == "[" else "}}"
    why = f"`{text[start : start + 2]}` is not closed with `{closing}`"
    return Malformed(why=why, start=start, end=min(len(text), start + _SHOWN) if line_end < 0 else line_end)


def _link(body: str, start: int, end: int) -> Link | Malformed:
    place, bar, label = body.partition("|")
    target, hash_sign, anchor = (one.strip() for one in place.partition("#"))
    if not target:
        return Malformed(why="the link names no document: write `[[id]]`", start=start, end=end)
    if hash_sign and not anchor:
        return Malformed(why="the link names no part behind `#`", start=start, end=end)
    if bar and not label.strip():
        return Malformed(why="the link has no words behind `|`", start=start, end=end)
    return Link(target=target, anchor=anchor, label=" ".join(label.split()), start=start, end=end)


def _name(body: str, start: int, end: int) -> Name | Malformed:
    path = body.strip()
    if not path:
        return Malformed(why="there is no name between `{{` and `}}`", start=start, end=end)
    if not _PATH.fullmatch(path):
        why = "only names and dotted paths stand between `{{` and `}}`, no logic"
        return Malformed(why=why, start=start, end=end)
    return Name(path=tuple(path.split(".")), start=start, end=end)

"""Which values of a document are prose, and where each stands.

Prose is Markdown with `[[links]]` and `{{ names }}`. A key is prose or it is not, wherever it stands; so one table
serves all kinds, and a test holds it against the schemas. Names that authors give (of inputs, fields and outputs) are
no keys in this sense.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sopbook.documents.document import Document
from sopbook.source.position import Pointer

INLINE = frozenset({
    "title", "label", "run_title", "question", "ask",
    "do", "check", "choose", "approve", "quiz", "only_if",
    "must", "must_not", "should", "should_not", "may", "requires",
})  # fmt: skip
"""Keys whose texts take inline Markdown only: titles and single sentences."""

BLOCK = frozenset({
    "summary", "purpose", "scope", "background", "how", "expect", "help", "message",
    "note", "caution", "warning", "danger", "needs", "done_when",
    "why", "good", "bad", "means", "trigger", "responsibilities", "precedents",
})  # fmt: skip
"""Keys whose texts, or lists of texts, take all of Markdown."""

NAMED = frozenset({"inputs", "fields", "outputs", "close_with"})
"""Keys that hold fields under names of the author's choice."""

NO_PROSE = frozenset({"when", "then", "given", "otherwise", "channels"})
"""Keys whose mappings hold expressions and values under such names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One piece of prose as the author wrote it."""

    pointer: Pointer
    text: str
    inline: bool


def texts(document: Document) -> Iterator[Text]:
    """Every piece of prose of a document, in the order of the file."""
    return (Text(pointer=at, text=text, inline=inline) for at, text, inline in _found(document))


def marked_texts(document: Document) -> tuple[Text, ...]:
    """The texts that hold a bracket, a brace or an angle: the others have neither links nor names nor HTML."""
    return tuple(
        Text(pointer=at, text=text, inline=inline)
        for at, text, inline in _found(document)
        if "[" in text or "{" in text or "<" in text
    )


Found = list[tuple[Pointer, str, bool]]


def _found(document: Document) -> Found:
    found: Found = []
    _in_mapping(document.origin.value, (), found)
    return found


def _in_mapping(mapping: Mapping[str, Any], at: Pointer, found: Found) -> None:
    for key, value in mapping.items():
        if key in INLINE or key in BLOCK:
            _take(value, (*at, key), key in INLINE, found)
        elif isinstance(value, dict | list) and key not in NO_PROSE:
            if key in NAMED and isinstance(value, dict):
                for name, item in value.items():
                    _in_mapping(item, (*at, key, name), found)
            else:
                _inside(value, (*at, key), found)


def _take(value: Any, at: Pointer, inline: bool, found: Found) -> None:
    if isinstance(value, str):
        found.append((at, value, inline))
    elif isinstance(value, list):
        found.extend(((*at, index), item, inline) for index, item in enumerate(value) if isinstance(item, str))


def _inside(value: dict[str, Any] | list[Any], at: Pointer, found: Found) -> None:
    if isinstance(value, dict):
        _in_mapping(value, at, found)
        return
    for index, item in enumerate(value):
        if isinstance(item, dict):
            _in_mapping(item, (*at, index), found)

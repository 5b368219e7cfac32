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

NO_PROSE = frozenset({"when", "then", "given"})
"""Keys whose mappings hold expressions and values under such names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One piece of prose as the author wrote it."""

    pointer: Pointer
    text: str
    inline: bool


def texts(document: Document) -> Iterator[Text]:
    """Every piece of prose of a document, in the order of the file."""
    return _in_mapping(document.origin.value, ())


def _in_mapping(mapping: Mapping[str, Any], at: Pointer) -> Iterator[Text]:
    for key, value in mapping.items():
        if key in INLINE or key in BLOCK:
            yield from _prose(value, (*at, key), key in INLINE)
        elif key in NAMED and isinstance(value, Mapping):
            for name, item in value.items():
                yield from _in_anything(item, (*at, key, name))
        elif key not in NO_PROSE:
            yield from _in_anything(value, (*at, key))


def _prose(value: Any, at: Pointer, inline: bool) -> Iterator[Text]:
    if isinstance(value, str):
        yield Text(pointer=at, text=value, inline=inline)
        return
    for index, item in enumerate(value if isinstance(value, list) else ()):
        if isinstance(item, str):
            yield Text(pointer=(*at, index), text=item, inline=inline)


def _in_anything(value: Any, at: Pointer) -> Iterator[Text]:
    if isinstance(value, Mapping):
        yield from _in_mapping(value, at)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            if isinstance(item, Mapping):
                yield from _in_mapping(item, (*at, index))

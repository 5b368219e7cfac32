"""Writes plain values as YAML in the handbook's house style; our own reader gives back equal values.

Sentences stand on lines of their own, texts of several lines as `|` blocks; `{...}` and `[...]` are for numbers and
short texts, as long as they fit into a line. What the reader refuses (hidden characters, numbers of more than 28
digits) is written all the same, so that the reader can say what is wrong with it.
"""

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from sopbook.source.decoding import REFUSED
from sopbook.source.scalars import resolve

WIDTH = 120
SHORT = 60
"""Characters of a text that may stand inside `{...}` or `[...]`."""

_STEP = 2
_PLAIN = re.compile(r"(?:[^\W\d_]|\d+ [^\W\d_])[^\n\t]*")
"""Begins with a letter, or with a number and a word, as in `2 working hours`; dates and times are quoted."""
_ENDS_PLAIN = re.compile(r":(?=\s|\Z)|\s#|\s\Z")
_SENTENCE = re.compile(r"[,?\n]|:\s|[.!]\Z|[.!] ")
_LIKE_A_KEY = re.compile(r"(?:\A|[-?:,{\[\n])[ \t]*\?\s*\Z")
"""A text with this end makes the reader suspect a key that is written with `?` in the next line."""
_ONLY_IN_BLOCKS = re.compile(r"[,:\[\]{}]")


def entry(key: str, value: Any, indent: int = 0, *, open_: bool = False) -> Iterator[str]:
    """The lines of one entry of a mapping; `open_` keeps a list or mapping from being written into one line."""
    yield from _behind(f"{_text(key)}:", value, indent, open_=open_)


def _behind(mark: str, value: Any, indent: int, *, open_: bool = False) -> Iterator[str]:
    """The lines of a value behind the `key:` or `-` that it belongs to."""
    start = " " * indent + mark
    line = None if open_ and value else _in_line(value)
    if line is not None and (not isinstance(value, Mapping | list | tuple) or len(start) + 1 + len(line) <= WIDTH):
        yield f"{start} {line}"
    elif isinstance(value, str):
        yield f"{start} |" + ("" if value.endswith("\n") else "-")
        yield from ((" " * (indent + _STEP) + one).rstrip(" ") for one in value.removesuffix("\n").split("\n"))
    else:
        lines = list(_below(value, indent + _STEP))
        if mark == "-":
            lines[0] = f"{start} {lines[0].lstrip(' ')}"
            yield from lines
        else:
            yield from (start, *lines)


def _below(value: Any, indent: int) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, one in value.items():
            yield from entry(key, one, indent)
    else:
        for one in value:
            yield from _behind("-", one, indent)


def _in_line(value: Any) -> str | None:
    """The value in one line, or nothing where it has to be written below its key."""
    if isinstance(value, str):
        return None if _is_block(value) else _text(value)
    return _flow(value)


def _flow(value: Any) -> str | None:
    """The value as it stands inside brackets; nothing where a sentence is in it."""
    match value:
        case str():
            return _text(value, flow=True) if len(value) <= SHORT and not _SENTENCE.search(value) else None
        case Mapping():
            parts = [(_text(key, flow=True), _flow(one)) for key, one in value.items()]
            return None if any(one is None for _, one in parts) else f"{{{', '.join(f'{k}: {v}' for k, v in parts)}}}"
        case list() | tuple():
            items = [_flow(one) for one in value]
            nested = any(isinstance(one, list | tuple) for one in value)  # `[[` is what begins a link
            return None if nested or None in items else f"[{', '.join(map(str, items))}]"
        case bool() | None:
            return json.dumps(value)
        case Decimal():
            return f"{value:f}"
        case _:
            return str(value)


def _is_block(text: str) -> bool:
    """Whether it is written as a `|` text, which shows its lines but cannot show blanks at their ends."""
    lines = text.removesuffix("\n").split("\n")
    if "\n" not in text or text[0].isspace() or not lines[-1] or REFUSED.search(text) or _LIKE_A_KEY.search(text):
        return False
    return "\r" not in text and all(line == line.rstrip() for line in lines)


def _text(text: str, *, flow: bool = False) -> str:
    if _is_plain(text) and not (flow and _ONLY_IN_BLOCKS.search(text)):
        return text
    if ('"' in text or "\\" in text) and "'" not in text and text.isprintable():
        return f"'{text}'"
    quoted = json.dumps(text, ensure_ascii=False)
    return REFUSED.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)


def _is_plain(text: str) -> bool:
    """Whether every tool reads it as this text without quotes."""
    if not _PLAIN.fullmatch(text) or _ENDS_PLAIN.search(text) or _LIKE_A_KEY.search(text):
        return False
    if REFUSED.search(text) or "\r" in text:
        return False
    return resolve(text) == text

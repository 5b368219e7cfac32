"""Writes YAML as an author would: one key to a line, texts in blocks, numbers and short words in braces.

Far from everything that YAML can say: mappings, lists, texts of any kind, numbers, true and false.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

WIDEST = 110
_WORDS = re.compile(r"(?:[A-Za-z/(]|[0-9]+ [a-z])[A-Za-z0-9_ ()/'.,;?%+-]*")
_TAKEN = frozenset({"true", "false", "null", "yes", "no", "on", "off"})


def document(value: Mapping[str, Any], schema: str) -> str:
    """A whole file, with the line that tells editors its schema."""
    return f"# yaml-language-server: $schema={schema}\n" + "\n".join(_mapping(value, "")) + "\n"


def _mapping(value: Mapping[str, Any], indent: str) -> Iterator[str]:
    for key, item in value.items():
        yield from _entry(f"{indent}{key}:", item, indent)


def _entry(head: str, item: Any, indent: str) -> Iterator[str]:
    short = _short(item)
    if isinstance(item, str) and "\n" in item:
        yield f"{head} |"
        yield from (f"{indent}  {line}".rstrip() for line in item.rstrip("\n").split("\n"))
    elif short is not None and len(head) + len(short) < WIDEST:
        yield f"{head} {short}"
    elif isinstance(item, Mapping):
        yield head
        yield from _mapping(item, indent + "  ")
    elif isinstance(item, list):
        yield head
        for one in item:
            yield from _item(one, indent + "  ")
    else:
        yield f"{head} {_scalar(item)}"


def _item(item: Any, indent: str) -> Iterator[str]:
    short = _short(item)
    if short is not None and len(indent) + len(short) < WIDEST:
        yield f"{indent}- {short}"
    elif isinstance(item, Mapping):
        for number, line in enumerate(_mapping(item, indent + "  ")):
            yield line if number else f"{indent}- {line[len(indent) + 2 :]}"
    else:
        yield f"{indent}- {_scalar(item)}"


def _short(value: Any) -> str | None:
    """The value on one line, if it is small enough for that; lists of mappings stand on lines of their own."""
    if isinstance(value, Mapping):
        inside = [(key, _inside(item)) for key, item in value.items()]
        fits = len(inside) <= 7 and all(item is not None for _, item in inside)
        return "{" + ", ".join(f"{key}: {item}" for key, item in inside) + "}" if fits else None
    if isinstance(value, list):
        return _short_list(value)
    return None if isinstance(value, str) and "\n" in value else _scalar(value)


def _short_list(value: Sequence[Any]) -> str | None:
    if any(isinstance(one, Mapping | list) or len(str(one)) > 50 for one in value):
        return None
    return "[" + ", ".join(_scalar(one, within=True) for one in value) + "]"


def _inside(value: Any) -> str | None:
    if isinstance(value, list | Mapping):
        return _short(value) if all(not isinstance(one, Mapping | list) for one in value) else None
    return None if isinstance(value, str) and ("\n" in value or len(value) > 40) else _scalar(value, within=True)


def _scalar(value: Any, *, within: bool = False) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    if not isinstance(value, str):
        return text
    plain = _WORDS.fullmatch(text) and text.lower() not in _TAKEN and not text.endswith(" ")
    if plain and not (within and ("," in text or "?" in text)):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

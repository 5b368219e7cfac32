"""The names an expression reads, and what to say about one that nobody declared."""

from collections.abc import Collection, Mapping
from difflib import get_close_matches

from sopbook.feel.syntax import Name, Node, walk
from sopbook.feel.types import Choice, Type, item_type
from sopbook.problem import Problem

_MOST_TERMS = 6
"""Hyphens beyond these are no slip, and trying them all would take long."""


def names_read(node: Node) -> tuple[str, ...]:
    """The names in an expression or a cell, each once, in reading order."""
    return tuple(dict.fromkeys(part.name for part, _ in walk(node) if isinstance(part, Name)))


def unknown_name(name: Name, scope: Mapping[str, Type], beside: Type | None = None) -> Problem:
    """The problem of a name that is not in scope, with the best guess at what was meant beside a value of that type."""
    return Problem(name.offset, name.end, f"there is no `{name.name}` here", _guess(name.name, scope, beside))


def _guess(name: str, scope: Mapping[str, Type], beside: Type | None) -> str:
    pieces = name.split("-")
    if len(pieces) <= _MOST_TERMS and (terms := _terms(pieces, scope)):
        return f"a minus is written with blanks: `{' - '.join(terms)}`"
    if near := get_close_matches(name, _options(beside), n=1):
        return f'did you mean the text "{near[0]}"?'
    if any(name in _options(of) for of in scope.values()):
        return f'a text stands in double quotes: "{name}"'
    if inside := [f"`{known}`" for known in scope if known.startswith(f"{name}.")]:
        return f"say which of its values: {', '.join(inside[:5])}"
    if near := get_close_matches(name, scope, n=1):
        return f"did you mean `{near[0]}`?"
    return "a text stands in double quotes; a name must be an input, a field or a step before this place"


def _terms(pieces: list[str], scope: Collection[str]) -> list[str]:
    """The known names and numbers that `a-b-5` may mean with minus signs between, longest first; empty if none."""
    for size in range(len(pieces), 0, -1):
        head, rest = "-".join(pieces[:size]), pieces[size:]
        if head in scope or head.isdecimal():
            terms = _terms(rest, scope) if rest else []
            if terms or not rest:
                return [head, *terms]
    return []


def _options(of: Type | None) -> tuple[str, ...]:
    of = (of and item_type(of)) or of
    return of.options if isinstance(of, Choice) else ()

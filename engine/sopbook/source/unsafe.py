"""Finds raw HTML and links that run scripts in Markdown text.

Stricter than a browser needs, because the text may be read by other programs than ours: whatever some reader of
Markdown takes for HTML counts. `a < b`, `<= 4`, `<https://...>` and `<a@b.example>` are fine.
"""

import re
from dataclasses import dataclass
from html import unescape

_BLOCKS = "script|style|pre|textarea|iframe|object|embed|form|div|p|table|ul|ol|li|h[1-6]|section|details|svg|math"
_HTML = re.compile(
    r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)|<![A-Za-z][^>]*>?"
    r"|</?[A-Za-z][A-Za-z0-9-]*(?:[\s/][^<>]*)?>"
    rf"|(?:(?<=\n)|\A) {{0,3}}</?(?:{_BLOCKS})(?=[\s/>]|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_DESTINATION = re.compile(
    r"\]\(\s*(?P<inline><[^>\n]*>|[^\s)]+)|^[ >]*\[[^\]\n]+\]:\s*(?P<reference>\S+)", re.MULTILINE
)
_AUTOLINK = re.compile(r"<(?P<address>[A-Za-z][A-Za-z0-9+.-]*:[^<>\s]*)>")
_SCRIPT = re.compile(r"(?:javascript|vbscript|data):", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_NO_INK = re.compile(r"[\s\x00-\x20]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A piece of a text that must not be there, as it is written."""

    text: str
    start: int
    end: int


def unsafe(text: str, plain: str) -> tuple[Span, ...]:
    """The unsafe pieces of a text, in its order; `plain` is the same text with its code blanked out."""
    if "<" not in plain and "](" not in plain and "]:" not in plain:
        return ()
    places = [found.span() for found in _HTML.finditer(plain)]
    places += [found.span("address") for found in _AUTOLINK.finditer(plain) if _runs_script(found["address"])]
    places += [place for place in _destinations(plain) if _runs_script(text[place[0] : place[1]])]
    return tuple(Span(text=text[start:end], start=start, end=end) for start, end in sorted(set(places)))


def _destinations(plain: str) -> list[tuple[int, int]]:
    return [found.span(found.lastgroup or 0) for found in _DESTINATION.finditer(plain)]


def _runs_script(destination: str) -> bool:
    """Looks at the address as a browser would: escapes and entities resolved, white space removed."""
    address = unescape(_ESCAPE.sub(r"\1", destination.strip("<>")))
    return bool(_SCRIPT.match(_NO_INK.sub("", address)))

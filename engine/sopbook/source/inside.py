"""From a character of a scalar's decoded text back to its character in the file.

In a literal block (`|`) lines correspond one to one. Everywhere else decoding changes white space and escapes only, so
the n-th visible character of the text is the n-th visible one of the source: that is exact for plain and quoted text,
also over several lines, and for folded blocks. White space is placed behind the visible character before it.
"""

import re
from collections.abc import Iterator

_ANCHOR = re.compile(r"&\S+\s+")
_VISIBLE = re.compile(r"\S")
_VISIBLE_SINGLE = re.compile(r"''|\S")
_VISIBLE_DOUBLE = re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|\r\n|[\s\S])|\S")
_WHITE_ESCAPES = frozenset({"\\" + one for one in " \tntvfrN_LP\n"} | {"\\\r\n"})


def index_inside(text: str, start: int, decoded: str, offset: int) -> int:
    """The index in `text` of the character `offset` of the scalar that begins at `start` and decodes to `decoded`."""
    offset = max(0, min(offset, len(decoded)))
    if anchor := _ANCHOR.match(text, start):
        start = anchor.end()
    mark = text[start : start + 1]
    if mark == "|":
        return _in_literal(text, _line_after(text, start), offset)
    if mark == ">":
        return _aligned(text, _line_after(text, start), decoded, offset, _VISIBLE)
    if mark == '"':
        return _aligned(text, start + 1, decoded, offset, _VISIBLE_DOUBLE)
    if mark == "'":
        return _aligned(text, start + 1, decoded, offset, _VISIBLE_SINGLE)
    return _aligned(text, start, decoded, offset, _VISIBLE)


def _line_after(text: str, index: int) -> int:
    return text.find("\n", index) + 1 or len(text)


def _in_literal(text: str, start: int, offset: int) -> int:
    """Walks the lines of a literal block; the first line that is not blank tells how far all are indented."""
    indent = -1
    end = start
    for begin, line in _lines(text, start):
        if indent < 0 and line.strip():
            indent = len(line) - len(line.lstrip(" "))
        cut = min(len(line), indent) if indent >= 0 else len(line)
        content = len(line) - cut
        end = begin + len(line)
        if offset <= content:
            return begin + cut + offset
        offset -= content + 1
    return end


def _lines(text: str, start: int) -> Iterator[tuple[int, str]]:
    while start < len(text):
        after = _line_after(text, start)
        yield start, text[start:after].rstrip("\r\n")
        start = after


def _aligned(text: str, start: int, decoded: str, offset: int, visible: re.Pattern[str]) -> int:
    before = sum(not one.isspace() for one in decoded[:offset])
    at_visible = offset < len(decoded) and not decoded[offset].isspace()
    end = start
    for token in visible.finditer(text, start):
        if _is_white(token[0]):
            continue
        if before == 0:
            if at_visible:
                return token.start()
            break
        before -= 1
        end = token.end()
    return end if at_visible else _behind(text, end, decoded, offset)


def _is_white(token: str) -> bool:
    if token in _WHITE_ESCAPES:
        return True
    return token[:2] in ("\\x", "\\u", "\\U") and len(token) > 2 and chr(int(token[2:], 16)).isspace()


def _behind(text: str, end: int, decoded: str, offset: int) -> int:
    """A white character stands as far behind the visible one before it as in the decoded text, on the same line."""
    run = offset - len(decoded[:offset].rstrip())
    white = re.compile(r"[^\S\r\n]*").match(text, end)
    return min(end + run, white.end() if white else end)

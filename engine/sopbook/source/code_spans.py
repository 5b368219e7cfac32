"""Finds the code in Markdown text, where links, names and HTML are shown as they are and mean nothing.

Knows fenced blocks and backtick spans, as CommonMark does: a span ends with a run of as many backticks as began it and
never goes beyond its paragraph. Code that is only indented counts as text, so that what is checked is never less than
what some reader of Markdown takes for text.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator

BLANK = "\0"
"""Stands for every character of code and every escaped one; the reader lets no document hold it."""

_FENCE = re.compile(r"[ >]*(?:(?:[-+*]|\d+[.)])[ \t]+)*(?P<run>`{3,}(?=[^`]*$)|~{3,})(?P<info>.*)$")
_NEW_BLOCK = re.compile(r"\s*$|[ >]*(?:[-+*]|\d{1,9}[.)])(?:\s|$)|\s*#{1,6}(?:\s|$)|\s*>")
_RUN_OR_ESCAPE = re.compile(r"\\[!-/:-@\[-`{-~]|`+")
_RUN = re.compile("`+")
_INK = re.compile(r"[^\n]")


def without_code(text: str) -> str:
    """The text with code and backslash escapes blanked out, of the same length, so that offsets stay."""
    if "`" not in text and "~~~" not in text and "\\" not in text:
        return text
    return "".join(_INK.sub(BLANK, part) if is_code else _without_spans(part) for is_code, part in _paragraphs(text))


def _paragraphs(text: str) -> Iterator[tuple[bool, str]]:
    """The text in order, cut into fenced code and pieces that a backtick span cannot leave."""
    piece = ""
    fence = ""
    for line in text.splitlines(keepends=True):
        if fence:
            yield True, line
            if _closes(line, fence):
                fence = ""
        elif opening := _FENCE.match(line.rstrip("\r\n")):
            yield False, piece
            yield True, line
            piece, fence = "", opening["run"]
        elif _NEW_BLOCK.match(line):
            yield False, piece
            piece = line
        else:
            piece += line
    yield False, piece


def _closes(line: str, fence: str) -> bool:
    run = line.strip().lstrip("> ")
    return len(run) >= len(fence) and not run.strip(fence[0])


def _without_spans(text: str) -> str:
    runs: dict[int, list[int]] = {}
    for run in _RUN.finditer(text):
        runs.setdefault(len(run[0]), []).append(run.start())
    done = 0
    parts: list[str] = []
    while found := _RUN_OR_ESCAPE.search(text, done):
        end = found.end() if found[0][0] == "\\" else _span_end(found, runs)
        parts += text[done : found.start()], _INK.sub(BLANK, text[found.start() : end])
        done = end
    return "".join((*parts, text[done:]))


def _span_end(opening: re.Match[str], runs: dict[int, list[int]]) -> int:
    """Behind the run of backticks that closes a span; a run that nothing closes stands for itself."""
    length = len(opening[0])
    alike = runs.get(length, [])
    closing = bisect_left(alike, opening.end())
    return alike[closing] + length if closing < len(alike) else opening.end()

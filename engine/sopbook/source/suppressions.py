"""Finds the comments that suppress a finding: `# sop: ignore SOP204 because the role starts in May`.

A comment behind a value is about that line; one on a line of its own is about the next line that is no comment. Where a
text of several lines begins or ends there, it is about the whole text, since inside a text a `#` is no comment. Knows
neither which codes there are nor what was found.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from yaml import YAMLError
from yaml.tokens import ScalarToken

from sopbook.source.decoding import position
from sopbook.source.position import Position

_IGNORE = re.compile(r"#[ \t]*sop:[ \t]*ignore\b(?P<rest>[^\n]*)", re.IGNORECASE)
_PARTS = re.compile(r"(?!because\b)(?P<code>\S*)(?:\s+because\b[\s:]*(?P<reason>.*\w.*))?", re.IGNORECASE)
_HASH = re.compile(r"(?:^|(?<=[ \t]))#", re.MULTILINE)
_ONLY_COMMENT = re.compile(r"[ \t]*#")


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """One comment and the lines it is about; `code` and `reason` are empty where it names none."""

    at: Position
    code: str
    reason: str
    first: int
    last: int

    def covers(self, line: int) -> bool:
        """Whether a finding on that line is meant."""
        return self.first <= line <= self.last


@dataclass(frozen=True, slots=True)
class _Scalar:
    """Where one scalar's text is, in which no comment can be, and the lines it stands on."""

    start: int
    end: int
    first: int
    last: int


def suppressions(text: str, file: str) -> tuple[Suppression, ...]:
    """Every such comment of a file, in its order; a file that cannot be read has none."""
    lines = sorted({text.rfind("\n", 0, found.start()) + 1 for found in _IGNORE.finditer(text)})
    if not lines:
        return ()
    try:
        scalars = tuple(_scalars(text))
    except YAMLError:
        return ()
    found = (_in_line(text, file, line, scalars) for line in lines)
    return tuple(one for one in found if one is not None)


def _scalars(text: str) -> Iterator[_Scalar]:
    from yaml._yaml import CParser  # an installation without it is refused by the reader

    parser = CParser(text)
    while (token := parser.get_token()) is not None:
        if isinstance(token, ScalarToken):
            start, end = token.start_mark.index, token.end_mark.index
            content = text[start:end].rstrip()
            first = token.start_mark.line + 1
            in_block = token.style in ("|", ">")  # behind its mark, on the same line, a comment may stand
            begin = _line_end(text, start) if in_block else start
            yield _Scalar(begin, end, first, first + content.count("\n"))


def _in_line(text: str, file: str, line: int, scalars: tuple[_Scalar, ...]) -> Suppression | None:
    """What the comment of the line that begins at `line` says, if there is one and it is ours."""
    end = _line_end(text, line)
    hashes = (one.start() for one in _HASH.finditer(text, line, end))
    comment = next((index for index in hashes if not _is_inside(index, scalars)), None)
    found = None if comment is None else _IGNORE.match(text, comment)
    if found is None or comment is None:
        return None
    at = position(file, text, comment)
    alone = not text[line:comment].strip()
    about = _next_line(text, end, at.line) if alone else at.line
    first, last = _whole_texts(about, scalars)
    parts = _PARTS.match(found["rest"].strip())
    code, reason = (parts["code"], parts["reason"]) if parts else ("", "")
    return Suppression(at=at, code=code.upper(), reason=(reason or "").strip(), first=first, last=last)


def _is_inside(index: int, scalars: tuple[_Scalar, ...]) -> bool:
    before = bisect_right(scalars, index, key=lambda one: one.start)
    return before > 0 and index < scalars[before - 1].end


def _next_line(text: str, end: int, line: int) -> int:
    """The number of the next line that is not a comment only; `end` is where the line `line` ends."""
    while True:
        line += 1
        start = end + 1
        if start >= len(text) or not _ONLY_COMMENT.match(text, start):
            return line
        end = _line_end(text, start)


def _line_end(text: str, index: int) -> int:
    end = text.find("\n", index)
    return len(text) if end < 0 else end


def _whole_texts(line: int, scalars: tuple[_Scalar, ...]) -> tuple[int, int]:
    touched = [one for one in scalars if one.first <= line <= one.last]
    return min([line, *(one.first for one in touched)]), max([line, *(one.last for one in touched)])

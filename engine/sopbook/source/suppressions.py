"""Finds the comments that suppress a finding: `# sop: ignore SOP204 because the role starts in May`.

A comment behind a value is about that line; one on a line of its own is about the next line that is no comment. Where a
text of several lines begins or ends there, it is about the whole text, since inside a text a `#` is no comment. Knows
neither which codes there are nor what was found. The time grows with the file only, however many comments it has.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from yaml import YAMLError
from yaml.tokens import ScalarToken

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


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that may hold such a comment: where it begins, its number, and that of the next that is no comment."""

    start: int
    number: int
    next: int


def suppressions(text: str, file: str) -> tuple[Suppression, ...]:
    """Every such comment of a file, in its order; a file that cannot be read has none."""
    starts = sorted({text.rfind("\n", 0, found.start()) + 1 for found in _IGNORE.finditer(text)})
    if not starts:
        return ()
    try:
        scalars = tuple(_scalars(text))
    except YAMLError:
        return ()
    long = tuple(one for one in scalars if one.last > one.first)
    found = (_suppression(text, file, line, scalars, long) for line in _lines(text, starts))
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


def _lines(text: str, starts: Sequence[int]) -> list[_Line]:
    """From the last to the first, so that a long run of comments is walked through only once."""
    found: list[_Line] = []
    number = text.count("\n") + 1
    below = len(text)
    for start in reversed(starts):
        number -= text.count("\n", start, below)
        below = start
        found.append(_Line(start, number, _next(text, start, number, found[-1] if found else None)))
    return found[::-1]


def _next(text: str, start: int, number: int, below: _Line | None) -> int:
    """The number of the next line that is not a comment only."""
    while (start := _line_end(text, start) + 1) < len(text) and _ONLY_COMMENT.match(text, start):
        if below and below.start == start:
            return below.next
        number += 1
    return number + 1


def _line_end(text: str, index: int) -> int:
    end = text.find("\n", index)
    return len(text) if end < 0 else end


def _suppression(
    text: str, file: str, line: _Line, scalars: Sequence[_Scalar], long: Sequence[_Scalar]
) -> Suppression | None:
    """What the comment of the line says, if there is one and it is ours; `long` are the texts of several lines."""
    hashes = (one.start() for one in _HASH.finditer(text, line.start, _line_end(text, line.start)))
    comment = next((index for index in hashes if not _is_inside(index, scalars)), None)
    found = None if comment is None else _IGNORE.match(text, comment)
    if found is None:
        return None
    alone = not text[line.start : found.start()].strip()
    first, last = _whole_texts(line.next if alone else line.number, long)
    parts = _PARTS.match(found["rest"].strip())
    code, reason = (parts["code"], parts["reason"]) if parts else ("", "")
    at = Position(file, line.number, found.start() - line.start + 1)
    return Suppression(at=at, code=code.upper(), reason=(reason or "").strip(), first=first, last=last)


def _is_inside(index: int, scalars: Sequence[_Scalar]) -> bool:
    before = bisect_right(scalars, index, key=lambda one: one.start)
    return before > 0 and index < scalars[before - 1].end


def _whole_texts(line: int, long: Sequence[_Scalar]) -> tuple[int, int]:
    """The first and the last line of the texts that touch the line: one may end on it, and one begin."""
    first = last = line
    index = bisect_left(long, line, key=lambda one: one.last)
    while index < len(long) and long[index].first <= line:
        first, last = min(first, long[index].first), max(last, long[index].last)
        index += 1
    return first, last

"""Problems as people read them.

The place and the message on one line, as editors and `grep` know it; below it the line of the file with a caret under
the place, and what to do.
"""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sopbook.cli.screen import Screen
from sopbook.source.diagnostic import Diagnostic, Severity

COLOURS: Mapping[Severity, str] = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.HINT: "cyan"}
GUTTER = 5
MOST_SHOWN = 1000
"""More than anybody reads at once; programs get all of them."""

Lines = Mapping[str, Sequence[str]]
"""The lines of the files that problems may be in."""


def as_text(problems: Sequence[Diagnostic], lines: Lines, documents: int, screen: Screen) -> str:
    """The problems, each followed by an empty line, and the summary of all."""
    blocks = ["\n".join(_block(problem, lines, screen)) for problem in problems[:MOST_SHOWN]]
    if len(problems) > MOST_SHOWN:
        blocks.append(f"Only the first {MOST_SHOWN:,} are shown; `--format json` gives all.")
    return "\n\n".join([*blocks, summary(problems, documents)])


def summary(problems: Sequence[Diagnostic], documents: int) -> str:
    """One line: how much was looked at, and how it stands."""
    read = _count(documents, "document")
    if problems:
        counts = ((severity, sum(one.severity is severity for one in problems)) for severity in Severity)
        return ", ".join([read, *(_count(count, severity.value) for severity, count in counts if count)])
    if not documents:
        return "There are no documents here yet."
    return f"{read} {'is' if documents == 1 else 'are'} fine"


def in_brief(problem: Diagnostic) -> str:
    """Message and hint in one line, for where the place stands elsewhere."""
    return f"{problem.message} ({problem.hint})" if problem.hint else problem.message


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _block(problem: Diagnostic, lines: Lines, screen: Screen) -> Iterator[str]:
    colour = COLOURS[problem.severity]
    place = screen.style(screen.visible(str(problem.at)) + ":", bold=True)
    severity = screen.style(problem.severity.value, fg=colour, bold=True)
    yield f"{place} {severity} {problem.code} {screen.visible(problem.message)}"
    known = lines.get(problem.at.file, ())
    if problem.at.line <= len(known) and known[problem.at.line - 1]:
        excerpt = clipped(known[problem.at.line - 1], problem.at.column, screen, screen.columns - GUTTER - 3)
        yield f"{problem.at.line:>{GUTTER}} | {excerpt.text}"
        yield f"{'':>{GUTTER}} | {' ' * excerpt.caret}{screen.style('^', fg=colour, bold=True)}"
    if problem.hint:
        start = f"{'':>{GUTTER}} = "
        words = screen.visible(problem.hint)
        yield textwrap.fill(
            words,
            screen.columns,
            initial_indent=start,
            subsequent_indent=" " * len(start),
            break_long_words=False,
            break_on_hyphens=False,
        )


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A line as shown, and the column under which the caret stands, from 0."""

    text: str
    caret: int


Cells = Sequence[tuple[str, int]]


def clipped(line: str, column: int, screen: Screen, room: int) -> Excerpt:
    """The part of the line around the column (from 1) that fits into `room` columns of the screen.

    Only characters near the place are looked at, however long the line is.
    """
    index = min(column - 1, len(line))
    before = [screen.cell(one) for one in line[max(0, index - room - 1) : index]]
    behind = [screen.cell(one) for one in line[index : index + room + 1]]
    left = _fitting(before[::-1], room - min(_width(behind), room // 3), screen)[::-1]
    right = _fitting(behind, max(1, room - _width(left)), screen)
    return Excerpt("".join(text for text, _ in [*left, *right]), _width(left))


def _fitting(cells: Cells, room: int, screen: Screen) -> Cells:
    """As many cells from the first one on as fit, with an ellipsis in place of the others."""
    if _width(cells) <= room:
        return cells
    ellipsis = screen.cell("…")
    if ellipsis[1] > 1:
        ellipsis = ("...", 3)
    kept: list[tuple[str, int]] = []
    room -= ellipsis[1]
    for cell in cells:
        if cell[1] > room:
            break
        room -= cell[1]
        kept.append(cell)
    return [*kept, ellipsis]


def _width(cells: Cells) -> int:
    return sum(width for _, width in cells)

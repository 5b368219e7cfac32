"""Collects the problems of one file while it is read, and says when reading should stop.

Positions are given as indices in the text. Inside a value that is refused as a whole nothing more is reported.
"""

from sopbook.source.decoding import MOST_PROBLEMS, position
from sopbook.source.diagnostic import Diagnostic, error
from sopbook.source.position import Position


class Problems:
    """The problems found so far; after the hundredth the rest can wait for the next reading."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self.found: list[Diagnostic] = []
        self.stopped = False
        self.quiet = False

    def report(self, code: str, message: str, index: int, hint: str) -> None:
        """Add a problem that can be stepped over."""
        if self.quiet or self.stopped:
            return
        self.found.append(error(code, message, at=self.at(index), hint=hint))
        self.stopped = len(self.found) >= MOST_PROBLEMS

    def stop(self, code: str, message: str, index: int, hint: str) -> None:
        """Add a problem behind which nothing can be trusted."""
        self.quiet = False
        self.report(code, message, index, hint)
        self.stopped = True

    def at(self, index: int) -> Position:
        """The position of a character of the text."""
        return position(self.file, self.text, index)


def short(text: str) -> str:
    """A word of the author's for a message: one line, and never longer than is helpful."""
    line = " ".join(text[:200].split())
    return line if len(line) <= 40 else f"{line[:39]}…"

"""Anchors (`&name`) and the aliases (`*name`) that repeat them: allowed, counted, never endless.

An alias gives the anchor's own value, so a file's memory does not grow with what its aliases stand for; what is counted
is how large the document is for those who walk it.
"""

import re
from dataclasses import dataclass
from typing import Any

from sopbook.source import codes
from sopbook.source.marks import Node
from sopbook.source.problems import Problems, short

MOST_ALIASED = 10_000

_WORD = re.compile(r"\S+")
_IF_TEXT = "If it is text, put quotes around the whole value."


@dataclass(slots=True)
class Anchored:
    """What an anchor stands for, and how large that is: its nodes, and how deep they nest (0 for a scalar)."""

    value: Any
    node: Node
    size: int = 1
    height: int = 0
    closed: bool = True


class Anchors:
    """The anchors of one file."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems
        self._anchors: dict[str, Anchored] = {}
        self._unused: dict[str, int] = {}
        self._aliased = 0

    def open(self, name: str, start: int) -> None:
        """An anchor on a list or mapping that is not complete yet."""
        self._anchors[name] = Anchored(None, start, closed=False)

    def remember(self, name: str, anchored: Anchored) -> None:
        self._anchors[name] = anchored

    def remember_text(self, name: str, value: Any, start: int) -> None:
        """An anchor on an unquoted text; one that nothing uses is likely a word of the text."""
        self._anchors[name] = Anchored(value, start)
        self._unused[name] = start

    def expand(self, name: str, start: int) -> Anchored:
        """What the alias at `start` stands for, or a stand-in and a problem."""
        anchored = self._anchors.get(name)
        self._unused.pop(name, None)
        if anchored is None:
            message = f"`*{short(name)}` repeats an anchor that this file does not have"
            self._problems.report(codes.NEEDS_QUOTES, message, start, _IF_TEXT)
            return Anchored(f"*{name}", start)
        if not anchored.closed:
            message = f"the alias `*{short(name)}` contains itself"
            self._problems.report(codes.ALIASES, message, start, "Write out what is meant.")
            return Anchored(None, start)
        self._aliased += anchored.size
        if self._aliased > MOST_ALIASED:
            message = f"the aliases of this file stand for more than {MOST_ALIASED:,} values"
            self._problems.stop(codes.ALIASES, message, start, "Write out what is meant, or split the document.")
        return anchored

    def report_unused(self) -> None:
        """At the end of the file: `title: &Sons` would silently be nothing, or lose its first word."""
        for start in self._unused.values():
            word = _WORD.match(self._problems.text, start)
            message = f"`{short(word[0]) if word else '&'}` at the beginning of a value is an anchor that nothing uses"
            self._problems.report(codes.NEEDS_QUOTES, message, start, _IF_TEXT)

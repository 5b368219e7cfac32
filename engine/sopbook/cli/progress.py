"""How far long work is, in one line of the terminal that is gone when the work is done."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from sopbook.cli.screen import screen_here

FEWEST = 200
"""So many files are read before anybody could follow the line."""

BAR = 30
"""Characters of a full bar."""

Shown = Callable[[int, int], None]


@contextmanager
def reading() -> Iterator[Shown | None]:
    """Shows on the standard error how many documents are read, where that is a terminal."""
    stream = sys.stderr
    if not stream.isatty():
        yield None
        return
    line = _Line(stream)
    try:
        yield line.show
    finally:
        line.clear()


@contextmanager
def counting(doing: str, things: str) -> Iterator[Shown | None]:
    """Shows on the standard error how far long work is, as a bar, where that is a terminal."""
    stream = sys.stderr
    if not stream.isatty():
        yield None
        return
    line = _Line(stream)
    try:
        yield lambda done, all: line.bar(doing, done, all, things)
    finally:
        line.clear()


class _Line:
    """The line that is shown now, written over by the next."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._width = 0
        self._share = -1

    def show(self, done: int, all: int) -> None:
        """Written only now and then, because writing costs more than reading a document."""
        if all > FEWEST and (done == all or done % (all // 20) == 0):
            self._write(f"Checking {all:,} documents" if done == all else f"Reading {done:,} of {all:,} documents")

    def bar(self, doing: str, done: int, all: int, things: str) -> None:
        """Written only when the share has changed."""
        share = done * 100 // max(all, 1)
        if share != self._share:
            self._share = share
            full = share * BAR // 100
            drawn = screen_here().drawn("█" * full + "─" * (BAR - full))
            self._write(f"{doing} {drawn} {share} % of {all:,} {things}")

    def clear(self) -> None:
        """Leave nothing behind."""
        if self._width:
            self._write("")

    def _write(self, words: str) -> None:
        blank = " " * self._width
        self._stream.write(f"\r{blank}\r{words}")
        self._stream.flush()
        self._width = len(words)

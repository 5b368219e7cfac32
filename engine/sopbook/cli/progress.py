"""How far long work is, in one line of the terminal that is gone when the work is done."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

FEWEST = 200
"""So many files are read before anybody could follow the line."""

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


class _Line:
    """The line that is shown now, written over by the next."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._width = 0

    def show(self, done: int, all: int) -> None:
        """Written only now and then, because writing costs more than reading a document."""
        if all > FEWEST and (done == all or done % (all // 20) == 0):
            self._write(f"Checking {all:,} documents" if done == all else f"Reading {done:,} of {all:,} documents")

    def clear(self) -> None:
        """Leave nothing behind."""
        if self._width:
            self._write("")

    def _write(self, words: str) -> None:
        blank = " " * self._width
        self._stream.write(f"\r{blank}\r{words}")
        self._stream.flush()
        self._width = len(words)

"""A terminal for tests: a program at a pseudo-terminal of a given width, answered as a person would answer it."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType

PATIENCE = 60.0
"""Seconds after which a program that says nothing has failed; no test waits for them when all is well."""

PROGRAM = """
import fcntl, signal, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)  # so that Ctrl-C reaches it
signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever runs the tests may ignore it
from sopbook.cli import main
main(sys.argv[1:], prog_name="sop")
"""
STYLES = re.compile(r"\x1b\[[0-9;]*m")


class Terminal:
    """`sop` with these words, started in `folder`; what it has shown so far is `shown`, without colours."""

    def __init__(self, folder: Path, *words: str, columns: int = 80, environ: Mapping[str, str]) -> None:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
        surroundings = {**os.environ, "TERM": "xterm-256color", "PYTHONUTF8": "1", **environ}
        program = [sys.executable, "-c", PROGRAM, *words]
        self._process = subprocess.Popen(
            program, cwd=folder, env=surroundings, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
        )
        os.close(theirs)
        self.raw, self._seen = "", 0
        self._bytes = b""

    @property
    def shown(self) -> str:
        """Everything it has shown, and what was typed at it."""
        return STYLES.sub("", self.raw).replace("\r", "")

    def until(self, words: str) -> str:
        """Wait until the words are shown that were not there before; gives what was shown since."""
        before = self._seen
        while (found := self.shown.find(words, before)) < 0:
            if not self._read():
                raise AssertionError(f"{words!r} never came. Since the last answer:\n{self.shown[before:]}")
        self._seen = found + len(words)
        return self.shown[before : self._seen]

    def answer(self, question: str, answer: str) -> str:
        """Wait for a question and type the answer with Enter; gives what was shown up to the question."""
        said = self.until(question)
        os.write(self._ours, f"{answer}\n".encode())
        return said

    def press(self, keys: bytes) -> None:
        """Press keys without Enter, such as Ctrl-C, once the program waits for them.

        A signal that comes after the prompt and before the program has begun to read would be noticed at the next key.
        """
        deadline = time.monotonic() + PATIENCE
        while not self._waits() and time.monotonic() < deadline:
            time.sleep(0.01)
        os.write(self._ours, keys)

    def _waits(self) -> bool:
        """Whether it sleeps until something comes, as far as this system says so."""
        status = Path(f"/proc/{self._process.pid}/stat")
        return not status.exists() or status.read_text("ascii").rpartition(")")[2].split()[0] == "S"

    def hang_up(self) -> None:
        """Close the window; the program loses its input and its output."""
        os.close(self._ours)
        self._ours = -1

    def end(self) -> int:
        """Wait for the program's end; gives its exit code."""
        if self._ours >= 0:
            while self._read():
                pass
        return self._process.wait(timeout=PATIENCE)

    def _read(self) -> bool:
        """Read what there is; false when nothing will come any more."""
        deadline = time.monotonic() + PATIENCE
        ready, _, _ = select.select([self._ours], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            raise AssertionError(f"nothing was shown for {PATIENCE:.0f} seconds. So far:\n{self.shown}")
        try:
            more = os.read(self._ours, 65_536)
        except OSError:  # the program has ended, and with it its side of the terminal
            return False
        self._bytes += more
        self.raw = self._bytes.decode("utf-8", "ignore")
        return bool(more)

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with suppress(ProcessLookupError):
            self._process.kill()
        self._process.wait()
        if self._ours >= 0:
            os.close(self._ours)

"""What `sop` shows at a terminal and what is typed there, as text of the manual: in this process, at a set time.

A script says who does what: `- ben do RUN count` is done before anybody looks; `$ ben continue RUN` is shown, and the
lines behind it that begin with `>` are typed; `+ 2 days` lets time pass. `RUN` is the run of the first `start`. Where
nothing more is typed, what is shown ends.
"""

import fcntl
import io
import os
import pty
import re
import shlex
import struct
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from html import escape
from itertools import count
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sopbook import wiring
from sopbook.cli import main

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TYPED = "\x1b[95m{}\x1b[0m"
"""What a person types, in a colour that `sop` does not use."""
LOOKING = frozenset({"show", "list"})
"""What anybody may do: it does not say who."""

LOADED: dict[Path, Any] = {}
"""Handbooks that were read already, by their folders."""

PASS = re.compile(r"\+ (\d+) (minutes|hours|days)")


class _Screen(io.TextIOWrapper):
    """An output that is a terminal of so many columns, and keeps what it shows."""

    def __init__(self, columns: int) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", write_through=True)
        self._ours, self._theirs = pty.openpty()
        fcntl.ioctl(self._theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))

    @property
    def shown(self) -> str:
        return self.buffer.getvalue().decode()  # type: ignore[attr-defined]

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._theirs

    def unplug(self) -> None:
        os.close(self._ours)
        os.close(self._theirs)


class _Keyboard(io.StringIO):
    """An input that types what the script says; `ended_at` is how much was shown when there was nothing more."""

    def __init__(self, lines: list[str], screen: _Screen) -> None:
        super().__init__()
        self._lines, self._screen, self.ended_at = list(lines), screen, -1

    def readline(self, _size: int = -1, /) -> str:
        if not self._lines:
            self.ended_at = len(self._screen.shown) if self.ended_at < 0 else self.ended_at
            return ""
        line = self._lines.pop(0)
        self._screen.write(f"{TYPED.format(line) if line else ''}\n")
        return f"{line}\n"

    def isatty(self) -> bool:
        return True


def shown(root: Path, script: str, run: str, *, columns: int) -> str:
    """What the script shows, with colours; `run` is the id of its run."""
    clock = [MONDAY]
    with _still(root, run, clock):
        return "\n\n".join(filter(None, (_done(root, *one, run, columns, clock) for one in _acts(script))))


def _acts(script: str) -> Iterator[tuple[str, list[str]]]:
    act, typed = "", []
    for line in script.splitlines():
        if line.startswith(">"):
            typed.append(line[1:].strip())
            continue
        if act:
            yield act, typed
        act, typed = line.strip(), []
    if act:
        yield act, typed


def _done(root: Path, act: str, typed: list[str], run: str, columns: int, clock: list[datetime]) -> str:
    """Do one line of a script; gives what is to be shown of it."""
    if passes := PASS.fullmatch(act):
        clock[0] += timedelta(**{passes[2]: int(passes[1])})
        return ""
    sign, person, *words = shlex.split(act.replace("RUN", run))
    clock[0] += timedelta(minutes=1)
    screen = _Screen(columns)
    keyboard = _Keyboard(typed, screen)
    hidden = ["--no-walk"] if sign == "-" and words[0] == "start" else []
    words += ["--as", person] if words[0] not in LOOKING else []
    with patch.object(sys, "stdin", keyboard), patch.object(sys, "stdout", screen), patch.object(sys, "stderr", screen):
        code = 0
        try:
            main(["--root", str(root), "run", *words, *hidden], prog_name="sop")
        except SystemExit as left:
            code = int(left.code or 0)
    text = screen.shown
    screen.unplug()
    assert sign == "$" or code == 0, f"{act}\n{text}"
    if sign == "-":
        return ""
    text = text[: keyboard.ended_at] if keyboard.ended_at >= 0 else text
    return f"{TYPED.format(f'$ sop run {shlex.join(words)}')}\n{text.strip(chr(10)).rstrip()}"


@contextmanager
def _still(root: Path, run: str, clock: list[datetime]) -> Iterator[None]:
    """A ledger of its own, the handbook read once, ids and times that are the same every time."""
    keys, ids = count(1), count(1)
    records = root / "records.sqlite3"
    records.unlink(missing_ok=True)
    read = wiring.load

    def load_once(*given: Any) -> Any:
        if root not in LOADED:
            LOADED[root] = read(*given)
        return LOADED[root]

    def run_id(_desk: object) -> str:
        number = next(ids)
        return run if number == 1 else f"{run[:-1]}{number}"

    environ = {"SOP_RECORDS": str(records), "TZ": "UTC", "TERM": "xterm-256color", "SOP_PERSON": ""}
    with (
        patch.dict(os.environ, environ),
        patch.object(wiring, "load", load_once),
        patch.object(wiring.Desk, "now", lambda _: clock[0]),
        patch.object(wiring.Desk, "run_id", run_id),
        patch.object(wiring.Desk, "key", lambda _: f"key{next(keys)}"),
    ):
        os.environ.pop("NO_COLOR", None)
        time.tzset()
        yield
    with suppress(FileNotFoundError):
        records.unlink()
    time.tzset()


STYLES = {
    "31": "red",
    "32": "green",
    "33": "yellow",
    "34": "blue",
    "36": "cyan",
    "95": "typed",
    "1": "bold",
    "2": "dim",
}
CODE = re.compile(r"\x1b\[([\d;]*)m")


def as_html(text: str) -> str:
    """Coloured text of a terminal as HTML: each style is a class."""
    first, *others = CODE.split(text)
    parts, within = [escape(first, quote=False)], 0
    for code, words in zip(others[::2], others[1::2], strict=True):
        if code == "0":
            parts.append("</span>" * within)
            within = 0
        else:
            parts.append(f'<span class="sop-{STYLES[code]}">')
            within += 1
        parts.append(escape(words, quote=False))
    return "".join(parts)

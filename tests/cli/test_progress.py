"""The line that says how far reading is: on a terminal only, and gone at the end."""

import io
import sys
from contextlib import suppress

import pytest

from sopbook.cli.progress import counting, reading


class Stream(io.StringIO):
    """A standard error that is a terminal, or not."""

    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


def written(files: int, monkeypatch: pytest.MonkeyPatch, *, terminal: bool = True) -> str:
    stream = Stream(terminal=terminal)
    monkeypatch.setattr(sys, "stderr", stream)
    with reading() as progress:
        for number in range(1, files + 1):
            if progress:
                progress(number, files)
    return stream.getvalue()


def on_screen(text: str) -> str:
    """What is left on the line after all carriage returns."""
    line: list[str] = []
    for part in text.split("\r"):
        line[: len(part)] = part
    return "".join(line)


def test_few_files_are_read_in_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    assert written(200, monkeypatch) == ""


def test_many_files_are_counted_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = written(1234, monkeypatch)
    assert "Reading 61 of 1,234 documents" in shown
    assert "Checking 1,234 documents" in shown
    assert len(shown.split("documents")) < 25


def test_the_line_is_gone_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    assert on_screen(written(1234, monkeypatch)).strip() == ""


def test_a_pipe_gets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert written(1234, monkeypatch, terminal=False) == ""


def test_the_line_is_gone_after_a_failure_too(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Stream(terminal=True)
    monkeypatch.setattr(sys, "stderr", stream)
    with suppress(KeyboardInterrupt), reading() as progress:
        assert progress is not None
        progress(500, 500)
        raise KeyboardInterrupt
    assert "Checking 500" in stream.getvalue()
    assert on_screen(stream.getvalue()).strip() == ""


def test_a_bar_shows_how_far_long_work_is_and_is_gone_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Stream(terminal=True)
    monkeypatch.setattr(sys, "stderr", stream)
    with counting("Verifying", "events") as shown:
        for done in range(0, 1001, 5):
            shown(done, 1000)
        half = "Verifying " + "█" * 15 + "─" * 15 + " 50 % of 1,000 events"
        assert half in stream.getvalue()
        assert stream.getvalue().count("Verifying") == 101
    assert on_screen(stream.getvalue()).strip() == ""


def test_where_nobody_watches_there_is_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Stream(terminal=False)
    monkeypatch.setattr(sys, "stderr", stream)
    with counting("Verifying", "events") as shown:
        assert shown is None
    assert stream.getvalue() == ""

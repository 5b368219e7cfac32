"""`sop check --watch` and what only a terminal sees, in a process of its own that is waited for by what it says."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from sopbook.cli import main
from terminal import PATIENCE, Terminal

SETTINGS = "id: book\nname: Book\nformat: 1\n"
ROLE = "kind: role\nid: ROLE\ntitle: Role\n"
PROGRAM = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever runs the tests may ignore it
from sopbook.cli import main
main(prog_name="sop")
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    root = tmp_path / "book"
    (root / "sops").mkdir(parents=True)
    (root / "handbook.yml").write_text(SETTINGS, encoding="utf-8")
    (root / "sops" / "lead.yml").write_text(ROLE.replace("ROLE", "lead"), encoding="utf-8")
    return root


class Watching:
    """The command with all its output in one pipe. It is waited for by what it says; the pipe's end is a failure."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def says(self, words: str) -> None:
        """Wait for these words, and until it waits itself."""
        assert self._process.stdout is not None
        for wanted in (words, "Waiting for changes; Ctrl-C ends."):
            if not any(wanted in line for line in self._process.stdout):
                raise AssertionError(f"{wanted!r} never came; the command ended with {self._process.wait()}")

    def next_line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()

    def interrupted(self) -> tuple[int, str]:
        """The exit code after Ctrl-C, and what was said since."""
        self._process.send_signal(signal.SIGINT)
        said, _ = self._process.communicate(timeout=60)
        return self._process.returncode, said


@contextmanager
def watching(root: Path, *words: str) -> Iterator[Watching]:
    program = [sys.executable, "-c", PROGRAM, "check", "--watch", *words]
    with subprocess.Popen(
        program, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ}
    ) as process:
        patience = threading.Timer(PATIENCE, process.kill)
        patience.start()
        try:
            yield Watching(process)
        finally:
            patience.cancel()
            process.kill()


def write(file: Path, text: str) -> None:
    """All at once, so that no half of it is ever seen."""
    part = file.with_suffix(".part")
    part.write_text(text, encoding="utf-8")
    part.replace(file)


def add_roles(folder: Path, count: int) -> None:
    """So many documents, which makes the next answer another one than all before."""
    for number in range(count):
        (folder / f"r{number}.part").write_text(ROLE.replace("ROLE", f"r{number}"), encoding="utf-8")
        (folder / f"r{number}.part").rename(folder / f"r{number}.yml")


def test_every_change_is_checked_and_ctrl_c_ends_with_the_last_answer(book: Path) -> None:
    with watching(book) as watch:
        watch.says("1 document is fine")
        write(book / "sops" / "lead.yml", "kind: rol\n")
        watch.says("1 document, 1 error")
        write(book / "sops" / "clerk.yml", ROLE.replace("ROLE", "clerk"))
        watch.says("2 documents, 1 error")
        assert watch.interrupted() == (1, "")


def test_neither_broken_settings_nor_a_vanished_folder_end_it(book: Path) -> None:
    with watching(book) as watch:
        watch.says("1 document is fine")
        write(book / "handbook.yml", "id: [\n")
        watch.says("0 documents, 1 error")
        add_roles(book / "sops", 1)
        (book / "handbook.yml").unlink()
        watch.says("sop: There is no handbook in")
        write(book / "handbook.yml", SETTINGS)
        watch.says("2 documents are fine")
        (book / "sops").rename(book / "away")
        watch.says("error SOP022 the path `sops` is not there")
        add_roles(book / "away", 2)
        (book / "away").rename(book / "sops")
        watch.says("3 documents are fine")
        book.rename(book.parent / "gone")
        watch.says("sop: There is no handbook in")
        add_roles(book.parent / "gone" / "sops", 3)
        (book.parent / "gone").rename(book)
        watch.says("4 documents are fine")
        assert watch.interrupted() == (0, "")


def test_changed_paths_are_followed(book: Path) -> None:
    with watching(book) as watch:
        watch.says("1 document is fine")
        shutil.copytree(book / "sops", book / "docs" / "deep")
        add_roles(book / "docs" / "deep", 1)
        write(book / "handbook.yml", f"{SETTINGS}paths: [docs]\n")
        watch.says("2 documents are fine")
        add_roles(book / "docs" / "deep", 2)
        watch.says("3 documents are fine")


def test_a_pipe_is_not_cleared(book: Path) -> None:
    with watching(book, "--format", "json") as watch:
        assert watch.next_line() == "{\n"
        watch.says('"problems": []')
        assert watch.interrupted() == (0, "")


def test_a_handbook_that_is_not_there_to_begin_with_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["--root", str(tmp_path), "check", "--watch"])
    assert result.exit_code == 3
    assert result.stderr.startswith("sop: There is no handbook in")


def test_a_terminal_is_cleared_before_each_check(book: Path) -> None:
    with Terminal(book, "check", "--watch", environ={}) as terminal:
        terminal.until("1 document is fine")
        terminal.until("Waiting for changes; Ctrl-C ends.")
        write(book / "sops" / "lead.yml", "kind: rol\n")
        assert "\x1b[2J" in terminal.until("1 document, 1 error")
        terminal.until("Waiting for changes; Ctrl-C ends.")
        terminal.press(b"\x03")
        assert terminal.end() == 1


def test_a_terminal_shows_colours_and_how_far_reading_is(book: Path) -> None:
    for number in range(250):
        (book / "sops" / f"r{number}.yml").write_text(ROLE.replace("ROLE", f"r{number}"), encoding="utf-8")
    (book / "sops" / "b.yml").write_text("kind: rol\n", encoding="utf-8")
    with Terminal(book, "check", environ={}) as terminal:
        shown = terminal.until("252 documents, 1 error")
        assert terminal.end() == 1
        assert "Reading 120 of 252 documents" in shown
        assert "\x1b[31m" in terminal.raw


def test_without_colours_wanted_there_are_none(book: Path) -> None:
    (book / "sops" / "b.yml").write_text("kind: rol\n", encoding="utf-8")
    with Terminal(book, "check", environ={"NO_COLOR": "1"}) as terminal:
        terminal.until("1 error")
        terminal.end()
        assert "\x1b" not in terminal.raw

"""The git history of a made-up handbook: several commits, handed to one `git fast-import`.

One process for all of it; adding and committing ten thousand files step by step would take longer than measuring.
"""

import subprocess
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

AMENDMENTS = 5


def write(root: Path, files: Mapping[str, str], today: date) -> None:
    """Commit the files and check them out: they come in two commits, and a few at a time are amended after that."""
    _git(root, "init", "-q", "-b", "main")
    _git(root, "fast-import", "--quiet", "--done", stdin=b"".join(_stream(files, today)))
    _git(root, "reset", "-q", "--hard", "main")


def _stream(files: Mapping[str, str], today: date) -> Iterator[bytes]:
    names = sorted(files)
    amended = {name for number, name in enumerate(names) if number % 10 == 0}
    half = len(names) // 2
    for number, part in enumerate((names[:half], names[half:])):
        now = {name: (_before(files[name]) if name in amended else files[name]) for name in part}
        yield from _commit(f"Write part {number + 1} of the handbook", now, today, AMENDMENTS + 2 - number)
    for number in range(AMENDMENTS):
        part = sorted(amended)[number::AMENDMENTS]
        yield from _commit("Say it more clearly", {name: files[name] for name in part}, today, AMENDMENTS - number)
    yield b"done\n"


def _before(text: str) -> str:
    """An earlier wording of a document."""
    return text.replace("\nsummary: ", "\nsummary: Draft. ", 1)


def _commit(words: str, files: Mapping[str, str], today: date, months_ago: int) -> Iterator[bytes]:
    at = datetime.combine(today, time(9), UTC) - timedelta(days=30 * months_ago)
    yield f"commit refs/heads/main\ncommitter Ines Duarte <ines@users.example> {int(at.timestamp())} +0000\n".encode()
    yield _data(words)
    for name, text in files.items():
        yield f"M 100644 inline {name}\n".encode()
        yield _data(text)


def _data(text: str) -> bytes:
    encoded = text.encode()
    return b"data %d\n%s\n" % (len(encoded), encoded)


def _git(root: Path, *words: str, stdin: bytes = b"") -> None:
    subprocess.run(["git", *words], cwd=root, input=stdin, check=True, stdout=subprocess.DEVNULL)

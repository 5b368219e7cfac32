"""A copy of a ledger's file, made while others write to it.

The copy is that of one moment: the source is read in one transaction, page by page, and in WAL mode nobody waits for
that. It is written beside its place, verified like any ledger, and then gets its name; so there never is half a backup,
and a good one is never written over by one that does not hold.

Only for SQLite: the copies of a server are its owner's business, with the server's own programs.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sopbook.errors import Refused, Unavailable
from sopbook.records.bundle_file import keep_name
from sopbook.records.errors import LedgerDamaged, NotALedger
from sopbook.records.verify import Verification, verify

PAGES = 500
"""So many are copied at a time."""

COMPANIONS = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a file that is in use."""

Shown = Callable[[int, int], None]


class BackupThere(Refused):
    def __init__(self, file: Path) -> None:
        super().__init__(f"{file} is there already. Name another file, or say --force to write over it.")


class BackupOnItself(Refused):
    def __init__(self, file: Path) -> None:
        super().__init__(f"{file} is the file of the records themselves. Name another one.")


class BackupFailed(Unavailable):
    """The copy could not be written, or what is to be copied not read."""

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(f"{file} could not be written: {why}. Nothing else was changed.")


class CopyFalse(Refused):
    """What was copied does not hold, so it is no backup."""

    def __init__(self, file: Path, why: str, more: int) -> None:
        others = f" (and {more} more)" if more else ""
        super().__init__(
            f"{file} does not hold: {why}{others}. Nothing was written over by it. `sop verify` looks at the records "
            "themselves; if they do not hold either, keep their file as it is."
        )


def back_up(place: Path, file: Path, *, force: bool = False, shown: Shown | None = None) -> Verification:
    """Copy the ledger at `place` to a file, and say what the copy holds."""
    if file.exists() and file.samefile(place):
        raise BackupOnItself(file)
    if (file.exists() and not force) or file.is_dir():
        raise BackupThere(file)
    with copy_of(place, file, lambda why: BackupFailed(file, why), shown) as beside:
        verification = verified(beside, file)
        with worded(lambda why: BackupFailed(file, why)):
            in_one_file(beside)
            for one in COMPANIONS:  # of an older copy that somebody has looked into
                Path(f"{file}{one}").unlink(missing_ok=True)
            beside.replace(file)
            keep_name(file.parent)
    return verification


@contextmanager
def copy_of(
    source: Path, target: Path, failed: Callable[[str], Exception], shown: Shown | None = None
) -> Iterator[Path]:
    """A copy beside the target, for its owner's eyes only, that is gone at the end unless it was given its name."""
    beside = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        with worded(failed):
            os.close(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0), 0o600))
            _copy(source, beside, shown)
        yield beside
    finally:
        for one in ("", *COMPANIONS):
            Path(f"{beside}{one}").unlink(missing_ok=True)


@contextmanager
def worded(failed: Callable[[str], Exception]) -> Iterator[None]:
    """Turn what the disk says into a sentence."""
    try:
        yield
    except OSError as error:
        raise failed((error.strerror or str(error)).lower()) from error
    except sqlite3.Error as error:
        raise failed(str(error)) from error


def _copy(source: Path, target: Path, shown: Shown | None) -> None:
    address = f"{source.resolve().as_uri()}?mode=ro"
    with (
        closing(sqlite3.connect(address, uri=True, isolation_level=None)) as reading,
        closing(sqlite3.connect(target, isolation_level=None)) as writing,
    ):
        reading.execute("BEGIN")
        reading.execute("SELECT count(*) FROM sqlite_master").fetchone()  # from here on one state, whatever is written
        progress = (lambda _status, left, all: shown(all - left, all)) if shown else None
        reading.backup(writing, pages=PAGES, progress=progress)


def verified(copy: Path, file: Path) -> Verification:
    """What the copy holds; refused when that is not all in order."""
    try:
        found = verify(str(copy))
    except (LedgerDamaged, NotALedger) as error:
        raise CopyFalse(file, error.why if isinstance(error, LedgerDamaged) else str(error), 0) from error
    if found.findings:
        raise CopyFalse(file, str(found.findings[0]), len(found.findings) - 1 + found.unlisted)
    return found


def in_one_file(path: Path) -> None:
    """Everything in the file itself, nothing in companions, and all of it on the disk."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    with path.open("rb+") as file:
        os.fsync(file.fileno())

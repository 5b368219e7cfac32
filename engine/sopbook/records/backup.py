"""A copy of a ledger's file, made while others write to it, and a ledger put back from such a copy.

The copy is that of one moment: the source is read in one transaction, page by page, and in WAL mode nobody waits for
that. It is written beside its place, verified like any ledger, and then gets its name; so there never is half a backup,
and a good one is never written over by one that does not hold.

Putting back needs the ledger for itself. What was recorded since the backup is named and, unless that is wanted,
nothing is done. The ledger that was there is moved aside, never deleted.

Only for SQLite: the copies of a server are its owner's business, with the server's own programs.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sopbook.errors import Refused, Unavailable
from sopbook.records.bundle_file import keep_name
from sopbook.records.errors import LedgerDamaged, LedgerLocked, NotALedger, OtherHandbook
from sopbook.records.ledger import Ledger
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


class BackupUnreadable(Unavailable):
    def __init__(self, file: Path, why: str) -> None:
        super().__init__(f"{file} is no backup that can be read: {why}. The records were left as they are.")


class NotPutBack(Unavailable):
    """The files of the records cannot be exchanged."""

    def __init__(self, place: Path, why: str) -> None:
        super().__init__(
            f"The records at {place} could not be replaced: {why}. They are there, or as `{place.name}.before-…` "
            "beside it; look whether the folder is yours to write."
        )


class CopyFalse(Refused):
    """What was copied does not hold, so it is no backup."""

    def __init__(self, file: Path, why: str, more: int) -> None:
        others = f" (and {more} more)" if more else ""
        super().__init__(
            f"{file} does not hold: {why}{others}. Nothing was written over by it. `sop verify` looks at the records "
            "themselves; if they do not hold either, keep their file as it is."
        )


class WouldLose(Refused):
    """What was recorded here since the backup would not be here any more."""

    def __init__(self, place: str, lost: "Lost") -> None:
        named = ", ".join(f"{stream} ({events} of them)" for stream, events in lost.named)
        more = f" and {lost.streams - len(lost.named)} more" if lost.streams > len(lost.named) else ""
        super().__init__(
            f"The records at {place} hold {lost.events} events that the backup does not have: in {named}{more}. "
            "Nothing was changed. Say --force to go back anyway; the records as they are now are moved aside then."
        )
        self.lost = lost


class CannotCompare(Refused):
    """Nobody can say what the ledger holds that the backup does not."""

    def __init__(self, place: str, why: str) -> None:
        super().__init__(
            f"The records at {place} cannot be read ({why}), so nobody can say what would be lost. Nothing was "
            "changed. Say --force to put the backup in their place; they are moved aside then."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """How much the ledger holds that a backup does not; some of the streams by their names, each with its events."""

    streams: int
    events: int
    named: Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was put back, and where the ledger lies now that was there before, if one was."""

    verification: Verification
    aside: Path | None


def back_up(place: Path, file: Path, *, force: bool = False, shown: Shown | None = None) -> Verification:
    """Copy the ledger at `place` to a file, and say what the copy holds."""
    if file.exists() and file.samefile(place):
        raise BackupOnItself(file)
    if (file.exists() and not force) or file.is_dir():
        raise BackupThere(file)
    with _copy_of(place, file, lambda why: BackupFailed(file, why), shown) as beside:
        verification = _verified(beside, file)
        with _worded(lambda why: BackupFailed(file, why)):
            _in_one_file(beside)
            beside.replace(file)
            keep_name(file.parent)
    return verification


def restore(
    file: Path, place: Path, *, handbook: str, now: datetime, force: bool = False, timeout: float = 5.0
) -> Restored:
    """Put a backup in the place of the ledger, which is moved aside."""
    with _worded(lambda why: NotPutBack(place, why)):
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _copy_of(file, place, lambda why: BackupUnreadable(file, why)) as beside:
        verification = _verified(beside, file)
        _require_of(handbook, beside, file)
        with _worded(lambda why: NotPutBack(place, why)):
            _in_one_file(beside)
            aside = _put(beside, place, now, force=force, timeout=timeout)
            keep_name(place.parent)
    return Restored(verification=verification, aside=aside)


def _put(beside: Path, place: Path, now: datetime, *, force: bool, timeout: float) -> Path | None:
    """Put a sound copy in its place, and what was there aside; gives where that lies now."""
    if not place.exists():
        beside.replace(place)
        return None
    aside = _free(place.with_name(f"{place.name}.before-{now:%Y%m%dT%H%M%SZ}"))
    with _alone(place, beside, force=force, timeout=timeout) as readable:
        if not readable:
            _move_companions(place, aside)
        _also_called(place, aside)
        beside.replace(place)
    return aside


@contextmanager
def _copy_of(
    source: Path, target: Path, failed: Callable[[str], Exception], shown: Shown | None = None
) -> Iterator[Path]:
    """A copy beside the target, for its owner's eyes only, that is gone at the end unless it was given its name."""
    beside = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        with _worded(failed):
            os.close(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0), 0o600))
            _copy(source, beside, shown)
        yield beside
    finally:
        for one in ("", *COMPANIONS):
            Path(f"{beside}{one}").unlink(missing_ok=True)


@contextmanager
def _worded(failed: Callable[[str], Exception]) -> Iterator[None]:
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


def _verified(copy: Path, file: Path) -> Verification:
    """What the copy holds; refused when that is not all in order."""
    try:
        found = verify(str(copy))
    except (LedgerDamaged, NotALedger) as error:
        raise CopyFalse(file, error.why if isinstance(error, LedgerDamaged) else str(error), 0) from error
    if found.findings:
        raise CopyFalse(file, str(found.findings[0]), len(found.findings) - 1 + found.unlisted)
    return found


def _require_of(handbook: str, copy: Path, file: Path) -> None:
    try:
        Ledger.open(str(copy), handbook=handbook).close()
    except OtherHandbook as error:
        raise OtherHandbook(str(file), wanted=handbook, actual=error.actual) from error


def _in_one_file(path: Path) -> None:
    """Everything in the file itself, nothing in companions, and all of it on the disk."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    with path.open("rb+") as file:
        os.fsync(file.fileno())


@contextmanager
def _alone(place: Path, beside: Path, *, force: bool, timeout: float) -> Iterator[bool]:
    """Have the ledger for oneself, once it is clear that nothing is lost against somebody's will.

    Gives whether it can be read; out of WAL mode it is one file, which takes its last user.
    """
    with closing(sqlite3.connect(place, timeout=timeout, isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute("ATTACH ? AS backup", (str(beside),))
            connection.execute("BEGIN EXCLUSIVE")
            lost = _lost(connection)
        except sqlite3.Error as error:
            if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise LedgerLocked(str(place)) from error
            if not force:
                raise CannotCompare(str(place), str(error)) from error
            lost = None
        if lost is not None and lost.events and not force:
            connection.execute("ROLLBACK")
            raise WouldLose(str(place), lost)
        yield lost is not None


def _lost(connection: sqlite3.Connection) -> Lost:
    streams = events = 0
    named: list[tuple[str, int]] = []
    for stream, number in connection.execute(_NOT_IN_BACKUP):
        streams, events = streams + 1, events + number
        if streams <= MOST_NAMED:
            named.append((str(stream), number))
    return Lost(streams=streams, events=events, named=named)


MOST_NAMED = 5
_NOT_IN_BACKUP = """\
SELECT ours.stream, count(*) AS events FROM main.envelopes AS ours
LEFT JOIN backup.envelopes AS theirs ON theirs.stream = ours.stream AND theirs.number = ours.number
WHERE theirs.digest IS NOT ours.digest GROUP BY ours.stream ORDER BY ours.stream"""


def _free(path: Path) -> Path:
    """This name, or one like it that nothing has yet."""
    number, found = 1, path
    while found.exists():
        number += 1
        found = path.with_name(f"{path.name}-{number}")
    return found


def _move_companions(place: Path, aside: Path) -> None:
    """What lies beside a file that cannot be read belongs to it, and to no other."""
    for one in COMPANIONS:
        with suppress(FileNotFoundError):
            Path(f"{place}{one}").rename(f"{aside}{one}")


def _also_called(place: Path, aside: Path) -> None:
    """Give a file a second name, so that at no moment there is none under the first; or move it, where that is all."""
    try:
        os.link(place, aside)
    except OSError:
        place.rename(aside)

"""A ledger put back from a copy of its file.

That needs the ledger for itself. What was recorded since the copy was made is named and, unless that is wanted, nothing
is done. The ledger that was there is moved aside, never deleted.
"""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sopbook.errors import Refused, Unavailable
from sopbook.records.backup import COMPANIONS, copy_of, in_one_file, verified, worded
from sopbook.records.bundle_file import keep_name
from sopbook.records.errors import LedgerLocked, OtherHandbook
from sopbook.records.ledger import Ledger
from sopbook.records.verify import Verification


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


def restore(
    file: Path, place: Path, *, handbook: str, now: datetime, force: bool = False, timeout: float = 5.0
) -> Restored:
    """Put a backup in the place of the ledger, which is moved aside."""
    with worded(lambda why: NotPutBack(place, why)):
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with copy_of(file, place, lambda why: BackupUnreadable(file, why)) as beside:
        verification = verified(beside, file)
        _require_of(handbook, beside, file)
        with worded(lambda why: NotPutBack(place, why)):
            in_one_file(beside)
            aside = _put(beside, place, now, force=force, timeout=timeout)
            keep_name(place.parent)
    return Restored(verification=verification, aside=aside)


def _put(beside: Path, place: Path, now: datetime, *, force: bool, timeout: float) -> Path | None:
    """Put a sound copy in its place, and what was there aside; gives where that lies now."""
    aside = _free(place.with_name(f"{place.name}.before-{now:%Y%m%dT%H%M%SZ}"))
    if not place.exists():
        _move_companions(place, aside)
        beside.replace(place)
        return None
    with _alone(place, beside, force=force, timeout=timeout) as readable:
        if not readable:
            _move_companions(place, aside)
        _also_called(place, aside)
        beside.replace(place)
    return aside


def _require_of(handbook: str, copy: Path, file: Path) -> None:
    try:
        Ledger.open(str(copy), handbook=handbook).close()
    except OtherHandbook as error:
        raise OtherHandbook(str(file), wanted=handbook, actual=error.actual) from error


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
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
            if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
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
    """What lies beside a file that is gone or cannot be read belongs to that, and would spoil another one."""
    for one in COMPANIONS:
        with suppress(FileNotFoundError):
            Path(f"{place}{one}").rename(f"{aside}{one}")


def _also_called(place: Path, aside: Path) -> None:
    """Give a file a second name, so that at no moment there is none under the first; or move it, where that is all."""
    try:
        os.link(place, aside)
    except OSError:
        place.rename(aside)

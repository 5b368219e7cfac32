"""Every way in which keeping records is refused or fails, each with its sentence.

A sentence names the ledger, says what is wrong and ends with what to do. Nothing here knows a database driver.
"""

from sopbook.errors import Refused, Unavailable


class Conflict(Refused):
    """Somebody else has added to the stream since the caller looked."""

    def __init__(self, stream: str, *, expected: int, actual: int) -> None:
        super().__init__(
            f"Somebody else has recorded something in `{stream}` meanwhile: you saw {_events(expected)}, "
            f"it has {_events(actual)} now. Nothing was recorded; look at it again and repeat what still applies."
        )
        self.stream, self.expected, self.actual = stream, expected, actual


class KeyReused(Refused):
    """An idempotency key came again with something else to record."""

    def __init__(self, *, by: str, key: str, stream: str, first: int) -> None:
        super().__init__(
            f"The key `{key}` of `{by}` already stands for something else, recorded as event {first} of `{stream}`. "
            "Nothing was recorded; send the new command with a key of its own."
        )
        self.by, self.key, self.stream, self.first = by, key, stream, first


class AlreadyHandled(Refused):
    """What was to be delivered has been delivered by somebody else meanwhile."""

    def __init__(self, key: str) -> None:
        super().__init__(f"`{key}` has been delivered meanwhile. Nothing was recorded, and nothing is left to do.")
        self.key = key


class Unrecordable(Refused):
    """A value that cannot be written down in a form that every reader understands alike."""

    def __init__(self, what: str) -> None:
        super().__init__(f"This cannot be recorded: {what}. Type it again in plain text.")


class UnreadableEvent(Unavailable):
    """An event that is whole, but that this program has no class for."""

    def __init__(self, *, stream: str, number: int, type: str, version: int, why: str) -> None:
        super().__init__(
            f"{stream}, event {number}: `{type}` in version {version} cannot be read, {why}. "
            "It was probably recorded by a newer sopbook: upgrade this one."
        )
        self.stream, self.number, self.type, self.version = stream, number, type, version


class LedgerMissing(Unavailable):
    def __init__(self, place: str) -> None:
        super().__init__(f"There are no records at {place} yet. Start a run, or set SOP_RECORDS to where they are.")
        self.place = place


class LedgerLocked(Unavailable):
    def __init__(self, place: str) -> None:
        super().__init__(
            f"The records at {place} are locked by another program. "
            "Close it (a database browser, a backup, a stuck `sop`), or wait, and try again."
        )
        self.place = place


class LedgerReadOnly(Unavailable):
    """The advice is for a file unless another is given."""

    def __init__(
        self,
        place: str,
        why: str = "the file, its folder or its disk is read-only",
        *,
        advice: str = "Give yourself write permission on the file and its folder (only to read, copy the file to a "
        "folder of your own and set SOP_RECORDS to the copy).",
    ) -> None:
        super().__init__(f"The records at {place} cannot be written: {why}. {advice}")
        self.place = place


class LedgerUnreachable(Unavailable):
    """The advice is for a file unless another is given."""

    def __init__(
        self,
        place: str,
        why: str,
        *,
        advice: str = "Check that the folder exists, is yours and that the path names a file, or set SOP_RECORDS.",
    ) -> None:
        super().__init__(f"The records at {place} cannot be opened: {why}. {advice}")
        self.place = place


class ConnectionLost(Unavailable):
    """The database went away in the middle: all of what was to be recorded is, or nothing, and nobody here knows."""

    def __init__(self, place: str, why: str) -> None:
        super().__init__(
            f"The connection to the records at {place} was lost: {why}. If something was to be recorded, all of it "
            "was or nothing. Try again when the server is back; with the same key it is recorded once."
        )
        self.place = place


class Collided(LedgerLocked):
    """Another writer was faster with the same event, key or text; whoever looks again sees what it wrote."""

    def __init__(self, place: str, why: str) -> None:
        super().__init__(place)
        self.why = why


class LedgerForbidden(Unavailable):
    def __init__(self, place: str, why: str) -> None:
        super().__init__(
            f"The records at {place} do not let you do this: {why}. "
            "Their owner gives what is needed with `sop records migrate --grant ROLE`."
        )
        self.place = place


class LedgerOutdated(Unavailable):
    def __init__(self, place: str, *, schema: str, needed: str) -> None:
        super().__init__(
            f"The records at {place} have their tables as an older sopbook made them ({schema}; this one needs "
            f"{needed}). Let their owner run `sop records migrate`; nothing that is recorded changes by it."
        )
        self.place, self.schema, self.needed = place, schema, needed


class DiskFull(Unavailable):
    def __init__(self, place: str) -> None:
        super().__init__(
            f"There is no room left to write to the records at {place}. Nothing of this was recorded; "
            "free some space on that disk and try again."
        )
        self.place = place


class DiskFailed(Unavailable):
    def __init__(self, place: str, why: str) -> None:
        super().__init__(
            f"The disk failed while reading or writing the records at {place} ({why}). Nothing of this was recorded; "
            "check the disk and its quota, then run `sop verify`."
        )
        self.place = place


class NotALedger(Unavailable):
    def __init__(self, place: str, why: str) -> None:
        super().__init__(
            f"{place} holds no sopbook records: {why}. It was left as it is; set SOP_RECORDS to another place."
        )
        self.place = place


class LedgerDamaged(Unavailable):
    """What is stored is not what was recorded; `stream` and `number` say where, when that is known."""

    def __init__(self, place: str, why: str, *, stream: str | None = None, number: int | None = None) -> None:
        super().__init__(
            f"The records at {place} are damaged: {why}. "
            "Run `sop verify` to see everything that does not hold, keep a copy of the file, and restore a backup."
        )
        self.place, self.why, self.stream, self.number = place, why, stream, number


class LedgerTooNew(Unavailable):
    def __init__(self, place: str, *, format: int, known: int) -> None:
        super().__init__(
            f"The records at {place} are kept in format {format}; this sopbook knows formats up to {known}. "
            "Upgrade sopbook; the records were left as they are."
        )
        self.place, self.format, self.known = place, format, known


class OtherHandbook(Unavailable):
    def __init__(self, place: str, *, wanted: str, actual: str) -> None:
        super().__init__(
            f"The records at {place} belong to the handbook `{actual}`, not to `{wanted}`. "
            f"Set SOP_RECORDS to the records of `{wanted}`, or work in the folder of `{actual}`."
        )
        self.place, self.wanted, self.actual = place, wanted, actual


class UnsupportedDatabase(Unavailable):
    def __init__(self, place: str, why: str) -> None:
        super().__init__(f"Records cannot be kept at {place}: {why}.")
        self.place = place


class DriverMissing(UnsupportedDatabase):
    def __init__(self, place: str) -> None:
        super().__init__(place, "PostgreSQL needs its driver; install it with `pip install 'sopbook[postgres]'`")


def _events(number: int) -> str:
    match number:
        case 0:
            return "nothing"
        case 1:
            return "1 event"
        case _:
            return f"{number} events"

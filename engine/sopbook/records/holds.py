"""Legal holds: a stream that is held does not expire, nor does what belongs to it, until the hold is released."""

from sopbook.errors import Refused
from sopbook.records.chain import Entry
from sopbook.records.expired import Hold, StreamExpired, expiry_of, holds
from sopbook.records.ledger import Ledger
from sopbook.records.telling import tell


class HeldAlready(Refused):
    """One hold at a time: whoever releases it must know all that it is for."""

    def __init__(self, hold: Hold) -> None:
        super().__init__(
            f"`{hold.stream}` is held already, since {hold.at.date().isoformat()} by {hold.name}: {hold.reason}. "
            "When there is a further reason, release it and hold it again with both."
        )
        self.hold = hold


class NotHeld(Refused):
    """There is nothing to release."""

    def __init__(self, stream: str) -> None:
        super().__init__(f"`{stream}` is not held. `sop records hold` lists what is.")


def place(ledger: Ledger, stream: str, entry: Entry, *, key: str) -> None:
    """Hold a stream; `entry` is the event that says so."""
    with ledger.writing() as connection:
        if (expiry := expiry_of(connection, stream)) is not None:
            raise StreamExpired(expiry)
        if (hold := holds(connection).get(stream)) is not None:
            raise HeldAlready(hold)
        tell(connection, ledger.id, entry, key=key)


def release(ledger: Ledger, stream: str, entry: Entry, *, key: str) -> None:
    """Let a stream expire again, when its time comes."""
    with ledger.writing() as connection:
        if stream not in holds(connection):
            raise NotHeld(stream)
        tell(connection, ledger.id, entry, key=key)

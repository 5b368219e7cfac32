"""Legal holds: records that are needed beyond their time, for a dispute or an investigation, do not expire."""

from sopbook.actions.outgoing import PREFIX
from sopbook.actions.runs import find
from sopbook.actions.surroundings import RunJournal, Surroundings
from sopbook.errors import Refused
from sopbook.records import holds
from sopbook.records.codec import Codec
from sopbook.records.events import HoldPlaced, HoldReleased, LedgerEvent
from sopbook.records.expired import Hold
from sopbook.records.expired import holds as held_by


class NoReason(Refused):
    """Who looks at a hold in some years must know what it is for."""

    def __init__(self, what: str) -> None:
        super().__init__(f"Say why it is {what}, in one sentence: --reason TEXT.")


def hold(wanted: str, reason: str, *, around: Surroundings, codec: Codec, by: str, key: str) -> str:
    """Hold a run, or any stream by its whole name; gives that name."""
    stream, entry = _told(HoldPlaced, wanted, reason, around, by, "held")
    holds.place(around.journal.ledger, stream, codec.encode(entry), key=key)
    return stream


def release(wanted: str, reason: str, *, around: Surroundings, codec: Codec, by: str, key: str) -> str:
    """Let it expire again when its time comes; gives its name."""
    stream, entry = _told(HoldReleased, wanted, reason, around, by, "released")
    holds.release(around.journal.ledger, stream, codec.encode(entry), key=key)
    return stream


def held(journal: RunJournal) -> tuple[Hold, ...]:
    """What is held now, longest first."""
    with journal.ledger.reading() as connection:
        return tuple(sorted(held_by(connection).values(), key=lambda one: (one.at, one.stream)))


def _told(
    what: type[HoldPlaced] | type[HoldReleased], wanted: str, reason: str, around: Surroundings, by: str, word: str
) -> tuple[str, LedgerEvent]:
    if not reason.strip():
        raise NoReason(word)
    stream, now, name = stream_called(wanted, around.journal), around.clock(), around.register()[by].name
    return stream, what(by=by, name=name, role=None, at=now, recorded_at=now, stream=stream, reason=reason.strip())


def stream_called(wanted: str, journal: RunJournal) -> str:
    """The stream with this whole name, or that of the run whose id begins so."""
    return (
        wanted if ":" in wanted and wanted in journal.ledger.streams(wanted) else PREFIX + find(wanted, journal=journal)
    )

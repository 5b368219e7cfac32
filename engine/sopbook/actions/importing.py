"""Bringing the streams of a bundle into the records, with their rows in the lists."""

from pathlib import Path

from sqlalchemy import Connection

from sopbook.actions.outgoing import PREFIX, Kind
from sopbook.actions.recording import listed_anew
from sopbook.actions.surroundings import RunJournal, Surroundings
from sopbook.errors import Refused
from sopbook.records import lists
from sopbook.records.bundle_check import BundleVerification
from sopbook.records.bundle_file import opened
from sopbook.records.bundle_import import Imported, import_bundle
from sopbook.records.chain import Entry, moment_of
from sopbook.records.codec import Codec
from sopbook.records.events import BundleImported
from sopbook.records.expired import StreamExpired
from sopbook.records.expiry import line_of_expired
from sopbook.records.lists import Listing
from sopbook.records.projections import write_run


class NoRun(Refused):
    """A chain that holds, whose events are no run that this program could have recorded."""

    def __init__(self, why: str) -> None:
        super().__init__(f"its events do not make a run ({why})")


def bring(path: Path, *, around: Surroundings, codec: Codec, by: str, any_handbook: bool, dry_run: bool) -> Imported:
    """Bring what is not here yet, and record that; with `dry_run` only say what would come."""

    def telling(verified: BundleVerification) -> Entry:
        header, footer, now = verified.header, verified.footer, around.clock()
        return codec.encode(
            BundleImported(
                by=by,
                name=around.register()[by].name,
                role=None,
                at=now,
                recorded_at=now,
                bundle=footer.digest,
                ledger=header.ledger,
                writers=(header.ledger, *header.origins),
                handbook=header.handbook,
                exported_at=moment_of(header.exported_at),
                streams=footer.streams,
                events=footer.events,
            )
        )

    def project(connection: Connection, stream: str) -> None:
        if not stream.startswith(PREFIX):
            return
        try:
            lists.replace(connection, _listing(connection, stream, around.journal))
        except StreamExpired as gone:
            write_run(connection, line_of_expired(connection, gone.expiry.stream))

    with opened(path) as file:
        return import_bundle(
            around.journal.ledger,
            file,
            str(path),
            telling=telling,
            project=project,
            kinds=[kind.value for kind in Kind],
            any_handbook=any_handbook,
            dry_run=dry_run,
        )


def _listing(connection: Connection, stream: str, journal: RunJournal) -> Listing:
    """What the events add up to; somebody else's may add up to nothing, whatever their chain says."""
    try:
        run, listing = listed_anew(connection, stream, journal)
    except NONSENSE as error:
        raise NoRun(f"{type(error).__name__}: {error}") from error
    if PREFIX + run.id != stream:
        raise NoRun(f"they are those of the run {run.id}")
    return listing


NONSENSE = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What a fold stumbles over when it is given what could never have been recorded."""

"""An event about the ledger itself, added to the stream that is named after it."""

from dataclasses import replace

from sqlalchemy import Connection

from sopbook.records.append import Appended, Request, head_of, record
from sopbook.records.chain import Entry, moment_of
from sopbook.records.events import PREFIX
from sopbook.records.ledger import NO_TEXTS


def tell(connection: Connection, ledger: str, entry: Entry, *, key: str) -> Appended:
    """Record it as the last one, inside a transaction beside which nobody else writes; once for each key."""
    own = PREFIX + ledger
    end = head_of(connection, own)
    latest = moment_of(end.recorded_at) if end.number else entry.recorded_at
    request = Request(
        stream=own,
        expected=end.number,
        events=(replace(entry, recorded_at=max(entry.recorded_at, latest)),),
        by=entry.by,
        key=key,
        content=key,
        texts=NO_TEXTS,
    )
    return record(connection, ledger, request)

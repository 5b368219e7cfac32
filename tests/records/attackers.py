"""What somebody does who owns the database, knows how it is made and has read this program.

Each attack is a function of an open SQLite connection without its triggers; it acts on `run:1`, which has five events
recorded by two requests, and on what stands beside it. The first cell of the manual's table is the attack's sentence.
"""

import json
from collections.abc import Callable, Mapping
from sqlite3 import Connection
from typing import Any

from sopbook.records.chain import canonical, digest_of

Attack = Callable[[Connection], None]
Change = Callable[[int, dict[str, Any], bytes], bytes]


def changed_values(db: Connection) -> None:
    db.execute("UPDATE payloads SET payload = flip(payload, 5) WHERE stream = 'run:1' AND number = 2")


def changed_envelope(db: Connection) -> None:
    """With the digest beside it, as somebody does who knows what it is for."""
    (envelope,) = db.execute("SELECT envelope FROM envelopes WHERE stream = 'run:1' AND number = 2").fetchone()
    forged = canonical(json.loads(envelope) | {"by": "ben"})
    at = "WHERE stream = 'run:1' AND number = 2"
    db.execute(f"UPDATE envelopes SET envelope = ?, digest = ? {at}", (forged, digest_of(forged)))


def deleted_event(db: Connection) -> None:
    for table in ("payloads", "envelopes"):
        db.execute(f"DELETE FROM {table} WHERE stream = 'run:1' AND number = 2")


def deleted_values(db: Connection) -> None:
    db.execute("DELETE FROM payloads WHERE stream = 'run:1' AND number = 2")


def exchanged_events(db: Connection) -> None:
    for table in ("payloads", "envelopes"):
        for now, then in ((2, 99), (3, 2), (99, 3)):
            db.execute(f"UPDATE {table} SET number = {then} WHERE stream = 'run:1' AND number = {now}")


def cut_tail(db: Connection) -> None:
    for table in ("payloads", "envelopes"):
        db.execute(f"DELETE FROM {table} WHERE stream = 'run:1' AND number > 3")


def cut_tail_with_all_traces(db: Connection) -> None:
    cut_tail(db)
    db.execute("DELETE FROM requests WHERE stream = 'run:1' AND first > 3")
    db.execute("UPDATE runs SET number = 3 WHERE stream = 'run:1'")


def replaced_event(db: Connection) -> None:
    """One row is put in the place of another, as whole in itself as the first."""
    rewritten(db, "run:1", forged, only=2)


def rewritten_run(db: Connection) -> None:
    rewritten(db, "run:1", forged)


def copied_signature(db: Connection) -> None:
    """The last event of another run becomes the last event of this one."""
    for table in ("payloads", "envelopes"):
        db.execute(f"DELETE FROM {table} WHERE stream = 'run:1' AND number = 5")
    db.execute(
        "INSERT INTO envelopes (stream, number, envelope, digest)"
        " SELECT 'run:1', number, envelope, digest FROM envelopes WHERE stream = 'run:2' AND number = 5"
    )
    db.execute(
        "INSERT INTO payloads (stream, number, salt, payload)"
        " SELECT 'run:1', number, salt, payload FROM payloads WHERE stream = 'run:2' AND number = 5"
    )


def copied_stream(db: Connection) -> None:
    """All of one run takes the place of another, with what stands beside it left as it was."""
    for table in ("payloads", "envelopes"):
        db.execute(f"DELETE FROM {table} WHERE stream = 'run:1'")
    db.execute(
        "INSERT INTO envelopes (stream, number, envelope, digest)"
        " SELECT 'run:1', number, envelope, digest FROM envelopes WHERE stream = 'run:2'"
    )
    db.execute(
        "INSERT INTO payloads (stream, number, salt, payload)"
        " SELECT 'run:1', number, salt, payload FROM payloads WHERE stream = 'run:2'"
    )


def removed_stream(db: Connection) -> None:
    for table in ("payloads", "envelopes"):
        db.execute(f"DELETE FROM {table} WHERE stream = 'run:1'")


def removed_stream_with_all_traces(db: Connection) -> None:
    for table in tables_with(db, "stream"):
        db.execute(f"DELETE FROM {table} WHERE stream = 'run:1'")


def changed_text(db: Connection) -> None:
    db.execute("UPDATE texts SET content = flip(content, 3)")


def removed_text(db: Connection) -> None:
    db.execute("DELETE FROM texts")


def swapped_requests(db: Connection) -> None:
    for now, then in (("run:1/0", "-"), ("run:2/0", "run:1/0"), ("-", "run:2/0")):
        db.execute('UPDATE requests SET "key" = ? WHERE "key" = ?', (then, now))


def forgotten_request(db: Connection) -> None:
    db.execute("DELETE FROM requests WHERE stream = 'run:1' AND first = 1")


def another_ledger(db: Connection) -> None:
    """All of it is written anew, under another name."""
    db.execute("UPDATE ledger SET id = 'another'")

    def renamed(_number: int, envelope: dict[str, Any], payload: bytes) -> bytes:
        envelope["ledger"] = "another"
        return payload

    for (stream,) in db.execute("SELECT DISTINCT stream FROM envelopes").fetchall():
        rewritten(db, stream, renamed)


ATTACKS: Mapping[str, Attack] = {
    "changes what was entered": changed_values,
    "changes who did something, or when": changed_envelope,
    "deletes an event": deleted_event,
    "deletes what was entered and leaves the event": deleted_values,
    "exchanges two events": exchanged_events,
    "cuts off the end of a run": cut_tail,
    "cuts off the end of a run, and removes every trace of it elsewhere": cut_tail_with_all_traces,
    "replaces an event by a forged one": replaced_event,
    "forges an event, and writes the run anew from there on, with fresh digests": rewritten_run,
    "copies a signature from another run": copied_signature,
    "copies another run into this one": copied_stream,
    "removes a run": removed_stream,
    "removes a run, and every trace of it elsewhere": removed_stream_with_all_traces,
    "changes the text of a checklist": changed_text,
    "removes the text of a checklist": removed_text,
    "exchanges who asked for what": swapped_requests,
    "removes what somebody asked for": forgotten_request,
    "writes all records anew, as those of another ledger": another_ledger,
}


def forged(number: int, _envelope: dict[str, Any], payload: bytes) -> bytes:
    return payload.replace(b"Anna", b"Bert") if number == 2 else payload


def rewritten(db: Connection, stream: str, change: Change, *, only: int | None = None) -> None:
    """Write a run anew with fresh digests, or only one of its events; `change` gives the new payload."""
    previous = None
    rows = db.execute(
        "SELECT number, envelope, digest, salt, payload FROM envelopes JOIN payloads USING (stream, number)"
        " WHERE stream = ? ORDER BY number",
        (stream,),
    ).fetchall()
    for number, envelope, digest, salt, payload in rows:
        values = json.loads(envelope)
        made = change(number, values, payload)
        made_envelope = canonical(values | {"payload": digest_of(salt + made), "previous": previous})
        if only in (None, number):
            at = (stream, number)
            db.execute("UPDATE payloads SET payload = ? WHERE stream = ? AND number = ?", (made, *at))
            fresh = (made_envelope, digest_of(made_envelope))
            db.execute("UPDATE envelopes SET envelope = ?, digest = ? WHERE stream = ? AND number = ?", (*fresh, *at))
        previous = digest_of(made_envelope) if only is None else digest


def tables_with(db: Connection, column: str) -> list[str]:
    """The tables that have such a column, those that others refer to last."""
    tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    having = [name for name in tables if column in {row[1] for row in db.execute(f"PRAGMA table_info({name})")}]
    return sorted(having, key=lambda name: name == "envelopes")

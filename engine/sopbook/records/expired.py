"""What has expired, and what is held: as the events say that the ledgers keep about themselves.

An expired event keeps its envelope, and its salt and payload are gone. That they may be gone is said by an event in a
stream that begins with `ledger:`, which is chained and sealed as every other; imported ones count too. So a payload
that is missing without such an event does not hold.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from sopbook.errors import Refused
from sopbook.plain import from_plain
from sopbook.records.chain import moment_of, read_envelope
from sopbook.records.events import PREFIX, Expired
from sopbook.records.tables import envelopes, payloads

_AT_ONCE = 200
EXPIRED, PLACED, RELEASED = "streams_expired", "hold_placed", "hold_released"
"""The types under which the events are stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expiry:
    """By which rule a stream expired, and when and by whom it was deleted."""

    stream: Expired
    at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Why a stream does not expire, since when and by whom."""

    stream: str
    reason: str
    at: datetime
    by: str
    name: str


class StreamExpired(Refused):
    """What is asked for was deleted, as it had to be."""

    def __init__(self, expiry: Expiry) -> None:
        gone = expiry.stream
        super().__init__(
            f"The record of `{gone.stream}` has expired: it was to be kept for {gone.keep} from the end of the run, "
            f"until {gone.until.isoformat()}. What was entered was deleted on {expiry.at.date().isoformat()} and "
            "cannot be brought back. `sop run show` says what is left of it."
        )
        self.expiry = expiry


def last_expired(connection: Connection) -> Mapping[str, int]:
    """The streams that have expired, each with the last of its events whose payload may be missing."""
    found: dict[str, int] = {}
    for _, payload in _told(connection, EXPIRED):
        for stream, last in expired_in(payload):
            found[stream] = max(last, found.get(stream, 0))
    return found


def expired_in(payload: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """The streams that one event says have expired, each with its last event; what cannot be read names none."""
    for one in _list(payload.get("streams")):
        if isinstance(one, dict) and type(one.get("stream")) is str and type(one.get("last")) is int:
            yield one["stream"], one["last"]


def expiry_of(connection: Connection, stream: str) -> Expiry | None:
    """How a stream expired; None when it did not."""
    return next((one for one in expiries(connection) if one.stream.stream == stream), None)


def expiries(connection: Connection) -> Iterator[Expiry]:
    """Every stream that expired; what cannot be read names none."""
    for envelope, payload in _told(connection, EXPIRED):
        for one in _list(payload.get("streams")):
            try:
                gone = from_plain(Expired, one)
                yield Expiry(stream=gone, at=moment_of(envelope.recorded_at), by=envelope.by)
            except (TypeError, ValueError, LookupError):
                continue


def holds(connection: Connection) -> Mapping[str, Hold]:
    """What is held now, by stream."""
    found: dict[str, Hold] = {}
    told = [*_told(connection, PLACED), *_told(connection, RELEASED)]
    for envelope, payload in sorted(told, key=lambda one: (one[0].recorded_at, one[0].stream, one[0].number)):
        stream, reason, name = (str(payload.get(key, "")) for key in ("stream", "reason", "name"))
        if envelope.type == RELEASED:
            found.pop(stream, None)
        elif stream not in found:
            at = moment_of(envelope.recorded_at)
            found[stream] = Hold(stream=stream, reason=reason, at=at, by=envelope.by, name=name)
    return found


def _told(connection: Connection, type_: str) -> Iterator[tuple[Any, Mapping[str, Any]]]:
    """The events of one type in the streams about ledgers, as far as they can be read."""
    with connection.execute(_ABOUT_LEDGERS, execution_options={"yield_per": _AT_ONCE}) as rows:
        for row in rows:
            try:
                envelope, payload = read_envelope(row.envelope), json.loads(row.payload)
            except (TypeError, ValueError, AttributeError, RecursionError):
                continue
            if envelope.type == type_ and isinstance(payload, dict):
                yield envelope, payload


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


_ABOUT_LEDGERS = (
    select(envelopes.c.envelope, payloads.c.payload)
    .select_from(envelopes.join(payloads))
    .where(envelopes.c.stream >= PREFIX, envelopes.c.stream < PREFIX + "\U0010ffff")
    .order_by(envelopes.c.stream, envelopes.c.number)
)

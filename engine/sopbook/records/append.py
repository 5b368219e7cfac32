"""One append, inside a transaction that holds the write lock.

Envelopes, payloads, texts and the answer to the idempotency key are all there afterwards or none is. The key comes
first: a request that was accepted before is answered, however much has happened since. Then the writer's number is
compared with the stream's; the primary keys and triggers refuse what a mistake of ours would let through.
"""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select

from sopbook.records.addresses import shown
from sopbook.records.chain import SALT_BYTES, Entry, Row, digest_of, moment_text, read_envelope, seal
from sopbook.records.errors import Conflict, KeyReused, LedgerDamaged, Unrecordable
from sopbook.records.evidence.references import named_in, note
from sopbook.records.tables import envelopes, payloads, requests, texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What somebody wants recorded; `content` is all of it as text, to tell a repeat from a mistake."""

    stream: str
    expected: int
    events: tuple[Entry, ...]
    by: str
    key: str
    content: str
    texts: Mapping[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Appended:
    """Where the events of an accepted request stand; `repeated` when they had been recorded before."""

    stream: str
    first: int
    last: int
    repeated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The end of a stream, as far as the next event needs to know it."""

    number: int = 0
    digest: str | None = None
    recorded_at: str = ""


def record(connection: Connection, ledger: str, request: Request) -> Appended:
    """Write the request's events behind the stream, or say where they already stand."""
    assert request.events, "nothing to record"
    _refuse_broken_text(request.stream, request.by, request.key, request.content)
    if (answer := answered(connection, request)) is not None:
        return answer
    head = head_of(connection, request.stream)
    if head.number != request.expected:
        raise Conflict(request.stream, expected=request.expected, actual=head.number)
    rows = _sealed(ledger, head, request)
    _insert_events(connection, request.stream, rows)
    note(connection, (one for row in rows for one in named_in(request.stream, row.number, row.payload or b"")))
    _insert_answer(connection, request, rows)
    _insert_texts(connection, request.texts)
    return Appended(stream=request.stream, first=rows[0].number, last=rows[-1].number)


def answered(connection: Connection, request: Request) -> Appended | None:
    """What this request was answered when it came first; None when it is new."""
    earlier: Any = connection.execute(_REQUEST, {"of": request.by, "named": request.key}).first()
    if earlier is None:
        return None
    if type(earlier.stream) is not str or type(earlier.first) is not int or type(earlier.last) is not int:
        raise LedgerDamaged(shown(connection.engine.url), f"what the key `{request.key}` stands for cannot be read")
    starts = request.expected == 0 and earlier.first == 1
    same_stream = earlier.stream == request.stream or starts
    known = type(earlier.salt) is bytes  # else it was deleted when its keeping ended, and nobody can tell any more
    same_content = not known or earlier.content == _content_digest(earlier.salt, request.content)
    if not (same_stream and same_content):
        raise KeyReused(by=request.by, key=request.key, stream=earlier.stream, first=earlier.first)
    return Appended(stream=earlier.stream, first=earlier.first, last=earlier.last, repeated=True)


def head_of(connection: Connection, stream: str) -> Head:
    """The end of the stream; looked at closely before anything is hung onto it."""
    row: Any = connection.execute(_HEAD, {"of": stream}).first()
    if row is None:
        return Head()
    try:
        if type(row.number) is int and digest_of(row.envelope) == row.digest:
            recorded_at = read_envelope(row.envelope).recorded_at
            return Head(number=row.number, digest=row.digest, recorded_at=recorded_at)
    except (TypeError, ValueError):
        pass
    why = f"{stream}, event {row.number}: the envelope is not what was recorded"
    raise LedgerDamaged(shown(connection.engine.url), why, stream=stream, number=row.number)


def _sealed(ledger: str, head: Head, request: Request) -> list[Row]:
    """The rows of the new events, each hung onto the one before."""
    rows: list[Row] = []
    latest, previous = head.recorded_at, head.digest
    for number, entry in enumerate(request.events, head.number + 1):
        recorded_at = moment_text(entry.recorded_at)
        assert recorded_at >= latest, f"{request.stream}: recorded_at runs backwards at event {number}"
        salt = secrets.token_bytes(SALT_BYTES)
        row = seal(
            entry, ledger=ledger, stream=request.stream, number=number, key=request.key, previous=previous, salt=salt
        )
        rows.append(row)
        latest, previous = recorded_at, row.digest
    return rows


def _insert_events(connection: Connection, stream: str, rows: Sequence[Row]) -> None:
    connection.execute(
        _ENVELOPE,
        [{"stream": stream, "number": row.number, "envelope": row.envelope, "digest": row.digest} for row in rows],
    )
    connection.execute(
        _PAYLOAD,
        [{"stream": stream, "number": row.number, "salt": row.salt, "payload": row.payload} for row in rows],
    )


def _insert_answer(connection: Connection, request: Request, rows: Sequence[Row]) -> None:
    first, last = rows[0], rows[-1]
    assert first.salt is not None
    values = {
        "by": request.by,
        "key": request.key,
        "stream": request.stream,
        "first": first.number,
        "last": last.number,
        "content": _content_digest(first.salt, request.content),
    }
    connection.execute(_ANSWER, values)


def _insert_texts(connection: Connection, contents: Mapping[str, bytes]) -> None:
    for digest, content in contents.items():
        assert digest_of(content) == digest, "a text under a digest that is not its own"
        if connection.execute(_TEXT_THERE, {"named": digest}).first() is None:
            connection.execute(_TEXT, {"digest": digest, "content": content})


def _content_digest(salt: bytes, content: str) -> str:
    """Salted with the first event's salt: when that is deleted one day, nobody can test what the request had said."""
    return hashlib.sha256(salt + content.encode()).hexdigest()


def _refuse_broken_text(*given: str) -> None:
    for text in given:
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise Unrecordable("a text holds characters that are not valid Unicode") from error


_HEAD = (
    select(envelopes.c.number, envelopes.c.envelope, envelopes.c.digest)
    .where(envelopes.c.stream == bindparam("of"))
    .order_by(envelopes.c.number.desc())
    .limit(1)
)
_REQUEST = (
    select(requests.c.stream, requests.c.first, requests.c.last, requests.c.content, payloads.c.salt)
    .select_from(
        requests.outerjoin(payloads, (payloads.c.stream == requests.c.stream) & (payloads.c.number == requests.c.first))
    )
    .where(requests.c.by == bindparam("of"), requests.c.key == bindparam("named"))
)
_TEXT_THERE = select(texts.c.digest).where(texts.c.digest == bindparam("named"))
_ENVELOPE, _PAYLOAD, _ANSWER, _TEXT = insert(envelopes), insert(payloads), insert(requests), insert(texts)

"""The heads of all streams: where each one ends, and the digest that stands for all of it.

One query finds them all, by leaping from stream to stream through the primary key, so that it costs as much as there
are streams, however many events they have. A head takes some 200 bytes of memory; 100,000 runs are 20 MB.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter
from typing import Any

from sqlalchemy import bindparam, func, select

from sopbook.records.chain import digest_of, read_envelope
from sopbook.records.errors import LedgerDamaged
from sopbook.records.ledger import Ledger
from sopbook.records.tables import envelopes

HEX = frozenset("0123456789abcdef")
MOST_EVENTS = 2**53 - 1
"""No larger number is the same in every reader of JSON."""
_AT_ONCE = 500


@dataclass(frozen=True, slots=True, order=True)
class Head:
    """An event of a stream by its digest, which covers all events before it; mostly the last one."""

    stream: str
    number: int
    digest: str

    @property
    def line(self) -> bytes:
        """As it stands in a seal. Sorted lines are sorted streams: nothing in a name sorts before the blank."""
        return f"{self.stream} {self.number} {self.digest}".encode()


def head_in(line: bytes) -> Head:
    """The head that a line names; `ValueError` when it names none, or not as we write it."""
    stream, number, digest = line.decode().split(" ")
    head = Head(stream, int(number), digest)
    if not is_name(stream) or not 1 <= head.number <= MOST_EVENTS or not is_digest(digest) or head.line != line:
        raise ValueError(f"not the head of a stream: {line!r}")
    return head


def is_name(stream: str) -> bool:
    """Whether a stream's name can stand in a line."""
    return stream.isprintable() and " " not in stream and stream != ""


def is_digest(text: str) -> bool:
    return len(text) == hashlib.sha256().digest_size * 2 and set(text) <= HEX


def shard_of(stream: str) -> str:
    """In which of 256 parts of a seal the stream stands, so that a stream that moves on changes one of them."""
    return hashlib.sha256(stream.encode()).hexdigest()[:2]


def heads_of(ledger: Ledger) -> tuple[Head, ...]:
    """Where every stream of the ledger ends, sorted; raises `LedgerDamaged` at one that is not what was recorded."""
    with ledger.reading() as connection:
        rows = connection.execution_options(yield_per=_AT_ONCE).execute(_HEADS)
        heads = [_head(row, ledger.place) for row in rows]
    return tuple(sorted(heads, key=lambda head: head.line))


def counted(ledger: Ledger) -> int:
    """How many events there are, by the numbers of the heads; quick, and believes what it reads."""
    with ledger.reading() as connection:
        found: Any = connection.execute(select(func.sum(_HEADS.subquery().c.number))).scalar()
    return found if type(found) is int else 0


def event_at(ledger: Ledger, stream: str, number: int | None = None) -> tuple[Head, str] | None:
    """An event of a stream, the last one if none is named, and the ledger it was recorded in; never its payload."""
    query = _ONE if number is None else _ONE.where(envelopes.c.number == number)
    with ledger.reading() as connection:
        row = connection.execute(query, {"of": stream}).first()
    return None if row is None else (_head(row, ledger.place), read_envelope(row.envelope).ledger)


def digests_at(ledger: Ledger, places: Iterable[tuple[str, int]]) -> Mapping[tuple[str, int], str]:
    """The digests of the events at these places (stream and number); none for an event that is not there."""
    found: dict[tuple[str, int], str] = {}
    waiting = iter(sorted(places, key=itemgetter(1)))  # those with one number together: each query has few of them
    with ledger.reading() as connection:
        while some := set(islice(waiting, _AT_ONCE)):
            streams, numbers = zip(*some, strict=True)
            for stream, number, envelope in connection.execute(_THERE, {"streams": streams, "numbers": set(numbers)}):
                if (stream, number) in some and type(envelope) is bytes:
                    found[stream, number] = digest_of(envelope)
    return found


def _head(row: Any, place: str) -> Head:
    if type(row.stream) is not str or not is_name(row.stream):
        raise LedgerDamaged(place, f"{row.stream!r} is no name of a stream")
    if type(row.number) is int and type(row.envelope) is bytes and digest_of(row.envelope) == row.digest:
        return Head(row.stream, row.number, row.digest)
    why = f"{row.stream}, event {row.number}: the envelope is not what was recorded"
    raise LedgerDamaged(place, why, stream=row.stream, number=row.number)


def _every_head() -> Any:
    """The smallest name, then again and again the smallest name above it; for each the row with the highest number."""
    name = envelopes.c.stream
    names = select(func.min(name).label("stream")).cte("names", recursive=True)
    above = select(func.min(name)).where(name > names.c.stream).scalar_subquery()
    names = names.union_all(select(above).where(names.c.stream.is_not(None)))
    inner = envelopes.alias()
    highest = select(func.max(inner.c.number)).where(inner.c.stream == names.c.stream).scalar_subquery()
    return select(envelopes.c.stream, envelopes.c.number, envelopes.c.envelope, envelopes.c.digest).select_from(
        names.join(envelopes, (envelopes.c.stream == names.c.stream) & (envelopes.c.number == highest))
    )


_HEADS = _every_head()
_ONE = select(envelopes).where(envelopes.c.stream == bindparam("of")).order_by(envelopes.c.number.desc()).limit(1)
_THERE = select(envelopes.c.stream, envelopes.c.number, envelopes.c.envelope).where(
    envelopes.c.stream.in_(bindparam("streams", expanding=True)),
    envelopes.c.number.in_(bindparam("numbers", expanding=True)),
)

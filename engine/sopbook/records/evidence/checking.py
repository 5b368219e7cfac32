"""Is all the evidence there, and is each file what it was when an event named it?

The table of what is named is held against the payloads, which the chain vouches for, and each file that it names is
read once, however many events name it. So a row that somebody takes out or writes anew hides nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, null, select

from sopbook.records.chain import Finding
from sopbook.records.evidence.errors import EvidenceUnreachable
from sopbook.records.evidence.references import Named, all_by_file, is_there, named_in
from sopbook.records.evidence.store import Store
from sopbook.records.tables import evidence, payloads

_AT_ONCE = 200


def in_table(connection: Connection, only: Sequence[str] | None = None) -> Iterator[Finding]:
    """Whether the table has exactly the files that the events name, those of all streams or of some."""
    there, reading = is_there(connection), connection.execution_options(yield_per=_AT_ONCE)
    query = _NAMED if there else _OLDER
    for streams in _parts(only):
        rows = reading.execute(query if streams is None else query.where(payloads.c.stream.in_(streams)))
        for (stream, number), group in groupby(rows, key=itemgetter(0, 1)):
            yield from _one_event(str(stream), number, list(group))
    for row in reading.execute(_LOST) if there else ():
        what = f"the payload is missing, but the table of evidence has its file “{row.name}”"
        yield Finding(stream=str(row.stream), number=row.number, what=what)


def in_store(connection: Connection, store: Store, seen: Callable[[], None]) -> Iterator[Finding]:
    """Whether each file is kept and is what was recorded; `seen` is told of each one that was looked at."""
    try:
        for (sha256, size), group in groupby(all_by_file(connection), key=lambda one: (one.sha256, one.size)):
            seen()
            if (why := _problem(store, sha256, size)) is not None:
                for one in group:
                    what = f"its file “{one.name}” is not among the evidence as it was recorded: {why}"
                    yield Finding(stream=str(one.stream), number=one.number, what=what)
    except EvidenceUnreachable as error:
        yield Finding(what=f"the evidence at {error.place} cannot be looked at any further: {error.why}")


def _parts(only: Sequence[str] | None) -> Iterator[Sequence[str] | None]:
    """Streams that one query asks for; None asks for all."""
    if only is None:
        yield None
    else:
        yield from (only[start : start + _AT_ONCE] for start in range(0, len(only), _AT_ONCE))


def _one_event(stream: str, number: int, rows: list[Any]) -> Iterator[Finding]:
    """The files of one event: each row has its payload and one file that the table has for it, if any."""
    payload = rows[0].payload
    names = named_in(stream, number, payload) if type(payload) is bytes else ()
    listed = [row[-3:] for row in rows if row[-3] is not None]
    has = [Named(stream=stream, number=number, sha256=sha256, name=name, size=size) for sha256, name, size in listed]
    for one in names:
        if one not in has:
            what = f"the table of evidence lacks its file “{one.name}”; `sop records rebuild` makes it anew"
            yield Finding(stream=stream, number=number, what=what)
    for one in has:
        if one not in names:
            yield Finding(stream=stream, number=number, what=f"the table of evidence has “{one.name}” as a file of it")


def _problem(store: Store, sha256: Any, size: Any) -> str | None:
    """What is wrong with a file; a damaged table hands out any type in any column."""
    if type(sha256) is not str or type(size) is not int:
        return "the table of evidence is damaged"
    return store.problem(sha256, size)


_PAYLOADS = select(payloads.c.stream, payloads.c.number, payloads.c.payload)
_ORDER = (payloads.c.stream, payloads.c.number)
_SAME = (evidence.c.stream == payloads.c.stream) & (evidence.c.number == payloads.c.number)
_NAMED = (
    _PAYLOADS.add_columns(evidence.c.sha256, evidence.c.name, evidence.c.size)
    .select_from(payloads.outerjoin(evidence, _SAME))
    .order_by(*_ORDER)
)
_OLDER = _PAYLOADS.add_columns(null(), null(), null()).order_by(*_ORDER)
_LOST = (
    select(evidence.c.stream, evidence.c.number, evidence.c.name)
    .select_from(evidence.outerjoin(payloads, _SAME))
    .where(payloads.c.number.is_(None))
)

"""Questions that the lists answer: in which runs somebody has something to do, and in which they take part.

Where the lists of a run cannot tell, because they are behind its events or because time alone has made other work
since, the answer says so: then the run itself is asked.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, or_, select, true

from sopbook.records.chain import moment_text
from sopbook.records.errors import LedgerDamaged
from sopbook.records.ledger import Ledger
from sopbook.records.projections import RunLine, run_line
from sopbook.records.tables import envelopes, listed, open_work, participants, payloads, runs

AT_ONCE = 500
"""So many names are asked for in one query."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """By what somebody is meant: the roles they may use, and their own name with those whom they stand in for."""

    roles: frozenset[str]
    people: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Involved:
    """Of some runs those that somebody takes part in or has something to do in, and those that cannot tell."""

    certain: frozenset[str]
    untold: frozenset[str]


def with_open_work(
    ledger: Ledger, hands: Hands | None, *, phases: Collection[str], now: datetime, limit: int
) -> tuple[RunLine, ...]:
    """The runs in these phases with open work for somebody, or for anybody at all, and those that cannot tell.

    Those that started first come first.
    """
    with ledger.reading() as connection:
        waits = exists().where(open_work.c.stream == runs.c.stream, _for(hands))
        query = _joined(select(runs)).where(runs.c.phase.in_(sorted(phases)), or_(waits, _untold(now)))
        found = connection.execute(query.order_by(runs.c.started_at.desc(), runs.c.stream.desc()).limit(limit)).all()
    try:
        return tuple(run_line(row) for row in reversed(found))
    except (TypeError, ValueError) as error:
        raise LedgerDamaged(ledger.place, "the list of runs holds a line that cannot be read") from error


def involved(ledger: Ledger, streams: Collection[str], hands: Hands, *, now: datetime | None) -> Involved:
    """Which of these runs are somebody's business; what waits for anybody of the team makes nobody part of it."""
    certain: set[str] = set()
    untold: set[str] = set()
    with ledger.reading() as connection:
        for some in _some(sorted(streams)):
            certain.update(_streams(connection, _part_in(hands).where(participants.c.stream.in_(some))))
            by_name = and_(_for(hands), or_(open_work.c.role != "", open_work.c.person != ""))
            certain.update(
                _streams(connection, select(open_work.c.stream).where(by_name, open_work.c.stream.in_(some)))
            )
            behind = _joined(select(runs.c.stream)).where(_untold(now), runs.c.stream.in_(some))
            untold.update(_streams(connection, behind))
    return Involved(certain=frozenset(certain), untold=frozenset(untold - certain))


def counted_runs(ledger: Ledger) -> int:
    """How many runs there are, as the list of runs says."""
    with ledger.reading() as connection:
        return connection.execute(select(func.count()).select_from(runs)).scalar_one()


def entered(ledger: Ledger, streams: Collection[str]) -> Iterator[tuple[str, bytes]]:
    """The payloads of some streams as they lie there, each with its stream, in the order of the events."""
    query = select(payloads.c.stream, payloads.c.payload).order_by(payloads.c.stream, payloads.c.number)
    with ledger.reading() as connection:
        for some in _some(sorted(streams)):
            found = connection.execute(
                query.where(payloads.c.stream.in_(some)), execution_options={"yield_per": AT_ONCE}
            )
            yield from ((row.stream, row.payload) for row in found if type(row.payload) is bytes)


def each_stream(ledger: Ledger, prefix: str) -> Iterator[str]:
    """The names of all streams that begin so, in their order, few of them in memory at a time."""
    last = prefix
    while some := _after(ledger, last, prefix):
        yield from some
        last = some[-1]


def _after(ledger: Ledger, last: str, prefix: str) -> tuple[str, ...]:
    name = envelopes.c.stream
    query = select(name).distinct().where(name > last, name < prefix + "\U0010ffff").order_by(name).limit(AT_ONCE)
    with ledger.reading() as connection:
        return tuple(_streams(connection, query))


def _for(hands: Hands | None) -> ColumnElement[bool]:
    """The rows of open work that are somebody's."""
    if hands is None:
        return true()
    work = open_work.c
    anybodys = and_(work.role == "", work.person == "")
    by_role = work.role.in_(sorted(hands.roles - {""}))
    return or_(by_role, work.person.in_(sorted(hands.people - {""})), anybodys)


def _called_on(hands: Hands) -> Select[tuple[str]]:
    by_name = or_(open_work.c.role != "", open_work.c.person != "")
    return select(open_work.c.stream).where(_for(hands), by_name)


def _part_in(hands: Hands) -> Select[tuple[str]]:
    return select(participants.c.stream).where(participants.c.person.in_(sorted(hands.people)))


def _joined(query: Select[Any]) -> Select[Any]:
    return query.select_from(runs.outerjoin(listed, listed.c.stream == runs.c.stream))


def _untold(now: datetime | None) -> ColumnElement[bool]:
    """The runs whose lists cannot tell; without a moment time counts for nothing."""
    behind = or_(listed.c.number.is_(None), listed.c.number != runs.c.number)
    return behind if now is None else or_(behind, listed.c.changes_at <= moment_text(now))


def _streams(connection: Connection, query: Select[tuple[str]]) -> Iterator[str]:
    return (str(one) for one in connection.execute(query).scalars())


def _some(streams: list[str]) -> Iterator[list[str]]:
    return (streams[at : at + AT_ONCE] for at in range(0, len(streams), AT_ONCE))

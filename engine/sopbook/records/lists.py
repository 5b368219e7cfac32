"""What stands beside the events of runs, made from them: open work, completions, deviations, signatures, people.

All of it is written in the transaction of the append that changes it, and only what this append changes: open work is
put in the place of the older, the rest is added to. Nothing here is a record: it can be made again from the events. How
rows follow from a run is the caller's business, and questions to them are answered by `lookups`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, exists, insert, select, update

from sopbook.records.chain import Finding, moment_text
from sopbook.records.projections import RunLine, run_row, write_run
from sopbook.records.tables import (
    acknowledgements,
    completions,
    deviations,
    envelopes,
    listed,
    open_work,
    participants,
    runs,
    signatures,
)

ADDED_TO = (completions, deviations, signatures, acknowledgements)
LISTS = (listed, open_work, *ADDED_TO, participants)
"""Every list but that of the runs, which no ledger lacks."""


Rows = Mapping[str, list[tuple[Any, ...]]]
"""The rows of one run by the names of the lists, sorted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenStep:
    """A step that waits for the holders of a role, or for a person, or with neither for anybody.

    One row for each of them; without a step it is the run itself that is to be confirmed.
    """

    step: str
    role: str
    person: str
    title: str
    state: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """A step was done, by the event of this number."""

    number: int
    step: str
    person: str
    role: str | None
    at: datetime
    attempt: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """Where a run did not go as written; `position` counts them from 0."""

    position: int
    step: str | None
    kind: str
    person: str
    at: datetime
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A signature; `position` counts those of the run from 0."""

    position: int
    step: str
    person: str
    role: str | None
    deputy_for: str
    at: datetime
    meaning: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """Somebody has read a document at its version."""

    number: int
    person: str
    document: str
    version: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What the lists have of a run after some events of it, the first of them being event `since` + 1.

    `changes_at` is when time alone may open other work. All but `line` and `open_work` is only what these events add;
    of the deviations all from position `kept_deviations` on, since one may be taken back.
    """

    line: RunLine
    since: int
    changes_at: datetime | None
    open_work: tuple[OpenStep, ...]
    completions: tuple[Completion, ...]
    deviations: tuple[Departure, ...]
    kept_deviations: int
    had_deviations: int
    signatures: tuple[Signed, ...]
    acknowledgements: tuple[Acknowledgement, ...]
    people: frozenset[str]


def write(connection: Connection, listing: Listing) -> bool:
    """Bring the lists up to date; false, with nothing but the run's line written, when they were behind before."""
    write_run(connection, listing.line)
    stream = listing.line.stream
    if not _advanced(connection, listing):
        return False
    connection.execute(_FORGET[open_work], {"of": stream})
    if listing.kept_deviations < listing.had_deviations:
        connection.execute(_TAKEN_BACK, {"of": stream, "first": listing.kept_deviations})
    for table, rows in _rows(listing):
        if rows:
            connection.execute(_INSERT[table], rows)
    _let_take_part(connection, stream, listing.people)
    return True


def replace(connection: Connection, listing: Listing) -> None:
    """Put a listing that was made from all events of a run in the place of its rows."""
    assert listing.since == 0, "made from all events"
    forget(connection, listing.line.stream)
    write(connection, listing)


def forget(connection: Connection, stream: str, *, line: bool = False) -> None:
    """Take a run out of the lists, and with `line` out of the list of runs as well."""
    for table in (*LISTS, *([runs] if line else [])):
        connection.execute(_FORGET[table], {"of": stream})


def lost(connection: Connection) -> frozenset[str]:
    """The streams that stand in lists and have no events."""
    return frozenset(str(one) for table in (*LISTS, runs) for one in connection.execute(_LOST[table]).scalars())


def rows(listing: Listing) -> Rows:
    """The rows that a listing made from all events has in each list."""
    assert listing.since == 0, "made from all events"
    stream, changes_at = listing.line.stream, listing.changes_at
    state = {"stream": stream, "number": listing.line.number, "changes_at": changes_at and moment_text(changes_at)}
    people = [{"stream": stream, "person": person} for person in listing.people]
    made = {runs: [run_row(listing.line)], listed: [state], participants: people, **dict(_rows(listing))}
    return {
        table.name: sorted((tuple(row[column.name] for column in table.columns) for row in made[table]), key=repr)
        for table in made
    }


def stored(connection: Connection, stream: str) -> Rows:
    """The rows of a run in each list as it stands."""
    return {
        table.name: sorted((tuple(row) for row in connection.execute(_STORED[table], {"of": stream})), key=repr)
        for table in (runs, *LISTS)
    }


def findings(connection: Connection) -> Iterator[Finding]:
    """The runs whose rows were not made from the latest event; those never listed since an older version are none."""
    query = select(listed.c.stream, listed.c.number, runs.c.number.label("latest"))
    differ = query.select_from(listed.outerjoin(runs, runs.c.stream == listed.c.stream)).where(
        listed.c.number.is_distinct_from(runs.c.number)
    )
    for row in connection.execute(differ, execution_options={"yield_per": 500}):
        what = f"the lists were made from event {row.number}, the list of runs from {row.latest or 'nothing'}"
        yield Finding(stream=str(row.stream), what=f"{what}; `sop records rebuild` makes them anew")


def _advanced(connection: Connection, listing: Listing) -> bool:
    """Whether the lists stood where the first of the events found them, and now stand behind the last."""
    changes_at = moment_text(listing.changes_at) if listing.changes_at else None
    values = {"to": listing.line.number, "change": changes_at}
    stream = listing.line.stream
    if listing.since > 0:
        where = {"of": stream, "since": listing.since}
        return connection.execute(_ADVANCE, values | where).rowcount == 1
    connection.execute(_INSERT[listed], {"stream": stream, "number": listing.line.number, "changes_at": changes_at})
    return True


def _rows(listing: Listing) -> Iterator[tuple[Table, list[dict[str, Any]]]]:
    stream = listing.line.stream
    yield open_work, [_row(stream, one) for one in listing.open_work]
    yield completions, [_row(stream, one) for one in listing.completions]
    yield deviations, [_row(stream, one) for one in listing.deviations]
    yield signatures, [_row(stream, one) for one in listing.signatures]
    yield acknowledgements, [_row(stream, one) for one in listing.acknowledgements]


def _row(stream: str, one: Any) -> dict[str, Any]:
    """A row has the columns that the value has fields, and the stream."""
    values = {field.name: getattr(one, field.name) for field in fields(one)}
    return {"stream": stream} | {
        name: moment_text(value) if isinstance(value, datetime) else value for name, value in values.items()
    }


def _let_take_part(connection: Connection, stream: str, people: frozenset[str]) -> None:
    there: Sequence[Any] = connection.execute(_TAKING_PART, {"of": stream}).scalars().all()
    if new := people.difference(there):
        connection.execute(_INSERT[participants], [{"stream": stream, "person": person} for person in sorted(new)])


_INSERT = {table: insert(table) for table in LISTS}
_STORED = {table: select(table).where(table.c.stream == bindparam("of")) for table in (runs, *LISTS)}
_FORGET = {table: delete(table).where(table.c.stream == bindparam("of")) for table in (runs, *LISTS)}
_LOST = {
    table: select(table.c.stream).distinct().where(~exists().where(envelopes.c.stream == table.c.stream))
    for table in (runs, *LISTS)
}
_TAKEN_BACK = delete(deviations).where(
    deviations.c.stream == bindparam("of"), deviations.c.position >= bindparam("first")
)
_TAKING_PART = select(participants.c.person).where(participants.c.stream == bindparam("of"))
_ADVANCE = (
    update(listed)
    .where(listed.c.stream == bindparam("of"), listed.c.number == bindparam("since"))
    .values(number=bindparam("to"), changes_at=bindparam("change"))
)

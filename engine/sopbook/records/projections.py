"""The list of runs, made from their events and kept beside them for speed; `lists` holds the others.

A line is written in the transaction of the append that changes it, and says which event it was made from. Nothing here
is a record: all of it can be made again from the events. How a line follows from a run is the caller's business.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, insert, select, tuple_, update

from sopbook.records.chain import moment_of, moment_text
from sopbook.records.tables import runs


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLine:
    """One run in a list; `number` is the event it was made from, `done` of `total` its leaves."""

    stream: str
    procedure: str
    version: str
    title: str
    checklist: str
    phase: str
    started_at: datetime
    started_by: str
    ended_at: datetime | None
    done: int
    total: int
    number: int


def write_run(connection: Connection, line: RunLine) -> None:
    """Put a run's line in the place of its older one."""
    values = {f"new_{name}": value for name, value in run_row(line).items()}
    if connection.execute(_CHANGE, values).rowcount == 0:
        connection.execute(insert(runs), run_row(line))


def listed_runs(
    *, phases: Collection[str], procedure: str | None, before: RunLine | None, limit: int
) -> Select[tuple[Any, ...]]:
    """The query for runs newest first; `before` is the last line of the page before."""
    query = select(runs).order_by(runs.c.started_at.desc(), runs.c.stream.desc()).limit(limit)
    if phases:
        query = query.where(runs.c.phase.in_(sorted(phases)))
    if procedure is not None:
        query = query.where(runs.c.procedure == procedure)
    if before is not None:
        last = tuple_(moment_text(before.started_at), before.stream)
        query = query.where(tuple_(runs.c.started_at, runs.c.stream) < last)  # the index leads straight to it
    return query


def run_line(row: Any) -> RunLine:
    """The line in a row; `TypeError` or `ValueError` when the row is damaged."""
    values = dict(row._mapping)
    for name in ("started_at", "ended_at"):
        values[name] = None if name == "ended_at" and values[name] is None else moment_of(values[name])
    return RunLine(**values)


def run_row(line: RunLine) -> dict[str, Any]:
    """The row of a line."""
    values = {name: getattr(line, name) for name in runs.c.keys()}  # noqa: SIM118 a column collection is no mapping
    values["started_at"] = moment_text(line.started_at)
    values["ended_at"] = None if line.ended_at is None else moment_text(line.ended_at)
    return values


_CHANGE = (
    update(runs)
    .where(runs.c.stream == bindparam("new_stream"))
    .values({name: bindparam(f"new_{name}") for name in runs.c.keys() if name not in ("stream", "started_at")})  # noqa: SIM118
)
"""`started_at` never changes, so the index by it is left alone."""

"""Records as tables for a spreadsheet: runs, their steps, their deviations, their signatures.

CSV in UTF-8 with the mark by which spreadsheets know that, commas between cells, and no cell that a spreadsheet would
run. Times are RFC 3339 in UTC, as in the records. The tables are for reading and counting; nothing brings them back.
"""

import codecs
import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from itertools import starmap
from pathlib import Path

from sopbook.actions.exporting import Export, NothingToExport
from sopbook.actions.outgoing import PREFIX
from sopbook.actions.recording import recorded
from sopbook.actions.run_view import Here, RunView, view_of
from sopbook.exchange.sheets.inert import inert
from sopbook.plain import written
from sopbook.records.bundle_file import Write, written_beside
from sopbook.runs.signing import changed_since
from sopbook.timing.spoken import counted

Cells = Iterable[object]


def to_tables(export: Export, folder: Path) -> tuple[str, ...]:
    """Write the four tables into a folder; their names and how much they hold."""
    around = export.around
    here = Here(now=around.clock(), calendar=around.calendar(), register={})
    rows = dict.fromkeys(TABLES, 0)
    with ExitStack() as stack:
        files = {name: stack.enter_context(written_beside(folder / name)) for name in TABLES}
        for name, (head, _) in TABLES.items():
            files[name](codecs.BOM_UTF8)
            _write(files[name], head)
        for line in export.lines():
            view = view_of(recorded(line.stream.removeprefix(PREFIX), around.journal), here)
            for name, (_, rows_of) in TABLES.items():
                for row in rows_of(view):
                    _write(files[name], (view.run.id, *row))
                    rows[name] += 1
        if not rows["runs.csv"]:
            raise NothingToExport(sum(export.left_out.values()))
    return tuple(starmap(lambda name, number: f"{name} ({counted(number, 'row')})", rows.items()))


def _write(write: Write, cells: Cells) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([inert(_text(one)) for one in cells])
    write(out.getvalue().encode())


def _text(cell: object) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case _:
            return str(cell)


def _runs(view: RunView) -> Iterator[Cells]:
    run, checklist = view.run, view.run.plan.checklist
    assert run.started_at is not None
    yield (
        run.title,
        checklist.procedure,
        checklist.version,
        run.phase.value,
        run.practice,
        run.initiator,
        run.lead,
        written(run.started_at),
        written(run.ended_at) if run.ended_at else None,
        written(run.dues[None].at) if None in run.dues else None,
        view.closed,
        view.total,
        len(run.deviations),
        len(run.signatures),
        run.parent.run if run.parent else None,
        run.checklist,
    )


def _steps(view: RunView) -> Iterator[Cells]:
    for step in view.steps:
        state = view.run.part(step.id)
        values = "; ".join(f"{label}: {value}" for label, value in step.values)
        at = written(state.at) if state.at and state.by else None
        by = (state.by, state.name, state.role)
        yield step.id, step.title, step.item, step.verb, step.state.value, step.why, *by, at, step.attempt, values


def _deviations(view: RunView) -> Iterator[Cells]:
    for one in view.run.deviations:
        yield one.step, one.kind, one.by, one.name, written(one.at), one.why


def _signatures(view: RunView) -> Iterator[Cells]:
    for one in view.run.signatures:
        changes = "; ".join(f"{each.name}, {written(each.at)}: {each.why}" for each in changed_since(view.run, one))
        who, signed = (one.by, one.name, one.role, one.deputy_for), (written(one.at), one.meaning, one.digest, one.mode)
        yield one.step, *who, *signed, changes


TABLES: Mapping[str, tuple[tuple[str, ...], Callable[[RunView], Iterable[Cells]]]] = {
    "runs.csv": (
        (
            *("run", "title", "procedure", "version", "phase", "practice", "started_by", "lead", "started_at"),
            *("ended_at", "due", "closed", "steps", "deviations", "signatures", "parent", "checklist"),
        ),
        _runs,
    ),
    "steps.csv": (
        (
            *("run", "step", "title", "item", "verb", "state", "why", "by", "name", "role", "at"),
            *("attempt", "values"),
        ),
        _steps,
    ),
    "deviations.csv": (("run", "step", "kind", "by", "name", "at", "why"), _deviations),
    "signatures.csv": (
        ("run", "step", "by", "name", "role", "deputy_for", "at", "meaning", "digest", "mode", "changed_after_signing"),
        _signatures,
    ),
}
"""The tables by the names of their files: their headings, and the rows of one run behind its id."""

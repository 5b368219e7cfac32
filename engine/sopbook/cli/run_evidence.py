"""`sop run evidence`: the files of a run, and copies of them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from sopbook.actions.evidence import FileOfRun, copied_out, files_of
from sopbook.cli import FINDINGS
from sopbook.cli.acting import Acting
from sopbook.cli.screen import Screen, screen_here
from sopbook.cli.session import session
from sopbook.cli.wrapping import when, wrapped
from sopbook.plain import written
from sopbook.runs.state import Run
from sopbook.runs.wording import title_of

Copies = dict[FileOfRun, Path | str]
"""Where a copy of each file lies, or why there is none."""


@click.command()
@click.argument("run_id", metavar="RUN")
@click.option(
    "--to", "folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path), help="Copy the files into DIR."
)
@click.option("--as", "person", metavar="PERSON", help="Look as this person of the team register.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.pass_context
def evidence(ctx: click.Context, run_id: str, folder: Path | None, person: str | None, as_json: bool) -> None:
    """List the files of RUN, and copy them out with --to.

    Each copy is checked against what was recorded, and bears the number of its event before its name. Exits with 1 when
    a file is missing or is another one.
    """
    with session(ctx, Acting(person=person, json=as_json)) as opened:
        run = opened.find(run_id)
        files = files_of(run.id, journal=opened.desk.journal)
        copies: Copies = {one: copied_out(one, opened.desk.store, folder) for one in files} if folder else {}
    if as_json:
        click.echo(json.dumps([_as_json(one, copies) for one in files], indent=2))
    else:
        click.echo("\n".join(_lines(run, files, copies, screen_here())))
    if any(isinstance(copy, str) for copy in copies.values()):
        ctx.exit(FINDINGS)


def _lines(run: Run, files: tuple[FileOfRun, ...], copies: Copies, screen: Screen) -> Iterator[str]:
    yield screen.style(wrapped(f"Files of “{run.title}”", screen), bold=True)
    if not files:
        yield wrapped(f"There are none yet. Add one: sop run attach {run.id} FILE", screen, "  ", "  ")
    for one in files:
        copy = copies.get(one)
        sign = "✕ " if isinstance(copy, str) else "● " if copy else "· "
        yield wrapped(f"{one.file.name}, {one.file.size:,} bytes", screen, "    ", f"  {sign}")
        at = f" at “{title_of(run, one.step)}”" if one.step else ""
        yield screen.style(wrapped(f"{one.name}{at}, {when(one.at)}", screen, "      "), dim=True)
        if copy is not None:
            yield wrapped(str(copy), screen, "      ")


def _as_json(one: FileOfRun, copies: Copies) -> dict[str, Any]:
    copy = copies.get(one)
    return {
        "number": one.number,
        "step": one.step,
        "name": one.file.name,
        "size": one.file.size,
        "sha256": one.file.sha256,
        "by": one.name,
        "at": written(one.at),
        "copy": str(copy) if isinstance(copy, Path) else None,
        "problem": copy if isinstance(copy, str) else None,
    }

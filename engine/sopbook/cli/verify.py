"""`sop verify`: whether the records are as they were written."""

import json
import os
from pathlib import Path

import click

from sopbook.actions import records
from sopbook.cli import FINDINGS
from sopbook.cli.screen import screen_here
from sopbook.workspace.resources import schemas
from sopbook.workspace.settings import find_root, read_settings


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.option(
    "--bundle",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Verify this export, with nothing but the file.",
)
@click.pass_context
def verify(ctx: click.Context, as_json: bool, bundle: Path | None) -> None:
    """Verify that the records are as they were written.

    Recomputes every chain and every digest from the stored bytes, and names each event that does not hold. Exits with 1
    when something does not. What somebody who owns the database cut off or rewrote at the end of a run, with everything
    beside it, cannot be seen from inside the database.
    """
    if bundle is not None:
        from sopbook.cli.verify_bundle import verify_file

        verify_file(ctx, bundle, as_json=as_json)
        return
    settings = read_settings(find_root(Path.cwd(), ctx.obj), schemas(), os.environ)
    found, place = records.verify(settings)
    if as_json:
        findings = [{"stream": one.stream, "number": one.number, "what": one.what} for one in found.findings]
        counts = {"streams": found.streams, "events": found.events, "unlisted": found.unlisted}
        click.echo(json.dumps({"ledger": place, "holds": found.holds, **counts, "findings": findings}, indent=2))
    else:
        screen = screen_here()
        sign = screen.style(screen.drawn("✕"), fg="red")
        for finding in found.findings:
            click.echo(f"{sign} {screen.visible(str(finding))}")
        if found.unlisted:
            click.echo(f"and {found.unlisted:,} more")
        counted = f"{_many(found.events, 'event')} in {_many(found.streams, 'run')}"
        if found.holds:
            sign = screen.style(screen.drawn("●"), fg="green")
            click.echo(f"{sign} The records hold: {counted}, each as it was written.\n  {place}")
        else:
            click.echo(f"The records do not hold ({counted} looked at, in {place}). Keep this file and a copy of it.")
    if not found.holds:
        ctx.exit(FINDINGS)


def _many(number: int, word: str) -> str:
    return f"{number:,} {word}" + ("s" if number != 1 else "")

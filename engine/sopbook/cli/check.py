"""`sop check`: what is wrong with the handbook."""

import json
from datetime import date
from pathlib import Path

import click

from sopbook.actions import handbook
from sopbook.cli import FINDINGS
from sopbook.cli.diagnostics import as_json, as_text
from sopbook.cli.screen import screen_here


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How problems are shown.")
@click.pass_context
def check(ctx: click.Context, paths: tuple[Path, ...], form: str) -> None:
    """Check all documents and say what is wrong, where, and what to do.

    With PATHS, only the problems of these files and folders are shown; the whole handbook is read all the same, because
    documents refer to each other. Exits with 1 when there are errors; warnings alone do not count.
    """
    try:
        checked = handbook.check(Path.cwd(), ctx.obj, paths, today=date.today())
    except handbook.OutsideHandbook as refusal:
        raise click.UsageError(str(refusal)) from None
    if form == "json":
        click.echo(json.dumps(as_json(checked.problems, checked.documents), indent=2))
    else:
        screen = screen_here()
        click.echo(as_text(checked.problems, checked.lines, checked.documents, screen), color=screen.colour)
    if checked.has_errors:
        ctx.exit(FINDINGS)

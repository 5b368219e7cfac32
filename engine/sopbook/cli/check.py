"""`sop check`: what is wrong with the handbook."""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import click

from sopbook.actions import handbook
from sopbook.cli import FINDINGS, REFUSED
from sopbook.cli.collector import without_collector
from sopbook.cli.formats.table import FORMATS, written
from sopbook.cli.progress import reading
from sopbook.cli.screen import screen_here
from sopbook.errors import SopbookError
from sopbook.workspace.settings import find_root


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", help="How problems are shown.")
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings too.")
@click.option("--watch", is_flag=True, help="Check again whenever a file of the handbook changes, until Ctrl-C.")
@click.option("--explain", metavar="CODE", help="Print what the manual says about CODE, and check nothing.")
@click.pass_context
def check(
    ctx: click.Context, paths: tuple[Path, ...], form: str, strict: bool, watch: bool, explain: str | None
) -> None:
    """Check all documents and say what is wrong, where, and what to do.

    With PATHS, only the problems of these files and folders are shown; the whole handbook is read all the same, because
    documents refer to each other. Exits with 1 when there are errors; warnings count with --strict only.

    A comment behind a value, or on a line of its own above it, suppresses one finding of a check there and says why:
    `# sop: ignore SOP204 because the role starts in May`.
    """
    if explain is not None:
        return _explain(explain)
    start = Path.cwd()
    if watch:
        root = find_root(start, ctx.obj)
        ctx.exit(_followed(root, lambda: _check(start, root, paths, form, strict=strict)))
    try:
        ctx.exit(_check(start, ctx.obj, paths, form, strict=strict))
    except handbook.OutsideHandbook as refusal:
        raise click.UsageError(str(refusal)) from None


def _check(start: Path, root: Path | None, paths: tuple[Path, ...], form: str, *, strict: bool) -> int:
    """Check once and show what was found; gives the exit code."""
    with reading() as progress, without_collector():
        checked = handbook.check(start, root, paths, today=date.today(), progress=progress)
    screen = screen_here()
    click.echo(written(form, checked, screen), color=screen.colour)
    return FINDINGS if checked.has_errors or (strict and checked.has_warnings) else 0


def _followed(root: Path, once: Callable[[], int]) -> int:
    """Check after every change; a handbook that cannot even be opened for a while ends nothing."""
    from sopbook.cli.following import changes_of, follow

    def again() -> int:
        if sys.stdout.isatty():
            click.clear()
        try:
            code = once()
        except handbook.OutsideHandbook as refusal:
            raise click.UsageError(str(refusal)) from None
        except SopbookError as refusal:
            click.echo(f"sop: {screen_here().visible(str(refusal))}", err=True)
            code = REFUSED
        sys.stdout.flush()
        return code

    with changes_of(root) as changes:
        return follow(changes, again, lambda: click.echo("Waiting for changes; Ctrl-C ends.", err=True))


def _explain(code: str) -> None:
    from sopbook.cli.explaining import UnknownCode, entry_of, explanation

    screen = screen_here()
    try:
        click.echo(explanation(entry_of(code), screen), color=screen.colour)
    except UnknownCode as refusal:
        raise click.UsageError(screen.visible(str(refusal))) from None

"""`sop records backup` and `sop records restore`: a copy of the records, and going back to one."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import click

from sopbook.actions import backups
from sopbook.cli.progress import counting
from sopbook.cli.screen import screen_here
from sopbook.cli.wrapping import wrapped
from sopbook.records.verify import Verification
from sopbook.timing.spoken import counted
from sopbook.workspace.resources import schemas
from sopbook.workspace.settings import find_root, read_settings

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=FILE)
@click.option("--force", is_flag=True, help="Write over FILE when it is there already.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.pass_context
def backup(ctx: click.Context, file: Path, force: bool, as_json: bool) -> None:
    """Copy the records to FILE, while others go on recording.

    The copy is verified before it gets its name. Files of evidence lie beside the records and are not in it: copy their
    folder, too (`sop records where`). Records on a PostgreSQL server are copied by pg_dump; how, is said.
    """
    settings = read_settings(find_root(Path.cwd(), ctx.obj), schemas(), os.environ)
    with counting("Copying", "pages") as shown:
        found = backups.back_up(settings, file, force=force, shown=shown)
    if as_json:
        click.echo(json.dumps({"file": str(file), "streams": found.streams, "events": found.events}, indent=2))
    else:
        _say(f"{file} holds {_size(found)}, and was verified.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Also when something was recorded since.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.pass_context
def restore(ctx: click.Context, file: Path, force: bool, as_json: bool) -> None:
    """Go back to the records in FILE, which `sop records backup` wrote.

    The file is verified first. What was recorded since is named, and nothing is done then unless with --force. The
    records that were there are moved aside and never deleted. What had expired since the backup is there again: run
    `sop records expire` after it.
    """
    settings = read_settings(find_root(Path.cwd(), ctx.obj), schemas(), os.environ)
    found = backups.restore(settings, file, now=datetime.now(UTC), force=force)
    aside = str(found.aside) if found.aside else None
    if as_json:
        one = found.verification
        click.echo(json.dumps({"streams": one.streams, "events": one.events, "moved_aside": aside}, indent=2))
    else:
        moved = f"\nWhat was there before lies in {aside} now." if aside else ""
        _say(f"The records are those of {file} again: {_size(found.verification)}.{moved}")


def _say(words: str) -> None:
    screen = screen_here()
    click.echo(wrapped(words, screen, "  ", f"{screen.drawn('●')} "))


def _size(found: Verification) -> str:
    return f"{counted(found.events, 'event')} in {counted(found.streams, 'stream')}"

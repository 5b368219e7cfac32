"""`sop records migrate`: the tables of the records, brought up to date."""

import json
import os
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from sopbook.actions import migrating
from sopbook.cli.screen import screen_here
from sopbook.cli.wrapping import wrapped
from sopbook.workspace.resources import schemas
from sopbook.workspace.settings import find_root, read_settings


@click.command()
@click.option("--grant", "roles", metavar="ROLE", multiple=True, help="Let this role of the server record; repeatable.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.pass_context
def migrate(ctx: click.Context, roles: tuple[str, ...], as_json: bool) -> None:
    """Bring the tables of the records up to date, or make them.

    Needed on PostgreSQL only, as the owner of the tables: once for a new database, and after an upgrade of sopbook that
    asks for it. In a file it happens by itself. What is recorded never changes by it; it is done whole or not at all.
    """
    settings = read_settings(find_root(Path.cwd(), ctx.obj), schemas(), os.environ)
    done = migrating.migrate(settings, now=datetime.now(UTC), grant_to=roles)
    if as_json:
        click.echo(json.dumps({**asdict(done), "granted": list(roles)}, indent=2))
        return
    screen = screen_here()
    how = f"now have the tables of form {done.after}, before {done.before}" if done.changed else "are up to date"
    click.echo(wrapped(f"The records at {done.place} {how}.", screen, "  ", f"{screen.drawn('●')} "))
    for role in roles:
        click.echo(wrapped(f"{role} may record and verify, and change nothing.", screen, "  ", "  "))

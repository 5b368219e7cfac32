"""`sop records hold` and `sop records release`: records that are needed beyond their time."""

import json
from pathlib import Path

import click

from sopbook.actions import holding
from sopbook.actions.outgoing import PREFIX
from sopbook.cli.acting import because
from sopbook.cli.screen import screen_here
from sopbook.cli.wrapping import when, wrapped
from sopbook.wiring import CODEC, desk


@click.command()
@click.argument("wanted", metavar="[RUN]", required=False)
@because
@click.option("--list", "listing", is_flag=True, help="List what is held; the same without RUN.")
@click.option("--as", "person", metavar="PERSON", help="Act as this person of the team register.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.pass_context
def hold(ctx: click.Context, wanted: str | None, reason: str, listing: bool, person: str | None, as_json: bool) -> None:
    """Keep the records of RUN, and of all that belongs to it, from expiring until they are released.

    That needs a reason. Without RUN, lists what is held.
    """
    if listing and wanted:
        raise click.UsageError("--list stands alone.")
    with desk(Path.cwd(), ctx.obj, person=person) as at:
        if wanted:
            by, key = at.actor, at.key()
            name = holding.hold(wanted, reason, around=at.surroundings, codec=CODEC, by=by, key=key)
            _say(name, "is held: it does not expire until it is released.", as_json, held=True)
            return
        held = holding.held(at.journal)
    if as_json:
        found = [
            {"stream": one.stream, "reason": one.reason, "by": one.by, "name": one.name, "at": one.at.isoformat()}
            for one in held
        ]
        click.echo(json.dumps(found, indent=2))
        return
    screen = screen_here()
    for one in held:
        click.echo(f"{screen.drawn('⧗')} {_shown(one.stream)}")
        click.echo(screen.style(wrapped(f"{one.reason}\n{one.name}, {when(one.at)}", screen, "    "), dim=True))
    if not held:
        click.echo("Nothing is held. To keep a run beyond its time: sop records hold RUN --reason TEXT")


@click.command()
@click.argument("wanted", metavar="RUN")
@because
@click.option("--as", "person", metavar="PERSON", help="Act as this person of the team register.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.pass_context
def release(ctx: click.Context, wanted: str, reason: str, person: str | None, as_json: bool) -> None:
    """Let the records of RUN expire again, when their time comes.

    That needs a reason.
    """
    with desk(Path.cwd(), ctx.obj, person=person) as at:
        by, key = at.actor, at.key()
        name = holding.release(wanted, reason, around=at.surroundings, codec=CODEC, by=by, key=key)
    _say(name, "is released: it expires when its time comes.", as_json, held=False)


def _say(stream: str, words: str, as_json: bool, *, held: bool) -> None:
    if as_json:
        click.echo(json.dumps({"stream": stream, "held": held}, indent=2))
    else:
        screen = screen_here()
        click.echo(wrapped(f"{_shown(stream)} {words}", screen, "  ", f"{screen.drawn('●')} "))


def _shown(stream: str) -> str:
    return f"run {stream.removeprefix(PREFIX)}" if stream.startswith(PREFIX) else stream

"""`sop records expire`: what was entered is deleted when its keeping has ended."""

import json
from collections.abc import Iterable
from pathlib import Path

import click

from sopbook.actions import expiring
from sopbook.actions.expiring import Family, Unclear
from sopbook.actions.outgoing import PREFIX
from sopbook.actions.seeing import Seeing
from sopbook.cli.screen import Screen, screen_here
from sopbook.cli.wrapping import when, wrapped
from sopbook.timing.spoken import counted
from sopbook.wiring import CODEC, Desk, desk


@click.command()
@click.option("--dry-run", is_flag=True, help="Only say what would be deleted.")
@click.option("--yes", is_flag=True, help="Delete it, for ever.")
@click.option("--as", "person", metavar="PERSON", help="Act as this person of the team register.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.pass_context
def expire(ctx: click.Context, dry_run: bool, yes: bool, person: str | None, as_json: bool) -> None:
    """Delete what was entered in runs whose keeping has ended (`keep` of the procedure; without it, never).

    A run and the runs that it started go together, after the one that is kept longest, and not while one of them is
    held (`sop records hold`). Values, names, reasons and files go; that something happened, when and by which id stays,
    so that the records still verify. Backups and exports that were made before still hold everything: they are for you
    to delete. A call that was stopped is repeated and does the rest.
    """
    if dry_run == yes:
        raise click.UsageError("Say --dry-run to see what would be deleted, or --yes to delete it.")
    with desk(Path.cwd(), ctx.obj, person=person) as at:
        seeing = Seeing(journal=at.journal, me=lambda: at.register[at.actor])
        found = ((one, yes and _goes(one, at)) for one in expiring.over(at.surroundings, seeing))
        told = [_as_json(*one) for one in found] if as_json else []
        runs = _say(found, screen_here(), yes=yes)
        files, left = expiring.tidied(at.surroundings, at.store) if yes else (0, "")
    if as_json:
        click.echo(json.dumps({"deleted": yes, "families": told, "files": files, "left": left}, indent=2))
    else:
        click.echo(wrapped(f"{_outcome(runs, files, yes=yes)}\n{left}", screen_here()))


def _goes(one: Family | Unclear, at: Desk) -> bool:
    if isinstance(one, Unclear) or one.hold is not None:
        return False
    return expiring.expire(one, around=at.surroundings, codec=CODEC, by=at.actor)


def _say(found: Iterable[tuple[Family | Unclear, bool]], screen: Screen, *, yes: bool) -> int:
    """Tell each as it is found; how many runs went, or would go."""
    went = waits = 0
    for one, gone in found:
        match one:
            case Unclear():
                words = f"{one.stream} was left alone: {one.why}"
                click.echo(wrapped(words, screen, "  ", f"{screen.drawn('✕')} "))
            case Family(hold=None):
                went, waits = went + gone * len(one.members), waits + len(one.members)
                _say_family(one, screen, "●" if gone else "○")
            case Family():
                _say_family(one, screen, "⧗")
    return went if yes else waits


def _say_family(family: Family, screen: Screen, symbol: str) -> None:
    for number, one in enumerate(family.members):
        lead = f"{screen.drawn(symbol)} " if number == 0 else "  with "
        click.echo(wrapped(one.title or one.procedure, screen, "    ", lead))
        about = (
            f"{_name(one.stream)} · {one.procedure} · ended {when(one.ended_at)} · kept {one.keep}, until {one.until}"
        )
        click.echo(screen.style(wrapped(about, screen, "    "), dim=True))
    if (hold := family.hold) is not None:
        words = f"held since {when(hold.at)} by {hold.name}: {hold.reason}"
        click.echo(screen.style(wrapped(words, screen, "    "), fg="yellow"))


def _outcome(runs: int, files: int, *, yes: bool) -> str:
    if not runs and not files:
        return "Nothing expires now."
    if not yes:
        return (
            f"{counted(runs, 'run')} would expire. Nothing was deleted: `sop records expire --yes` does it, for ever."
        )
    with_files = f", and {counted(files, 'file')} of evidence" if files else ""
    return (
        f"{counted(runs, 'run')} expired: what was entered is deleted{with_files}. Backups and exports that "
        "were made before still hold it; delete them, too."
    )


def _as_json(one: Family | Unclear, gone: bool) -> dict[str, object]:
    if isinstance(one, Unclear):
        return {"run": _name(one.stream), "unclear": one.why, "expired": False}
    return {
        "run": _name(one.stream),
        "until": one.until.isoformat(),
        "held": one.hold.reason if one.hold else None,
        "expired": gone,
        "members": [
            {
                "run": _name(member.stream),
                "title": member.title,
                "procedure": member.procedure,
                "keep": member.keep,
                "ended_at": member.ended_at.isoformat(),
                "until": member.until.isoformat(),
            }
            for member in one.members
        ],
    }


def _name(stream: str) -> str:
    return stream.removeprefix(PREFIX)

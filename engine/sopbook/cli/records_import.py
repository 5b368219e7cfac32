"""`sop records import`: the records of a bundle, brought into these."""

import json
from pathlib import Path

import click

from sopbook.actions.importing import bring
from sopbook.cli import FINDINGS
from sopbook.cli.screen import screen_here
from sopbook.cli.wrapping import wrapped
from sopbook.records.bundle_import import Imported, Outcome
from sopbook.timing.spoken import counted
from sopbook.wiring import CODEC, desk


@click.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would come.")
@click.option("--any-handbook", is_flag=True, help="Also when the bundle is of another handbook.")
@click.option("--as", "person", metavar="PERSON", help="Act as this person of the team register.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.pass_context
def import_(
    ctx: click.Context, file: Path, dry_run: bool, any_handbook: bool, person: str | None, as_json: bool
) -> None:
    """Bring the records of the bundle FILE into these.

    The whole bundle is verified first. What is here already stays as it is, what goes on further in the bundle is
    carried on, and what went another way in both is refused and named (exit code 1). An import that was stopped is
    repeated and brings the rest.
    """
    with desk(Path.cwd(), ctx.obj, person=person, making=not dry_run) as at:
        by = at.actor
        imported = bring(file, around=at.surroundings, codec=CODEC, by=by, any_handbook=any_handbook, dry_run=dry_run)
    if as_json:
        click.echo(json.dumps(_as_json(imported), indent=2))
    else:
        _say(imported, dry_run)
    if imported.refused:
        ctx.exit(FINDINGS)


def _say(imported: Imported, dry_run: bool) -> None:
    screen = screen_here()
    came = imported.outcomes[Outcome.NEW] + imported.outcomes[Outcome.LONGER]
    verb = "would come" if dry_run else "came"
    words = f"{counted(imported.events, 'event')} {verb}, in {counted(came, 'stream')}." if came else NOTHING
    click.echo(wrapped(words, screen, "  ", f"{screen.drawn('●')} "))
    for outcome, said in SAID.items():
        if number := imported.outcomes[outcome]:
            click.echo(wrapped(f"{counted(number, 'stream')} {said}", screen, "  ", "  "))
    for stream, why in imported.refused:
        click.echo(wrapped(f"{stream} was refused: {why}.".replace("..", "."), screen, "  ", f"{screen.drawn('✕')} "))
    if imported.unnamed:
        click.echo(f"and {imported.unnamed:,} more")


NOTHING = "Nothing came: all of it is here already."
SAID = {
    Outcome.NEW: "new",
    Outcome.LONGER: "carried on",
    Outcome.EQUAL: "here already",
    Outcome.SHORTER: "here already, and further on than in the bundle",
}


def _as_json(imported: Imported) -> dict[str, object]:
    refused = [{"stream": stream, "why": why} for stream, why in imported.refused]
    outcomes = {outcome.value: number for outcome, number in imported.outcomes.items()}
    bundle = imported.verification.footer.digest
    return {"bundle": bundle, "events": imported.events, "streams": outcomes, "refused": refused}

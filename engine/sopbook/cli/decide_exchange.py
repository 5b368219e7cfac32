"""`sop decide export` and `import`: decisions to and from other programs."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click

from sopbook.actions import exchanging
from sopbook.cli import FINDINGS
from sopbook.cli.screen import screen_here


@click.command()
@click.argument("decision", metavar="ID")
@click.option(
    "--to",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The file to write; its ending says how.",
)
@click.option("--force", is_flag=True, help="Overwrite the file if it is there.")
@click.pass_context
def export(ctx: click.Context, decision: str, to: Path, force: bool) -> None:
    """Write the decision ID for another program.

    A .dmn file is DMN 1.3 with a diagram, which modelling tools open as it is. A .csv or .xlsx file is the table for a
    spreadsheet, a row for each rule. A decision that weighs factors has no form in any of them.
    """
    data = exchanging.exported(Path.cwd(), ctx.find_root().obj, decision, to, today=date.today())
    exchanging.written({to: data}, force=force)
    click.echo(f"`{decision}` is in {to}", err=True)


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--to", type=click.Path(file_okay=False, path_type=Path), help="The folder for the documents.")
@click.option("--into", metavar="ID", help="The decision whose rules are in FILE, a spreadsheet.")
@click.option("--owner", default="owner", show_default=True, metavar="ROLE", help="The role that answers for them.")
@click.option("--force", is_flag=True, help="Overwrite documents that are there.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.pass_context
def import_(
    ctx: click.Context, file: Path, to: Path | None, into: str | None, owner: str, force: bool, as_json: bool
) -> None:
    """Make documents of the decisions in FILE, as drafts.

    Without --to they are printed. Decision tables are taken from DMN 1.1 to 1.5; anything else is named with its
    place, and the exit code is 1 then. A table of which a part cannot be taken does not come at all.

    A .csv or .xlsx file holds the rules of a decision of this handbook. With --into, its document is made anew with
    these rules; all other keys stay, comments do not.
    """
    if into is None:
        found = exchanging.taken(file, owner)
    else:
        found = exchanging.taken_into(Path.cwd(), ctx.find_root().obj, into, file, today=date.today())
    files = {id_: to / f"{id_}.yml" for id_ in found.documents} if to else {}
    exchanging.written({files[id_]: text.encode() for id_, text in found.documents.items() if files}, force=force)
    if as_json:
        click.echo(json.dumps(exchanging.as_json(found, files), indent=2))
    else:
        _show(found, file, files)
    if found.loses_comments and found.documents:
        click.echo(f"The comments in the document of `{into}` are not in its new text.", err=True)
    if found.remarks:
        ctx.exit(FINDINGS)


def _show(found: exchanging.Taken, file: Path, files: Mapping[str, Path]) -> None:
    """The documents, or where they were written; and what was not taken."""
    if files:
        click.echo("\n".join(map(str, files.values())))
    else:
        click.echo("---\n".join(found.documents.values()), nl=False)
    screen = screen_here()
    for remark in found.remarks:
        click.echo(screen.visible(f"{file}: {remark}"), err=True)

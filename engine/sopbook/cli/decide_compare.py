"""`sop decide compare`: for which inputs two versions of a decision answer otherwise."""

import json
from pathlib import Path

import click

from sopbook.actions import comparing
from sopbook.cli import FINDINGS, REFUSED
from sopbook.cli.compared_text import compared_text
from sopbook.cli.screen import screen_here
from sopbook.handbook.book import UnknownDocument


@click.command()
@click.argument("decision", metavar="ID")
@click.argument("other", metavar="FILE-OR-REV")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON, with every difference.")
@click.pass_context
def compare(ctx: click.Context, decision: str, other: str, as_json: bool) -> None:
    """Say for which inputs the decision ID answers otherwise than another version of it.

    FILE-OR-REV is a document, or a revision of the git repository: a commit, a tag, a branch, `HEAD~1`. What stood
    there is before, what stands in the handbook is now. Rules that were renamed, explained anew, split or joined make
    no difference: it is the answers that are compared.

    Exits with 0 when all answers are the same, with 1 when some differ, and with 3 when that could not be said.
    """
    try:
        found = comparing.compared(Path.cwd(), ctx.obj, decision, other)
    except UnknownDocument as unknown:
        raise click.UsageError(str(unknown)) from None
    click.echo(json.dumps(comparing.as_json(found), indent=2) if as_json else compared_text(found, screen_here()))
    comparison = found.comparison
    ctx.exit(FINDINGS if comparison.differs else REFUSED if comparison.reason else 0)

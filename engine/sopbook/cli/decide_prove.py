"""`sop decide prove`: the proof of a decision."""

import json
from pathlib import Path

import click

from sopbook.actions import decisions, proofs
from sopbook.cli import FINDINGS, REFUSED
from sopbook.cli.proof_text import proof_text
from sopbook.cli.screen import screen_here
from sopbook.decisions.findings import Verdict
from sopbook.decisions.search import NODES
from sopbook.handbook.book import UnknownDocument

EXITS = {Verdict.PROVEN: 0, Verdict.REFUTED: FINDINGS, Verdict.UNDECIDED: REFUSED}


@click.command()
@click.argument("decision", metavar="ID")
@click.option(
    "--budget",
    type=click.IntRange(min=1),
    default=NODES,
    show_default=True,
    metavar="N",
    help="How long to search: so many comparisons of a rule with a group of cases.",
)
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.pass_context
def prove(ctx: click.Context, decision: str, budget: int, as_json: bool) -> None:
    """Prove that the rules of the decision ID leave no gap and no conflict.

    Every group of cases without an answer, or with more than one, is shown with one case of it and, for a gap, with a
    rule to paste. Exits with 1 when the decision is refuted, with 3 when it could not be decided.
    """
    book = decisions.handbook_around(Path.cwd(), ctx.obj)
    try:
        framework = decisions.framework_in(book, decision)
    except UnknownDocument as unknown:
        raise click.UsageError(str(unknown)) from None
    proof = proofs.proven(framework, budget)
    if as_json:
        click.echo(json.dumps(proofs.as_json(framework, proof), indent=2))
    else:
        click.echo(proof_text(framework, proof, screen_here()))
    ctx.exit(EXITS[proof.verdict])

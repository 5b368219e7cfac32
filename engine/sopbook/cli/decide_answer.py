"""`sop decide answer`: the answer of a decision for values that are given or asked."""

import click

from sopbook.errors import Refused


@click.command()
@click.argument("decision", metavar="ID")
def answer(decision: str) -> None:
    """Answer the decision ID."""
    raise Refused(f"`{decision}` cannot be answered yet.")

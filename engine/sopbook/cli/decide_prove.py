"""`sop decide prove`: the proof of a decision."""

import click

from sopbook.errors import Refused


@click.command()
@click.argument("decision", metavar="ID")
def prove(decision: str) -> None:
    """Prove that the rules of the decision ID leave no gap and no conflict."""
    raise Refused(f"`{decision}` cannot be proven yet.")

"""`sop decide compare`: the comparison of two versions of a decision."""

import click

from sopbook.errors import Refused


@click.command()
@click.argument("decision", metavar="ID")
def compare(decision: str) -> None:
    """Say for which inputs another version of the decision ID answers otherwise."""
    raise Refused(f"`{decision}` cannot be compared yet.")

"""`sop decide export` and `import`: decisions to and from other programs."""

from pathlib import Path

import click

from sopbook.errors import Refused


@click.command()
@click.argument("decision", metavar="ID")
def export(decision: str) -> None:
    """Write the decision ID for another program."""
    raise Refused(f"`{decision}` cannot be exported yet.")


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_(file: Path) -> None:
    """Make a document of the decision in FILE."""
    raise Refused(f"{file} cannot be imported yet.")

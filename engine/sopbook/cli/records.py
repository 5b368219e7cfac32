"""`sop records`: what is done with the records as a whole. Each command has a module of its own and a row here."""

from collections.abc import Mapping

import click

from sopbook.cli import TableGroup


class Records(TableGroup):
    """The commands of `sop records`, imported when they are used."""

    table: Mapping[str, tuple[str, str]] = {
        "export": ("sopbook.cli.records_export:export", "Write records to a bundle, to tables or to pages."),
        "import": ("sopbook.cli.records_import:import_", "Bring the records of a bundle into these."),
    }


@click.group(cls=Records)
def records() -> None:
    """Take records out, bring them in, and look after them."""

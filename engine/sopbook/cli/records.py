"""`sop records`: what is done with the records as a whole. Each command has a module of its own and a row here."""

from collections.abc import Mapping

import click

from sopbook.cli import TableGroup


class Records(TableGroup):
    """The commands of `sop records`, imported when they are used."""

    table: Mapping[str, tuple[str, str]] = {
        "search": ("sopbook.cli.records_search:search_", "Find runs by what was entered in them."),
        "export": ("sopbook.cli.records_export:export", "Write records to a bundle, to tables or to pages."),
        "import": ("sopbook.cli.records_import:import_", "Bring the records of a bundle into these."),
        "rebuild": ("sopbook.cli.records_rebuild:rebuild_", "Make all lists anew from the events."),
        "migrate": ("sopbook.cli.records_migrate:migrate", "Bring the tables of the records up to date."),
        "expire": ("sopbook.cli.records_expire:expire", "Delete what was entered when its keeping has ended."),
        "hold": ("sopbook.cli.records_hold:hold", "Keep records from expiring, or list what is held."),
        "release": ("sopbook.cli.records_hold:release", "Let what was held expire again."),
        "backup": ("sopbook.cli.records_backup:backup", "Copy the records to a file, while others record."),
        "restore": ("sopbook.cli.records_backup:restore", "Go back to the records of a backup."),
        "where": ("sopbook.cli.records_where:where", "Say where the records are, and what they hold."),
    }


@click.group(cls=Records)
def records() -> None:
    """Take records out, bring them in, and look after them."""

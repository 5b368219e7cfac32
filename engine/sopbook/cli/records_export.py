"""`sop records export`: records that leave."""

import re
from datetime import date, datetime
from pathlib import Path

import click

from sopbook.actions import runs
from sopbook.actions.exporting import Export, Selection, last_seal, to_bundle, to_pages
from sopbook.cli.run import DAY
from sopbook.cli.screen import screen_here
from sopbook.cli.wrapping import wrapped
from sopbook.timing.spoken import counted
from sopbook.wiring import Desk, desk

BUNDLES = re.compile(r".*\.jsonl(\.gz)?")


@click.command()
@click.argument("wanted", metavar="[RUN]...", nargs=-1)
@click.option("--procedure", metavar="ID", help="Only runs of this procedure.")
@click.option("--since", metavar="DATE", type=DAY, help="Only runs that started on this day or later.")
@click.option("--until", metavar="DATE", type=DAY, help="Only runs that started on this day or earlier.")
@click.option("--to", required=True, type=click.Path(path_type=Path), help="The file, or the folder, to write.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "csv", "html"]),
    default="jsonl",
    show_default=True,
    help="A bundle, tables for a spreadsheet, or a page for each run.",
)
@click.option("--as", "person", metavar="PERSON", help="Act as this person of the team register.")
@click.pass_context
def export(
    ctx: click.Context,
    wanted: tuple[str, ...],
    procedure: str | None,
    since: datetime | None,
    until: datetime | None,
    to: Path,
    form: str,
    person: str | None,
) -> None:
    """Write records to a file or a folder: those of each RUN, or all that you may see.

    A bundle (.jsonl, or .jsonl.gz to pack it) holds the exact bytes of the records: `sop verify --bundle` checks it
    with nothing but the file, and `sop records import` brings it into other records. CSV gives four tables in a folder,
    HTML one page per run that needs nothing else and can be printed.

    Records of a procedure that says `records_for` are left out unless you hold one of these roles or took part; what
    was left out is said. Who has an export has the records in it: keep it as you keep them.
    """
    with desk(Path.cwd(), ctx.obj, person=person) as at:
        named = tuple(runs.find(one, journal=at.journal) for one in wanted)
        which = Selection(runs=named, procedure=procedure, since=_day(since), until=_day(until))
        exporting = Export(around=at.surroundings, by=at.actor, selection=which)
        words = WRITE[form](exporting, to, at)
        screen = screen_here()
        click.echo(wrapped(words, screen, "  ", f"{screen.drawn('●')} "))
        for left, number in exporting.left_out.items():
            what = f"Left out: {counted(number, 'run')} of `{left}`, which only some roles and who took part may see."
            click.echo(wrapped(what, screen, "  ", "! "))


def _day(given: datetime | None) -> date | None:
    return given.date() if given else None


def _bundle(exporting: Export, to: Path, at: Desk) -> str:
    if to.is_dir() or not BUNDLES.fullmatch(to.name):
        raise click.BadParameter("name a file that ends with .jsonl or .jsonl.gz", param_hint="--to")
    footer = to_bundle(exporting, to, seals=last_seal(at.settings))
    size = f"{counted(footer.events, 'event')} in {counted(footer.streams, 'stream')}"
    return f"{to} holds {size}.\nIts digest is {footer.digest}: keep it apart from the file."


def _pages(exporting: Export, to: Path, at: Desk) -> str:
    from sopbook.actions.run_page import page_maker

    folder = _folder(to)
    return f"{folder} holds {counted(to_pages(exporting, folder, page_maker(at.surroundings)), 'page')}."


def _tables(exporting: Export, to: Path, _at: Desk) -> str:
    from sopbook.actions.export_tables import to_tables

    folder = _folder(to)
    return f"{folder} holds {', '.join(to_tables(exporting, folder))}."


def _folder(to: Path) -> Path:
    if to.exists() and not to.is_dir():
        raise click.BadParameter("name a folder; this is a file", param_hint="--to")
    to.mkdir(mode=0o700, parents=True, exist_ok=True)
    return to


WRITE = {"jsonl": _bundle, "csv": _tables, "html": _pages}

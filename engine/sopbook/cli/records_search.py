"""`sop records search`: runs, by what was entered in them."""

import json
from datetime import datetime
from typing import Any

import click

from sopbook.actions.paging import Passing, line_at
from sopbook.actions.runs import find, line_as_json
from sopbook.actions.searching import Found, Hit, search
from sopbook.cli.acting import Acting
from sopbook.cli.left_out import say_left_out
from sopbook.cli.run import DAY
from sopbook.cli.run_text import list_text, story_text
from sopbook.cli.screen import Screen, screen_here
from sopbook.cli.session import session
from sopbook.plain import written
from sopbook.runs.story import Line
from sopbook.timing.calendar import MIDNIGHT

MOST_TOLD = 3
"""So many sentences are shown of each run."""


@click.command(name="search")
@click.argument("words", nargs=-1, required=True)
@click.option("--procedure", metavar="ID", help="Only runs of this procedure.")
@click.option("--person", metavar="PERSON", help="Only runs in which this person has a part.")
@click.option("--since", metavar="DATE", type=DAY, help="Only runs that started on this day or later.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="At most so many.")
@click.option("--before", "run_id", metavar="RUN", help="Go on behind this run, the last of the list before.")
@click.option("--as", "me", metavar="PERSON", help="Look as this person of the team register.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.pass_context
def search_(
    ctx: click.Context,
    words: tuple[str, ...],
    procedure: str | None,
    person: str | None,
    since: datetime | None,
    limit: int,
    run_id: str | None,
    me: str | None,
    as_json: bool,
) -> None:
    """Find the runs in which all WORDS stand, newest first.

    They are sought in titles, values, notes, reasons, messages and names of files; parts of words count, capitals do
    not. Every event is looked through, about 100,000 in a second: with the options below it is less.
    """
    with session(ctx, Acting(person=me, json=as_json)) as opened:
        journal = opened.desk.journal
        passing = Passing(
            journal=journal,
            seeing=opened.browsing,
            procedure=procedure,
            person=person,
            since=datetime.combine(since.date(), MIDNIGHT, opened.calendar.zone) if since else None,
            before=line_at(find(run_id, journal=journal), journal) if run_id else None,
        )
        found = search(words, passing, limit)
    if as_json:
        click.echo(json.dumps([_as_json(hit) for hit in found.hits], indent=2))
    else:
        click.echo(_text(found, screen_here()))
    say_left_out(found.left_out, in_json=as_json, verb="searched")


def _text(found: Found, screen: Screen) -> str:
    if not found.hits:
        return "No run was found. Fewer words, or parts of words, find more."
    parts = ["\n".join([list_text([hit.line], screen), *_told(hit, screen)]) for hit in found.hits]
    more = [f"There are more: --before {found.hits[-1].line.stream.removeprefix('run:')}"] if found.more else []
    return "\n\n".join([*parts, *more])


def _told(hit: Hit, screen: Screen) -> list[str]:
    unsaid = len(hit.told) - MOST_TOLD
    told = [story_text(hit.told[:MOST_TOLD], screen, days=True)] if hit.told else []
    return [*told, *([f"and {unsaid:,} more"] if unsaid > 0 else [])]


def _as_json(hit: Hit) -> dict[str, Any]:
    return {**line_as_json(hit.line), "found": [_line_as_json(line) for line in hit.told]}


def _line_as_json(line: Line) -> dict[str, Any]:
    return {"at": written(line.at), "text": line.text, "values": dict(line.values)}

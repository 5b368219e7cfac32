"""`sop records rebuild`: the lists made anew from the events."""

import json
from collections.abc import Callable
from pathlib import Path

import click

from sopbook.actions.rebuilding import Listed, check, rebuild
from sopbook.actions.surroundings import RunJournal
from sopbook.cli import FINDINGS
from sopbook.cli.progress import counting
from sopbook.cli.screen import Screen, screen_here
from sopbook.cli.wrapping import wrapped
from sopbook.records.lookups import counted_runs
from sopbook.timing.spoken import counted
from sopbook.wiring import desk


@click.command(name="rebuild")
@click.option("--check", "only_check", is_flag=True, help="Only compare them; change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.pass_context
def rebuild_(ctx: click.Context, only_check: bool, as_json: bool) -> None:
    """Make all lists anew from the events.

    The lists of runs, open work, completions, deviations, signatures and readers stand beside the events for speed and
    are no records. Others can go on working meanwhile. With --check nothing is changed, and it exits with 1 when a list
    is not what the events make of it; so it does when a run cannot be read.
    """
    with desk(Path.cwd(), ctx.obj) as at:
        listed = _with_progress(check if only_check else rebuild, at.journal)
    if as_json:
        wrong = [{"run": one.run, "what": one.what} for one in listed.wrong]
        click.echo(
            json.dumps({"runs": listed.runs, "lost": listed.lost, "wrong": wrong, "unnamed": listed.unnamed}, indent=2)
        )
    else:
        _say(listed, only_check, screen_here())
    if listed.wrong or (only_check and listed.lost):
        ctx.exit(FINDINGS)


def _with_progress(look: Callable[..., Listed], journal: RunJournal) -> Listed:
    with counting("Listing", "runs") as shown:
        if shown is None:
            return look(journal)
        there = counted_runs(journal.ledger)
        return look(journal, lambda done: shown(done, max(there, done)))


def _say(listed: Listed, only_check: bool, screen: Screen) -> None:
    for one in listed.wrong:
        click.echo(wrapped(screen.visible(f"run {one.run}: {one.what}"), screen, "  ", f"{screen.drawn('✕')} "))
    if listed.unnamed:
        click.echo(f"and {listed.unnamed:,} more")
    if listed.lost:
        what = f"{counted(listed.lost, 'run')} {'stands' if listed.lost == 1 else 'stand'} in lists without any events"
        click.echo(wrapped(f"{what}." if only_check else f"{what}; taken out.", screen, "  ", "! "))
    runs = counted(listed.runs, "run")
    if not only_check:
        right = listed.runs - len(listed.wrong) - listed.unnamed
        done = f"The lists were made anew from the events of {counted(right, 'run')}."
    elif listed.is_right:
        done = f"All lists are what the events make of them: {runs}."
    else:
        done = f"Of {runs} not all stand in the lists as their events say. `sop records rebuild` makes them anew."
    sign = screen.drawn("●" if listed.is_right or not (only_check or listed.wrong) else "✕")
    click.echo(wrapped(done, screen, "  ", f"{sign} "))

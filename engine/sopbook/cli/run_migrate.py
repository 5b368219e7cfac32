"""`sop run migrate`: going on by the version that is in force now, with a look at what that means before."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from pathlib import Path

import click

from sopbook.actions.versions import previewed, to_newer
from sopbook.cli.acting import Acting, acting, because, late_entry, parsed, setting
from sopbook.cli.completing import referring
from sopbook.cli.giving import RUN
from sopbook.cli.screen import Screen, screen_here
from sopbook.cli.session import Session, session
from sopbook.cli.wrapping import wrapped
from sopbook.documents.ids import StepId
from sopbook.runs.checklist import Checklist
from sopbook.runs.migrating import Migration
from sopbook.runs.plan import Plan
from sopbook.runs.standing import State
from sopbook.runs.state import Run
from sopbook.runs.wording import title_of


@click.command()
@RUN
@setting
@because
@click.option("--preview", is_flag=True, help="Only show what would become of it.")
@late_entry
@acting
@click.pass_context
def migrate(
    ctx: click.Context, run_id: str, pairs: tuple[str, ...], reason: str, preview: bool, acting: Acting
) -> None:
    """Go on with RUN by the version that is in force now.

    Steps that are the same keep what was done; those that changed are asked again. What the newer version asks besides
    when it starts is given with --set.
    """
    with session(ctx, acting) as opened:
        run = opened.find(run_id)
        if preview:
            _show(opened, run)
            return
        command = to_newer(run, opened.desk.surroundings, reason)
        inputs = referring(opened.desk, command.frozen.inputs, parsed(pairs), Path.cwd())
        opened.say(opened.act(run.id, replace(command, inputs=inputs)))


def _show(opened: Session, run: Run) -> None:
    checklist, found = previewed(run, opened.desk.surroundings)
    if opened.json:
        click.echo(json.dumps({"run": run.id, "version": checklist.version, **asdict(found)}, indent=2))
    else:
        click.echo("\n".join(_lines(run, checklist, found, screen_here())))


def _lines(run: Run, checklist: Checklist, found: Migration, screen: Screen) -> Iterator[str]:
    """What would become of a run, in words."""
    yield screen.style(wrapped(run.title, screen), bold=True)
    yield wrapped(f"from version {run.plan.checklist.version} to version {checklist.version}", screen)
    old, new = run, Run(id=run.id, checklist="", plan=Plan(checklist), inputs=run.inputs)
    yield from _steps("Keeps what was done", State.DONE, old, found.kept, screen)
    yield from _steps("Is asked again, because it changed", State.READY, old, found.again, screen)
    yield from _steps("Is new", State.PENDING, new, found.appeared, screen)
    yield from _steps("Is there no more; the record keeps it", State.SKIPPED, old, found.vanished, screen)
    if found.asked:
        yield wrapped(f"\nIt also asks for: {', '.join(found.asked)}. Give it with --set NAME=VALUE.", screen)
    yield "\n" + wrapped(f"Go on by it: sop run migrate {run.id}", screen)


def _steps(heading: str, state: State, run: Run, steps: Iterable[StepId], screen: Screen) -> Iterator[str]:
    titles = [title_of(run, step) for step in steps]
    if titles:
        yield "\n" + screen.style(heading, bold=True)
    yield from (wrapped(title, screen, "    ", f"  {state.symbol} ") for title in titles)

"""`sop run`: a procedure as a checklist, whose completions are recorded."""

import json
from datetime import datetime
from pathlib import Path

import click

from sopbook.actions import runs
from sopbook.actions.outgoing import PREFIX
from sopbook.actions.paging import Page, Passing, line_at, page
from sopbook.actions.starting import require_in_force
from sopbook.cli.acting import Acting, acting, parsed, setting
from sopbook.cli.expired_text import show_expired
from sopbook.cli.left_out import say_left_out
from sopbook.cli.run_acts import ACTS
from sopbook.cli.run_evidence import evidence
from sopbook.cli.run_life import LIFE
from sopbook.cli.run_migrate import migrate
from sopbook.cli.run_replace import replace
from sopbook.cli.run_text import list_text
from sopbook.cli.run_verbs import VERBS
from sopbook.cli.screen import screen_here
from sopbook.cli.session import Session, begin, session
from sopbook.cli.wrapping import wrapped
from sopbook.records.errors import LedgerMissing
from sopbook.records.expired import StreamExpired
from sopbook.runs.commands import Start
from sopbook.runs.freeze import freeze

DAY = click.DateTime(["%Y-%m-%d"])


class InOrder(click.Group):
    """Lists its commands as they were added: in the order of use."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(self.commands)


@click.group(cls=InOrder)
def run() -> None:
    """Run a procedure as a checklist that records what was done."""


@run.command()
@click.argument("procedure")
@setting
@click.option("--answers", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Play a whole run.")
@click.option("--needs-confirmed", is_flag=True, help="Everything the procedure needs is there.")
@click.option("--practice", is_flag=True, help="A run for practice: it counts nowhere.")
@click.option("--begin", "begins", metavar="DATE", type=DAY, help="Nothing is to be done before that day.")
@click.option("--no-walk", is_flag=True, help="Only start it; do not go through the steps now.")
@acting
@click.pass_context
def start(
    ctx: click.Context,
    procedure: str,
    pairs: tuple[str, ...],
    answers: Path | None,
    needs_confirmed: bool,
    practice: bool,
    begins: datetime | None,
    no_walk: bool,
    acting: Acting,
) -> None:
    """Start PROCEDURE and go through it, one step at a time.

    What it asks can be given with --set; the rest is asked. The run can be left at any point and continued with
    `sop run continue`. With --answers a file says everything a person would, and the whole run is played from it.
    """
    with session(ctx, acting, making=True) as opened:
        if answers is not None:
            from sopbook.cli.play import play

            play(ctx, opened, procedure, answers, practice=practice)
            return
        command = Start(
            inputs=parsed(pairs),
            needs_confirmed=needs_confirmed,
            practice=practice,
            begins_on=begins.date() if begins else None,
        )
        actor = opened.desk.actor
        if opened.talks:
            command = _asked(opened, procedure, command)
        started = begin(opened, procedure, command, by=actor, base=Path.cwd())
        if opened.talks and not no_walk:
            from sopbook.cli.walk import walk

            walk(opened, started.run.id)
        else:
            opened.say(started)


def _asked(opened: Session, procedure: str, command: Start) -> Start:
    """What is missing to start, asked from the person at the terminal."""
    from sopbook.cli.asking import ask_inputs

    desk, screen = opened.desk, screen_here()
    book = desk.sound_handbook().handbook
    document = book.procedure(procedure)
    require_in_force(document, desk.now().date())
    click.echo(screen.style(wrapped(document.title, screen), bold=True))
    click.echo(f"{wrapped(document.summary, screen)}\n" if document.summary else "")
    return ask_inputs(freeze(document, book, commit=""), command, opened, screen)


@run.command(name="continue")
@click.argument("run_id", metavar="RUN")
@acting
@click.pass_context
def continue_(ctx: click.Context, run_id: str, acting: Acting) -> None:
    """Go on with RUN where it was left."""
    with session(ctx, acting) as opened:
        found = opened.find(run_id)
        if opened.talks:
            from sopbook.cli.walk import walk

            walk(opened, found.id)
        else:
            opened.show(found, with_story=False)


@run.command(name="list")
@click.option("--all", "ended", is_flag=True, help="Also those that have ended.")
@click.option("--procedure", help="Only runs of this procedure.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True, help="At most so many.")
@click.option("--before", "run_id", metavar="RUN", help="Go on behind this run, the last of the list before.")
@click.option("--as", "person", metavar="PERSON", help="Look as this person of the team register.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.pass_context
def list_(
    ctx: click.Context,
    ended: bool,
    procedure: str | None,
    limit: int,
    run_id: str | None,
    person: str | None,
    as_json: bool,
) -> None:
    """List runs, newest first."""
    found = Page(lines=(), left_out=0, more=False)
    try:
        with session(ctx, Acting(person=person, json=as_json)) as opened:
            journal = opened.desk.journal
            before = line_at(runs.find(run_id, journal=journal), journal) if run_id else None
            passing = Passing(journal=journal, seeing=opened.browsing, ended=ended, procedure=procedure, before=before)
            found = page(passing, limit)
    except LedgerMissing:  # nothing was ever recorded, and looking records nothing
        pass
    if as_json:
        click.echo(json.dumps([runs.line_as_json(line) for line in found.lines], indent=2))
    elif found.lines:
        click.echo(list_text(found.lines, screen_here()))
    else:
        which = ("" if ended else "open ") + "runs" + (f" of `{procedure}`" if procedure else "")
        click.echo(_none(which, procedure, before=run_id is not None, left_out=found.left_out))
    if found.more and not as_json:
        click.echo(f"\nThere are more: --before {found.lines[-1].stream.removeprefix(PREFIX)}")
    say_left_out(found.left_out, in_json=as_json)


def _none(which: str, procedure: str | None, *, before: bool, left_out: int) -> str:
    """What a list says that has nothing to show."""
    if before or left_out:
        return f"There are no {'further ' if before else ''}{which} for you to see."
    return f"There are no {which}. Start one: sop run start {procedure or 'PROCEDURE'}"


@run.command()
@click.argument("run_id", metavar="RUN")
@click.option("--story/--no-story", "with_story", default=True, help="Also tell everything that happened.")
@click.option("--as", "person", metavar="PERSON", help="Look as this person of the team register.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.pass_context
def show(ctx: click.Context, run_id: str, with_story: bool, person: str | None, as_json: bool) -> None:
    """Show RUN: where every step stands, and what happened."""
    with session(ctx, Acting(person=person, json=as_json)) as opened:
        try:
            found = opened.find(run_id)
        except StreamExpired as gone:
            show_expired(gone.expiry, opened.desk.journal, as_json=as_json, with_story=with_story)
            return
        opened.show(found, with_story=with_story)


for act in (*ACTS, *VERBS, *LIFE, replace, migrate, evidence):
    run.add_command(act)

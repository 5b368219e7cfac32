"""The commands of `sop run` about a run as a whole: who does it, whether it goes on, what was written down of it."""

from pathlib import Path

import click

from sopbook.cli.acting import because, parsed, setting
from sopbook.cli.giving import AT_STEP, RUN, STEP, giving, giving_at
from sopbook.cli.session import Session
from sopbook.documents.ids import StepId
from sopbook.runs import commands as cmd
from sopbook.runs.commands import Command
from sopbook.runs.rounds import typed_id
from sopbook.runs.state import Run

NOTE = click.option("--note", default="", help="Where it stands, for whoever goes on.")


@click.command()
@RUN
@STEP
@click.argument("to", metavar="[PERSON]", default="")
@giving
def assign(step: StepId, to: str) -> Command:
    """Give STEP of RUN to PERSON, who may do it.

    Without PERSON it goes back to its role.
    """
    return cmd.Assign(step=step, to=to)


@click.command(name="hand-over")
@RUN
@click.argument("to", metavar="PERSON")
@NOTE
@giving
def hand_over(to: str, note: str) -> Command:
    """Give RUN to PERSON as its new lead."""
    return cmd.HandOver(to=to, note=note)


@click.command()
@RUN
@click.argument("text")
@AT_STEP
@giving
def note(text: str, step: StepId | None) -> Command:
    """Write TEXT down, to RUN or to one of its steps."""
    return cmd.Note(text=text, step=step)


@click.command()
@RUN
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@AT_STEP
@click.option("--text", default="", help="What it is.")
@giving_at
def attach(opened: Session, _run: Run, file: Path, step: StepId | None, text: str) -> Command:
    """Add FILE to RUN or to one of its steps.

    Its name, its size and its digest are recorded, and a copy of it is kept.
    """
    return cmd.Attach(file=opened.desk.files.refer(file), step=step, text=text)


@click.command()
@RUN
@AT_STEP
@setting
@because
@giving
def amend(step: StepId | None, pairs: tuple[str, ...], reason: str) -> Command:
    """Put one recorded value of RUN right, with a reason.

    Without --step it is one of the values that the run was started with.
    """
    values = parsed(pairs)
    if len(values) != 1:
        raise click.UsageError("Give the one value that is put right: --set NAME=VALUE.")
    ((name, value),) = values.items()
    return cmd.Amend(name=name, value=value, reason=reason, step=step)


@click.command()
@RUN
@because
@giving
def hold(reason: str) -> Command:
    """Let nothing go on in RUN until it is resumed.

    That needs a reason. Times run on meanwhile.
    """
    return cmd.Hold(reason=reason)


@click.command()
@RUN
@giving
def resume() -> Command:
    """Go on with RUN after a hold."""
    return cmd.Resume()


@click.command()
@RUN
@giving
def tick() -> Command:
    """Record what time alone has made true in RUN."""
    return cmd.Tick()


@click.command()
@RUN
@giving
def finish() -> Command:
    """Confirm that everything RUN was to bring about is so."""
    return cmd.Finish()


@click.command()
@RUN
@because
@click.option("--detach", "detached", multiple=True, metavar="STEP", help="Let the run that STEP started go on.")
@giving
def cancel(reason: str, detached: tuple[str, ...]) -> Command:
    """End RUN before it is done, with a reason.

    The runs that its steps started end with it, except those that are named by --detach. Where steps that were done
    have to be undone, that comes first.
    """
    return cmd.Cancel(reason=reason, detached=tuple(map(typed_id, detached)))


LIFE = (assign, hand_over, note, attach, amend, hold, resume, tick, finish, cancel)
"""In the order of the help."""

"""One command of `sop run`: a desk, the run it is about, and how its outcome is shown."""

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import click

from sopbook.actions import runs
from sopbook.actions.answers import with_files
from sopbook.actions.run_view import RunView, as_json, view_of
from sopbook.cli.acting import Acting
from sopbook.cli.run_text import run_text, story_text, wrapped
from sopbook.cli.screen import screen_here
from sopbook.documents.fields import Field
from sopbook.errors import Refused
from sopbook.handbook.working_calendar import counting_calendar
from sopbook.runs.checklist import Leaf
from sopbook.runs.commands import Approve, Choose, Command, Complete, Fail, Pass, Start
from sopbook.runs.state import Phase, Run
from sopbook.runs.story import story
from sopbook.runs.values import FileRef, Raw
from sopbook.wiring import Desk, desk
from sopbook.workspace.attachments import reference_to

COMMANDS = {"pass": "check pass", "fail": "check fail", "mark as not applicable": "not-applicable"}
"""What is typed behind `sop run`, where it is not the word for the act."""

MOST_STEPS = 6
"""So many steps are named where it is said what can be done."""


@dataclass(kw_only=True)
class Session:
    """Acts on runs for one person, and shows what came of it as text or as JSON."""

    desk: Desk
    json: bool = False
    key: str | None = None

    @property
    def talks(self) -> bool:
        """Whether there is a person at a terminal to be asked."""
        return not self.json and sys.stdin.isatty() and sys.stdout.isatty()

    def act(self, run_id: str, command: Command, *, by: str | None = None) -> runs.Acted:
        """Do something to a run as the actor, or as somebody else of the team."""
        return runs.act(
            run_id,
            command,
            journal=self.desk.journal,
            register=self.desk.register,
            by=by or self.desk.actor,
            now=self.desk.now(),
            key=self.key or self.desk.key(),
            calendar=counting_calendar(self.desk.loaded.handbook),
        )

    def find(self, wanted: str) -> Run:
        """The run whose id begins so."""
        journal = self.desk.journal
        return runs.look(runs.find(wanted, journal=journal), journal=journal)

    def say(self, acted: runs.Acted) -> None:
        """What happened, and how the run stands now."""
        view = view_of(acted.run)
        if self.json:
            happened = [line.text for line in story(acted.run, acted.events)]
            click.echo(json.dumps({**as_json(view), "happened": happened, "repeated": acted.repeated}, indent=2))
            return
        screen = screen_here()
        if acted.repeated:
            click.echo("This had been recorded before; nothing was added.")
        click.echo(story_text(story(acted.run, acted.events), screen))
        click.echo(f"\n{what_next(view)}")

    def show(self, run: Run, *, with_story: bool) -> None:
        """A whole run."""
        view = view_of(run)
        events = runs.story_of(run.id, journal=self.desk.journal)
        if self.json:
            happened = [line.text for line in story(run, events)]
            click.echo(json.dumps({**as_json(view), "happened": happened}, indent=2))
            return
        screen = screen_here()
        click.echo(run_text(view, screen))
        if with_story:
            click.echo(f"\nWhat happened\n{story_text(story(run, events), screen, days=True)}")
        click.echo(f"\n{what_next(view)}")


def what_next(view: RunView) -> str:
    """What can be done with a run now, in words: the answer to "and now?"."""
    run, screen = view.run, screen_here()
    if view.to_confirm:
        return f"Everything is done. Confirm it: sop run finish {run.id}"
    if not view.open_now:
        return f"This run is {run.phase.value}." + (" Nothing is left to do." if run.phase is not Phase.OPEN else "")
    lines = ["What can be done now:"]
    for step in view.open_now[:MOST_STEPS]:
        who = f", for {step.who}" if step.who else ""
        words = f"{step.id} ({', '.join(COMMANDS.get(word, word) for word in step.can)}){who}"
        lines.append(wrapped(words, screen, "    ", f"  {step.state.symbol} "))
    if len(view.open_now) > MOST_STEPS:
        lines.append(f"  and {len(view.open_now) - MOST_STEPS} more")
    return "\n".join(lines)


@contextmanager
def session(ctx: click.Context, how: Acting, *, making: bool = False) -> Iterator[Session]:
    """A session at the handbook that `--root` or the folder says; `making` lets the ledger be made."""
    with desk(Path.cwd(), ctx.obj, person=how.person, making=making) as opened:
        yield Session(desk=opened, json=how.json, key=how.key)


def begin(opened: Session, procedure: str, command: Start, *, by: str, base: Path) -> runs.Acted:
    """Start a run of a procedure; files among its inputs are named from `base`."""
    at = opened.desk
    book = at.sound_handbook().handbook
    document = book.procedure(procedure)
    now = at.now()
    return runs.start(
        document,
        replace(command, inputs=referring(document.inputs, command.inputs, base)),
        book=book,
        journal=at.journal,
        register=at.register,
        by=by,
        now=now,
        today=now.date(),
        key=opened.key or at.key(),
        run_id=at.run_id(),
        commit=at.commit_of(runs.files_of(document, book)),
    )


@contextmanager
def telling_what_can_be_done(opened: Session, run_id: str) -> Iterator[None]:
    """A refusal says what is wrong; behind it stands what can be done now, and the run is as it was."""
    try:
        yield
    except Refused as refusal:
        view = view_of(runs.look(run_id, journal=opened.desk.journal))
        if not view.open_now and not view.to_confirm:
            raise
        raise Refused(f"{refusal}\n{what_next(view)}") from refusal


def referring(fields: Mapping[str, Field], values: Mapping[str, Raw], base: Path) -> dict[str, Raw]:
    """The values with files, named by their paths from `base`, read and digested."""

    def refer(path: str) -> FileRef:
        return reference_to(base / path)

    return with_files(fields, values, refer)


def with_files_read(run: Run, command: Command, base: Path) -> Command:
    """The command with files among its values read and digested."""
    match command:
        case Complete() | Pass() | Fail() | Choose() | Approve():
            part = run.plan.parts.get(command.step)
            fields = part.fields if isinstance(part, Leaf) else {}
            return replace(command, values=referring(fields, command.values, base))
        case _:
            return command

"""One command of `sop run`: a desk, the run it is about, and how its outcome is shown."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import click

from sopbook.actions import runs
from sopbook.actions.outbox import untold
from sopbook.actions.outgoing import PREFIX
from sopbook.actions.paging import line_at
from sopbook.actions.receipts import receipt_of
from sopbook.actions.recording import Acted
from sopbook.actions.run_json import as_json
from sopbook.actions.run_view import Here, RunView, view_of
from sopbook.actions.seeing import Seeing
from sopbook.cli.acting import Acting
from sopbook.cli.completing import referring
from sopbook.cli.entries import entry_of
from sopbook.cli.next_text import what_next
from sopbook.cli.run_text import run_text, story_text
from sopbook.cli.screen import Screen, screen_here
from sopbook.cli.wrapping import wrapped
from sopbook.errors import Refused
from sopbook.handbook.working_calendar import counting_calendar
from sopbook.runs.commands import Command, Start
from sopbook.runs.event import Member
from sopbook.runs.stamp import AT_ONCE, Entry
from sopbook.runs.state import Run
from sopbook.runs.story import story
from sopbook.timing.calendar import Calendar
from sopbook.wiring import Desk, NobodyKnown, desk


@dataclass(kw_only=True)
class Session:
    """Acts on runs for one person, and shows what came of it as text or as JSON; `entry` says when it happened."""

    desk: Desk
    json: bool = False
    key: str | None = None
    entry: Entry = AT_ONCE

    @property
    def talks(self) -> bool:
        """Whether there is a person at a terminal to be asked."""
        return not self.json and sys.stdin.isatty() and sys.stdout.isatty()

    @property
    def calendar(self) -> Calendar:
        """When the company works."""
        return counting_calendar(self.desk.loaded.handbook)

    def view(self, run: Run) -> RunView:
        """A run as it stands at this moment."""
        return view_of(run, self.here)

    @property
    def here(self) -> Here:
        """From where runs are looked at now."""
        return Here(now=self.desk.now(), calendar=self.calendar, register=self.desk.register)

    @property
    def seeing(self) -> Seeing:
        """What the actor may see; who that is, is asked where it matters, and refused where nobody knows."""
        desk = self.desk
        return Seeing(journal=desk.journal, me=lambda: desk.register[desk.actor], here=lambda: self.here)

    @property
    def browsing(self) -> Seeing:
        """The same for a list: for somebody whom nobody knows it leaves out what is for some alone."""
        return replace(self.seeing, me=self._known)

    def _known(self) -> Member | None:
        try:
            return self.desk.register[self.desk.actor]
        except NobodyKnown:
            return None

    def act(self, run_id: str, command: Command, *, by: str | None = None) -> Acted:
        """Do something to a run as the actor, or as somebody else of the team."""
        return runs.act(
            run_id,
            command,
            around=self.desk.surroundings,
            by=by or self.desk.actor,
            key=self.key or self.desk.key(),
            entry=self.entry,
        )

    def find(self, wanted: str) -> Run:
        """The run whose id begins so, when it is for the actor's eyes."""
        found = runs.find(wanted, journal=self.desk.journal)
        self.seeing.require(line_at(found, self.desk.journal))
        return runs.visit(found, self.desk.surroundings)

    def receipt(self, run: Run) -> str:
        """What people keep of a run that has ended, to hold its record against later."""
        return receipt_of(self.desk.journal.ledger, PREFIX + run.id).line

    def say(self, acted: Acted) -> None:
        """What happened, and how the run stands now."""
        view = self.view(acted.run)
        if self.json:
            happened = [line.text for line in story(acted.run, acted.events)]
            click.echo(json.dumps({**as_json(view), "happened": happened, "repeated": acted.repeated}, indent=2))
            return
        screen = screen_here()
        if acted.repeated:
            click.echo("This had been recorded before; nothing was added.")
        if acted.events:
            click.echo(story_text(story(acted.run, acted.events), screen))
        else:
            click.echo("Nothing has changed, so nothing was recorded.")
        self._say_what_comes(view, screen)

    def show(self, run: Run, *, with_story: bool) -> None:
        """A whole run."""
        view = self.view(run)
        events = runs.story_of(run.id, journal=self.desk.journal)
        if self.json:
            happened = [line.text for line in story(run, events)]
            click.echo(json.dumps({**as_json(view), "happened": happened}, indent=2))
            return
        screen = screen_here()
        click.echo(run_text(view, screen))
        if with_story:
            click.echo(f"\nWhat happened\n{story_text(story(run, events), screen, days=True)}")
        self._say_what_comes(view, screen)

    def _say_what_comes(self, view: RunView, screen: Screen) -> None:
        """What can be done, and what could not be told to another run yet."""
        click.echo(f"\n{what_next(view, screen)}")
        if view.run.phase in runs.ENDED:
            click.echo(f"Receipt, for `sop verify --receipt`:\n{self.receipt(view.run)}")
        for words in untold(view.run.id, self.desk.surroundings):
            again = f"Something waits, and is tried again by whoever opens this run. {words}"
            click.echo(wrapped(again, screen, "  ", "! "))


@contextmanager
def session(ctx: click.Context, how: Acting, *, making: bool = False) -> Iterator[Session]:
    """A session at the handbook that `--root` or the folder says; `making` lets the ledger be made."""
    with desk(Path.cwd(), ctx.obj, person=how.person, making=making) as opened:
        session = Session(desk=opened, json=how.json, key=how.key)
        if how.at or how.late:
            session.entry = entry_of(how.at, how.late, opened.now(), session.calendar)
        yield session


def begin(opened: Session, procedure: str, command: Start, *, by: str, base: Path) -> Acted:
    """Start a run of a procedure; files among its inputs are named from `base`."""
    at = opened.desk
    document = at.sound_handbook().handbook.procedure(procedure)
    return runs.start(
        document,
        replace(command, inputs=referring(at, document.inputs, command.inputs, base)),
        around=at.surroundings,
        by=by,
        key=opened.key or at.key(),
        run_id=at.run_id(),
    )


@contextmanager
def telling_what_can_be_done(opened: Session, run_id: str) -> Iterator[None]:
    """A refusal says what is wrong; behind it stands what can be done now, and the run is as it was."""
    try:
        yield
    except Refused as refusal:
        view = opened.view(runs.look(run_id, journal=opened.desk.journal))
        if not view.open_now and not view.to_confirm:
            raise
        raise Refused(f"{refusal}\n{what_next(view, screen_here())}") from refusal

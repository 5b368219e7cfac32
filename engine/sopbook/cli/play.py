"""Playing a whole run from a file of answers."""

from dataclasses import replace
from pathlib import Path

import click

from sopbook.actions.answers import Answers, BadAnswers, read_answers
from sopbook.actions.recording import Acted
from sopbook.cli import REFUSED
from sopbook.cli.completing import completed
from sopbook.cli.diagnostics import as_text
from sopbook.cli.entries import entry_of
from sopbook.cli.run_text import story_text
from sopbook.cli.screen import screen_here
from sopbook.cli.session import Session, begin, telling_what_can_be_done
from sopbook.errors import Refused
from sopbook.runs.story import story
from sopbook.workspace.files import readable
from sopbook.workspace.resources import schemas


def play(ctx: click.Context, opened: Session, procedure: str, file: Path, *, practice: bool = False) -> None:
    """Start a run and do what the answers say; a refused act ends it there, and the run stays as it is."""
    played = _answers(ctx, procedure, file)
    start = replace(played.start, practice=practice or played.start.practice)
    default = played.by if played.by and opened.desk.named is None else opened.desk.actor
    acted = begin(opened, procedure, start, by=default, base=file.parent)
    key = opened.key
    _tell(opened, acted)
    for number, act in enumerate(played.acts, 1):
        opened.key = f"{key}:{number}" if key else None  # so that the whole can be repeated
        opened.entry = entry_of(act.at, act.late, opened.desk.now(), opened.calendar)
        try:
            with telling_what_can_be_done(opened, acted.run.id):
                command = completed(opened.desk, acted.run, act.command, file.parent)
                acted = opened.act(acted.run.id, command, by=act.by or default)
        except Refused as refusal:
            again = f"The run stays as it is; go on with it: sop run continue {acted.run.id}"
            raise Refused(f"{file}:{act.line}: {refusal}\n{again}") from refusal
        _tell(opened, acted)
    if not opened.json:
        click.echo("")
    opened.show(acted.run, with_story=False)


def _tell(opened: Session, acted: Acted) -> None:
    if not opened.json:
        click.echo(story_text(story(acted.run, acted.events), screen_here()))


def _answers(ctx: click.Context, procedure: str, file: Path) -> Answers:
    data = readable(file.parent, file.name)
    if not isinstance(data, bytes):
        raise Refused(f"{file}: {data.message}.")
    try:
        played = read_answers(data, str(file), schemas())
    except BadAnswers as refusal:
        screen = screen_here()
        words = as_text(refusal.problems, {str(file): refusal.lines}, 1, screen)
        click.echo(words, err=True, color=screen.colour)
        ctx.exit(REFUSED)
    if played.procedure not in ("", procedure):
        raise Refused(f"{file} holds answers for `{played.procedure}`, not for `{procedure}`.")
    return played

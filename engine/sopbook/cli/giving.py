"""How a command of `sop run` gives one command to a run: the arguments that all of them take, and what comes of it."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from sopbook.cli.acting import Acting, acting, late_entry
from sopbook.cli.completing import completed
from sopbook.cli.session import Session, session, telling_what_can_be_done
from sopbook.runs.commands import Command
from sopbook.runs.rounds import typed_id
from sopbook.runs.state import Run

RUN = click.argument("run_id", metavar="RUN")
STEP = click.argument("step", callback=lambda _ctx, _argument, text: typed_id(text))
AT_STEP = click.option(
    "--step", callback=lambda _ctx, _option, text: typed_id(text) if text else None, help="The step it is about."
)

Making = Callable[..., Command]


def giving(make: Making) -> Callable[..., None]:
    """A command of `sop run` from the function that makes what is given of its arguments and options."""
    return _giving(make, lambda _opened, _run, said: make(**said))


def giving_at(make: Making) -> Callable[..., None]:
    """The same for what is made with a look at the run: its first arguments are the session and the run."""
    return _giving(make, lambda opened, run, said: make(opened, run, **said))


def _giving(make: Making, command: Callable[[Session, Run, dict[str, Any]], Command]) -> Callable[..., None]:
    def give(ctx: click.Context, /, run_id: str, acting: Acting, **said: Any) -> None:
        with session(ctx, acting) as opened:
            found, actor = opened.find(run_id), opened.desk.actor
            with telling_what_can_be_done(opened, found.id):
                given = completed(opened.desk, found, command(opened, found, said), Path.cwd())
                opened.say(opened.act(found.id, given, by=actor))

    return late_entry(acting(wraps(make)(click.pass_context(give))))

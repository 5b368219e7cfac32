"""How a list says that there is more than whoever looks may see."""

import click

from sopbook.cli.screen import screen_here
from sopbook.cli.wrapping import wrapped
from sopbook.timing.spoken import counted


def say_left_out(number: int, *, in_json: bool, verb: str = "shown") -> None:
    """A line below a list; a program reads the list alone, and people the line beside it."""
    if not number:
        return
    words = f"{counted(number, 'run')} not {verb}: only some may see the records (`records_for`)."
    screen = screen_here()
    click.echo(words if in_json else "\n" + screen.style(wrapped(words, screen), dim=True), err=in_json)

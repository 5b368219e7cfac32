"""How a list says that there is more than whoever looks may see."""

import click

from sopbook.cli.screen import screen_here
from sopbook.cli.wrapping import wrapped
from sopbook.timing.spoken import counted


def say_left_out(number: int, *, in_json: bool) -> None:
    """A line below a list; a program reads the list alone, and people the line beside it."""
    if not number:
        return
    verb = "is" if number == 1 else "are"
    words = (
        f"{counted(number, 'run')} {verb} not shown: only some may see the records of the procedure (`records_for`)."
    )
    screen = screen_here()
    click.echo(words if in_json else "\n" + screen.style(wrapped(words, screen), dim=True), err=in_json)

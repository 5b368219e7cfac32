"""What is to be copied out of a step: a message to send, a command to run, between two lines across the screen.

It stands at the very left and is not broken into lines, so that what is selected is what was written.
"""

from collections.abc import Iterator

from sopbook.cli.screen import Screen
from sopbook.runs.checklist import Leaf
from sopbook.runs.state import Run
from sopbook.runs.wording import filled


def to_copy(run: Run, leaf: Leaf, screen: Screen) -> Iterator[str]:
    """The message and the code of a step; a notification is sent by itself."""
    if leaf.message is not None and leaf.verb != "notify":
        subject, text = (filled(one, run, leaf.id) for one in (leaf.message.subject, leaf.message.text))
        yield ""
        yield framed("Message to copy and send", f"Subject: {subject}\n\n{text}" if subject else text, screen)
    if leaf.code is not None:
        language = f" ({leaf.code.lang})" if leaf.code.lang else ""
        yield ""
        yield framed(f"To copy{language}", filled(leaf.code.text, run, leaf.id), screen)


def framed(title: str, text: str, screen: Screen) -> str:
    """A text between two lines, the upper one with a title in it."""
    top = screen.drawn(f"── {title} ".ljust(screen.columns, "─"))
    bottom = screen.drawn("─" * screen.columns)
    lines = (screen.visible(line) for line in text.strip("\n").split("\n"))
    return "\n".join([screen.style(top, dim=True), *lines, screen.style(bottom, dim=True)])

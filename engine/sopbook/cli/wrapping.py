"""Words in the width of the terminal, and moments as people here write them."""

import textwrap
from datetime import datetime

from sopbook.cli.screen import Screen


def when(moment: datetime) -> str:
    """A moment as people here write it: in the machine's own zone."""
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")


def wrapped(text: str, screen: Screen, indent: str = "", first: str | None = None) -> str:
    """Text in the screen's width, its line breaks kept, unseen characters shown; `first` stands before the first line.

    An address is not broken, so that it can still be clicked.
    """
    lines: list[str] = []
    for number, line in enumerate(screen.drawn(text).rstrip().split("\n")):
        lead = screen.drawn(first) if first is not None and number == 0 else indent
        inner = line[: len(line) - len(line.lstrip())]
        filled_lines = textwrap.wrap(
            screen.visible(line.strip()),
            width=screen.columns,
            initial_indent=lead + inner,
            subsequent_indent=indent + inner,
            break_long_words="://" not in line,
            break_on_hyphens=False,
        )
        lines += filled_lines or [lead.rstrip()]
    return "\n".join(lines)

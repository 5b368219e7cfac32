"""What the terminal can show: how wide it is, which characters it knows, and whether colours are wanted."""

import os
import sys
import unicodedata
from dataclasses import dataclass

import click

MOST_COLUMNS = 100
FEWEST_COLUMNS = 40
TAB = "    "
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Categories of characters that are not seen, or change how others are seen: controls, bidi marks, joiners."""

SIMPLE = str.maketrans("·○●✕–∅⧗█─│→›“”§", """.o*x-0~#-|>>""S""")
"""Our symbols, and what stands for them where only ASCII is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """A place to write text to, as far as the text's form depends on it."""

    columns: int = MOST_COLUMNS
    encoding: str = "utf-8"
    colour: bool = False

    def style(self, text: str, **how: str | bool) -> str:
        """The text in a colour, where colours are wanted."""
        return click.style(text, **how) if self.colour else text  # type: ignore[arg-type]

    def drawn(self, text: str) -> str:
        """Words of ours, with symbols that every terminal has where this one knows no others."""
        return text.translate(SIMPLE) if self.encoding.lower() in ("ascii", "us-ascii", "ansi_x3.4-1968") else text

    def visible(self, text: str) -> str:
        """The text with everything unseen written out, so that it can hide nothing and move nothing."""
        return text if text.isascii() and text.isprintable() else "".join(self.cell(one)[0] for one in text)

    def cell(self, character: str) -> tuple[str, int]:
        """How one character is shown, and over how many columns."""
        if " " <= character <= "~":
            return character, 1
        if character == "\t":
            return TAB, len(TAB)
        if unicodedata.category(character) in UNSEEN:
            written = f"<U+{ord(character):04X}>"
            return written, len(written)
        written = character.encode(self.encoding, "backslashreplace").decode(self.encoding)
        return written, len(written) if written != character else _columns(character)


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def screen_here() -> Screen:
    """The screen that the standard output is; a file or a pipe gets plain text."""
    terminal = sys.stdout.isatty()
    return Screen(
        columns=max(FEWEST_COLUMNS, min(_columns_of_terminal() if terminal else MOST_COLUMNS, MOST_COLUMNS)),
        encoding=sys.stdout.encoding or "ascii",
        colour=terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb",
    )


def _columns_of_terminal() -> int:
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or MOST_COLUMNS
    except OSError:
        return MOST_COLUMNS

"""`sop check --explain`: what the manual says about one code."""

import re
import textwrap
from collections.abc import Iterator

from sopbook.cli.screen import Screen
from sopbook.errors import SopbookError
from sopbook.handbook.catalogue import Entry, catalogue
from sopbook.handbook.checks import CHECKS
from sopbook.handbook.checks.run import is_off_by_default
from sopbook.source.nearest import nearest
from sopbook.source.problems import short
from sopbook.workspace.codes import ENTRIES

_BY_HAND = re.compile(r"^(?: |\||[-*] |\d+\. |```)", re.MULTILINE)
"""Lists, tables and code, whose lines stay as they are."""


class UnknownCode(SopbookError):
    """Nothing has that code."""

    def __init__(self, wanted: str, nearest: str | None) -> None:
        hint = f"Did you mean `{nearest}`?" if nearest else "`sop check` prints the codes of what it finds."
        super().__init__(f"There is no check with the code `{short(wanted)}`. {hint}")
        self.wanted, self.nearest = wanted, nearest


def entry_of(code: str) -> Entry:
    """The entry of a code, in capitals or not, or a refusal with the nearest code."""
    entries = {entry.code: entry for entry in catalogue(ENTRIES)}
    wanted = code.strip().upper()
    if wanted not in entries:
        raise UnknownCode(code, nearest(wanted[:20], entries))
    return entries[wanted]


def explanation(entry: Entry, screen: Screen) -> str:
    """The manual's text, as wide as the screen."""
    title = screen.style(f"{entry.code}: {entry.title}", bold=True)
    parts = [title, *blocks(f"{entry.text}\n\n{standing(entry)}")]
    wide = (part if _BY_HAND.search(part) else _filled(part, screen.columns) for part in parts[1:])
    return "\n\n".join([title, *(screen.drawn(part) for part in wide)])


def _filled(text: str, columns: int) -> str:
    return textwrap.fill(text, columns, break_long_words=False, break_on_hyphens=False)


def blocks(text: str) -> Iterator[str]:
    """The paragraphs, each in one line, and lists, tables and code as they are."""
    for block in re.split(r"\n[ \t]*\n", text.strip("\n")):
        yield block.rstrip() if _BY_HAND.search(block) else " ".join(block.split())


def standing(entry: Entry) -> str:
    """How much the code matters, and what can be said about that."""
    word = entry.severity.value
    if entry.code not in {check.CODE for check in CHECKS}:
        return f"{word.capitalize()}. It can neither be suppressed nor given another severity."
    if is_switched_off(entry):
        return (
            f"{word.capitalize()}, off by default: `severities: {{{entry.code}: {word}}}` in handbook.yml turns it on."
        )
    return (
        f"{word.capitalize()}. `severities: {{{entry.code}: {'off' if word == 'hint' else 'hint'}}}` in handbook.yml "
        f"changes that; `# sop: ignore {entry.code} because ...` suppresses one finding."
    )


def is_switched_off(entry: Entry) -> bool:
    """Whether it is a check that runs only when the settings say so."""
    return any(entry.code == check.CODE and is_off_by_default(check) for check in CHECKS)

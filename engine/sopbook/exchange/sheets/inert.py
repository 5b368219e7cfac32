"""Texts that a spreadsheet would run, made texts that it shows.

A cell that begins with `=`, `+`, `-` or `@` is a formula to a spreadsheet that opens a CSV file, and a tab or a line
break before it is skipped; so an apostrophe is put before it, as people do it themselves. Reading takes one apostrophe
away where one of these stands behind apostrophes, which makes the two the inverse of each other. A lone `-` and a
negative number are shown as they are by every spreadsheet and stay as they are.
"""

import re

_RUNS = re.compile(r"'*\s*[=+\-@\t\r\n＝＋－＠]")
_SHOWN = re.compile(r"-|-[0-9]+(?:\.[0-9]+)?")


def inert(text: str) -> str:
    """The text as it can stand in a cell without being run."""
    return f"'{text}" if _RUNS.match(text) and not _SHOWN.fullmatch(text) else text


def guarded(text: str) -> str:
    """The text as it can stand in a cell that is typed as text, which nothing runs: only so that it is read again."""
    return f"'{text}" if _is_inert(text) else text


def meant(text: str) -> str:
    """The text that was made inert."""
    return text[1:] if _is_inert(text) else text


def _is_inert(text: str) -> bool:
    return text.startswith("'") and bool(_RUNS.match(text))

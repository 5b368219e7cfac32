"""Every code that a diagnostic can have, with what the manual says about it.

The words stand with what they are about: in the docstring of each check, and in the tables of the reader and of the
shapes. Codes of higher rooms are handed in.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from inspect import getdoc

from sopbook.documents import reader, shape
from sopbook.handbook.checks import CHECKS, Check
from sopbook.source import codes
from sopbook.source.diagnostic import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One page of the catalogue; `text` is Markdown."""

    code: str
    severity: Severity
    title: str
    text: str


def catalogue(more: Iterable[Entry] = ()) -> tuple[Entry, ...]:
    """All entries, by code."""
    entries = (*_of_the_reader(), *_of_shapes(), *map(_of_check, CHECKS), *more)
    return tuple(sorted(entries, key=lambda entry: entry.code))


def explained(code: str, more: Iterable[Entry] = ()) -> Entry | None:
    """The entry of one code."""
    return next((entry for entry in catalogue(more) if entry.code == code.upper()), None)


def _of_the_reader() -> Iterator[Entry]:
    for code, one in codes.CODES.items():
        yield Entry(code=code, severity=Severity.ERROR, title=one.title, text=one.explanation)


def _of_shapes() -> Iterator[Entry]:
    for code, (title, text) in (*reader.CODES.items(), *shape.CODES.items()):
        yield Entry(code=code, severity=Severity.ERROR, title=title, text=text)


def _of_check(check: Check) -> Entry:
    first, _, text = (getdoc(check) or "").partition("\n")
    return Entry(
        code=check.CODE,
        severity=check.SEVERITY,
        title=first.removeprefix(f"{check.CODE}: ").removesuffix("."),
        text=text.strip(),
    )

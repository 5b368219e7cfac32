"""Findings that are there only because a file could not be read: its own problem is the one to mend.

What an unreadable file would have held is guessed from its name and from the lines `kind:` and `id:`, generously: a
finding that may be such a consequence waits until everything can be read.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from sopbook.documents.kinds import KINDS
from sopbook.handbook.book import Handbook
from sopbook.handbook.links import linked
from sopbook.source.diagnostic import Diagnostic
from sopbook.source.position import Position

BROKEN_REFERENCES = frozenset({"SOP204", "SOP205", "SOP218"})
"""Findings about a mention of something that is not there."""

MISSED: Mapping[str, Collection[str]] = {
    "SOP202": ("team",),
    "SOP211": ("metric",),
    "SOP215": ("team",),
    "SOP218": ("role",),
    "SOP222": ("team", "calendar"),
    "SOP224": ("procedure", "path"),
    "SOP226": ("team",),
    "SOP227": ("role",),
    "SOP228": ("team",),
    "SOP229": ("team",),
    "SOP231": ("decision", "procedure", "path", "escalation"),
    "SOP243": ("calendar",),
    "SOP248": tuple(KINDS),
    "SOP249": ("team", "calendar", "role"),
    "SOP250": ("calendar",),
    "SOP253": ("team", "calendar"),
}
"""Findings about something that nobody does, has or says, and the kinds of document that could.

A test breaks each file of each case folder of the checks, and names what is missing here.
"""

_WORD = re.compile(r"(?P<key>kind|id):\s*(?P<quote>[\"']?)(?P<word>[\w-]+)(?P=quote)\s*(?:#.*)?$", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """What is missing: the ids it would likely have given, or none where any could be meant; its kind, where known."""

    ids: frozenset[str] = frozenset()
    kind: str = ""

    def may_give(self, id: str) -> bool:
        """Whether a document of that id may be missing because of it."""
        return not self.ids or id in self.ids

    def may_be(self, kinds: Collection[str]) -> bool:
        """Whether it may be of one of the kinds."""
        return self.kind not in KINDS or self.kind in kinds


def unread_file(file: str, lines: Sequence[str]) -> Unread:
    """What the file was, as far as its name and its lines tell."""
    words = {found["key"]: found["word"] for found in map(_WORD.match, lines) if found}
    ids = {PurePosixPath(file).stem, words.get("id", "")} - {""}
    return Unread(ids=frozenset(ids), kind=words.get("kind", ""))


def without_consequences(
    problems: Iterable[Diagnostic], book: Handbook, unread: Sequence[Unread]
) -> Iterator[Diagnostic]:
    """The problems without those that may only follow from what is missing."""
    places: set[Position] = set()
    missed = {code for code, kinds in MISSED.items() if any(one.may_be(kinds) for one in unread)}
    if unread:
        for document in book.all:
            mentions = (one for one in book.once(linked, document) if any(it.may_give(one.target) for it in unread))
            places.update(one.where(document) for one in mentions)
    for problem in problems:
        if problem.code not in missed and not (problem.code in BROKEN_REFERENCES and problem.at in places):
            yield problem

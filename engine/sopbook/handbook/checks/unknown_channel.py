"""SOP229: an escalation calls by a channel that the team register does not name.

`via: [chat]` is a key of `channels` in the team register, which names the environment variable with the address.
Without it nobody is called. A channel is reported once, at the first level that uses it.
"""

from collections.abc import Iterator
from datetime import date

from sopbook.documents.escalation import Escalation
from sopbook.documents.team import Team
from sopbook.handbook.book import Handbook
from sopbook.handbook.ladders import has_team
from sopbook.source.diagnostic import Diagnostic, Severity, error
from sopbook.source.nearest import nearest
from sopbook.source.position import Position

CODE = "SOP229"
SEVERITY = Severity.ERROR


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Look up the channels of every level; without a register that is the one fault."""
    known = [name for document in book.all if isinstance(document, Team) for name in document.channels]
    for channel, places in _unknown(book, known).items() if has_team(book) else ():
        likely = nearest(channel, known)
        hint = f"did you mean `{likely}`?" if likely else f"add `{channel}` to `channels` of the team register"
        count = f", and {len(places)} levels call by it" if len(places) > 1 else ""
        yield error(CODE, f"the team has no channel `{channel}`{count}", at=places[0], hint=hint)


def _unknown(book: Handbook, known: list[str]) -> dict[str, list[Position]]:
    found: dict[str, list[Position]] = {}
    for document in book.all:
        for level in document.levels if isinstance(document, Escalation) else ():
            for index, channel in enumerate(level.via):
                if channel not in known:
                    found.setdefault(channel, []).append(document.where(*level.path, "via", index))
    return found

"""All lists made anew from the events, or held against what these make of them.

One run after the other, so the memory is that of the longest run. Nobody else records anything while some runs are
listed, and everybody may between these and the next. Of what has expired, nothing is left but its line in the list of
runs.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from sqlalchemy import Connection

from sopbook.actions.outgoing import PREFIX
from sopbook.actions.recording import listed_anew
from sopbook.actions.surroundings import RunJournal
from sopbook.records import lists
from sopbook.records.errors import LedgerDamaged, UnreadableEvent
from sopbook.records.evidence import references
from sopbook.records.expired import StreamExpired
from sopbook.records.expiry import line_of_expired
from sopbook.records.lookups import each_stream
from sopbook.records.projections import write_run

AT_ONCE = 50
"""Runs that are listed in one transaction; whoever records something waits no longer than these take."""

MOST_NAMED = 1000

Seen = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """A run whose rows are not what its events make of them, or which cannot be listed."""

    run: str
    what: str


@dataclass(slots=True, kw_only=True)
class Listed:
    """What was looked at: so many runs, and those that were not right; `unnamed` so many more.

    `lost` are those that stood in lists and have no events.
    """

    runs: int = 0
    lost: int = 0
    wrong: list[Wrong] = field(default_factory=list)
    unnamed: int = 0

    @property
    def is_right(self) -> bool:
        """Whether all lists are what the events make of them."""
        return not self.wrong and not self.lost

    def tell(self, stream: str, what: str) -> None:
        """Something that is not as it has to be."""
        if len(self.wrong) < MOST_NAMED:
            self.wrong.append(Wrong(run=stream.removeprefix(PREFIX), what=what))
        else:
            self.unnamed += 1


Look = Callable[[Connection, str, RunJournal], str]


def rebuild(journal: RunJournal, seen: Seen | None = None) -> Listed:
    """Make all lists anew; a run that cannot be read keeps its rows, and is named."""
    listed = Listed()
    with journal.ledger.writing() as connection:
        lost = lists.lost(connection)
        for stream in lost:
            lists.forget(connection, stream, line=True)
        references.forget_lost(connection)
    listed.lost = len(lost)
    for some in _some(journal):
        with journal.ledger.writing() as connection:
            _each(connection, some, journal, _list, listed)
        _tell(listed, seen)
    return listed


def check(journal: RunJournal, seen: Seen | None = None) -> Listed:
    """Hold all lists against what the events make of them; nothing is written."""
    listed = Listed()
    for some in _some(journal):
        with journal.ledger.reading() as connection:
            _each(connection, some, journal, _compare, listed)
        _tell(listed, seen)
    with journal.ledger.reading() as connection:
        listed.lost = len(lists.lost(connection))
    return listed


def _some(journal: RunJournal) -> Iterator[tuple[str, ...]]:
    streams = each_stream(journal.ledger, PREFIX)
    while some := tuple(islice(streams, AT_ONCE)):
        yield some


def _each(connection: Connection, streams: tuple[str, ...], journal: RunJournal, look: Look, listed: Listed) -> None:
    for stream in streams:
        listed.runs += 1
        try:
            what = look(connection, stream, journal)
        except StreamExpired:
            continue
        except (LedgerDamaged, UnreadableEvent) as error:
            what = f"it cannot be listed. {error}"
        if what:
            listed.tell(stream, what)


def _tell(listed: Listed, seen: Seen | None) -> None:
    if seen is not None:
        seen(listed.runs)


def _list(connection: Connection, stream: str, journal: RunJournal) -> str:
    try:
        lists.replace(connection, listed_anew(connection, stream, journal)[1])
        references.renew(connection, stream)
    except StreamExpired as gone:
        write_run(connection, line_of_expired(connection, gone.expiry.stream))
    return ""


def _compare(connection: Connection, stream: str, journal: RunJournal) -> str:
    stored = lists.stored(connection, stream)
    made = lists.rows(listed_anew(connection, stream, journal)[1])
    differ = [name for name in made if made[name] != stored[name]]
    if not differ:
        return ""
    named = ", ".join(f"`{name}`" for name in differ)
    return f"its rows in {named} are not what its events make of them"

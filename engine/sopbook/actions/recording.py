"""How a run and the records meet: a run is folded from its stored events, and new ones are appended with all that
stands beside them (the run's rows in the lists, what is to be told elsewhere)."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection

from sopbook.actions.outgoing import PREFIX, outgoing
from sopbook.actions.projecting import projected
from sopbook.actions.surroundings import RunJournal
from sopbook.errors import Refused
from sopbook.plain import to_plain
from sopbook.records import lists
from sopbook.records.append import Appended
from sopbook.records.ledger import NO_TEXTS
from sopbook.records.lists import Listing
from sopbook.runs import checklist as checklists
from sopbook.runs.commands import Command
from sopbook.runs.event import RunEvent
from sopbook.runs.folds import replay
from sopbook.runs.life import Migrated, RunStarted
from sopbook.runs.plan import Plan
from sopbook.runs.stamp import AT_ONCE, Entry
from sopbook.runs.state import Run


class UnknownRun(Refused):
    """There is no such run, or several begin so."""

    def __init__(self, wanted: str, several: Iterable[str] = ()) -> None:
        if several := sorted(several):
            words = f"Several runs begin with `{wanted}`: {', '.join(several[:5])}. Write more of the id."
        else:
            words = f"There is no run `{wanted}`. `sop run list` shows the open ones."
        super().__init__(words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Who asked for something and under which key; `content` is all that was asked for, as text.

    `delivers` names what the outbox asked to be told, when it is that.
    """

    by: str
    key: str
    content: str
    delivers: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acted:
    """What a command led to; `repeated` when the same command had been accepted before."""

    run: Run
    events: tuple[RunEvent, ...]
    repeated: bool = False


def content_of(what: str, command: Command, entry: Entry = AT_ONCE) -> str:
    """All that was asked for: the same key with another content is a mistake."""
    given = {"of": what, "command": type(command).__name__, **to_plain(command)}
    if entry != AT_ONCE:
        given["entry"] = to_plain(entry)
    return json.dumps(given, sort_keys=True, default=str)


def fold(events: Iterable[Any], text: Any) -> Run:
    """A run from its stored events; `text` reads the checklists that they name by their digests."""
    events = tuple(events)
    return replay(_fresh(events, text), events)


def _fresh(events: Sequence[Any], text: Any) -> Run:
    """The run before its first event."""
    first = events[0]
    assert isinstance(first, RunStarted), "a run's first event says what is run"
    named = [first.checklist, *(one.checklist for one in events if isinstance(one, Migrated))]
    library = {digest: plan_of(text(digest)) for digest in named}
    return Run(id=first.run, checklist=first.checklist, plan=library[first.checklist], library=library)


@lru_cache(maxsize=64)
def plan_of(frozen: bytes) -> Plan:
    """A plan never changes, and many runs have the same."""
    return Plan(checklists.read(frozen))


def recorded(run_id: str, journal: RunJournal) -> Run:
    """A run as its records say it is."""
    loaded = journal.load(PREFIX + run_id)
    if loaded is None:
        raise UnknownRun(run_id)
    return loaded.state


def first_answer(asking: Asking, run_id: str, journal: RunJournal) -> Acted | None:
    """What the same was answered when it was asked first, if it was."""
    by, key, content = asking.by, asking.key, asking.content
    earlier = journal.answered(PREFIX + run_id, by=by, key=key, content=content)
    return None if earlier is None else _answer(earlier, journal)


def append(
    run: Run,
    events: tuple[RunEvent, ...],
    asking: Asking,
    journal: RunJournal,
    texts: Mapping[str, bytes] = NO_TEXTS,
) -> Acted:
    """Record what a run, as it was seen, is to be told; or give the first answer when that was told before."""
    stream = PREFIX + run.id
    after, listing = projected(run, events)

    def project(connection: Connection) -> None:
        if not lists.write(connection, listing):
            lists.replace(connection, listed_anew(connection, stream, journal)[1])

    appended = journal.append(
        stream,
        expected=run.number,
        events=events,
        by=asking.by,
        key=asking.key,
        content=asking.content,
        texts=texts,
        project=project,
        outgoing=outgoing(after, events),
        delivers=asking.delivers,
    )
    return _answer(appended, journal) if appended.repeated else Acted(run=after, events=events)


def listed_anew(connection: Connection, stream: str, journal: RunJournal) -> tuple[Run, Listing]:
    """What the lists are to have of a run, made from all of its events; nothing is written."""
    events = journal.events_by(connection, stream)
    fresh = _fresh(events, lambda digest: journal.ledger.read_text_by(connection, digest))
    return projected(fresh, events)


def _answer(appended: Appended, journal: RunJournal) -> Acted:
    loaded = journal.load(appended.stream)
    assert loaded is not None, "an answered request has its events"
    events = journal.events(appended.stream)[appended.first - 1 : appended.last]
    return Acted(run=loaded.state, events=events, repeated=True)

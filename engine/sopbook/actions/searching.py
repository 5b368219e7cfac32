"""Finding runs by what was entered and said in them.

The events themselves are looked through, newest runs first, a page at a time: there is no second copy of what people
entered that would have to be kept, guarded and deleted beside the first, and every database finds the same. It costs
about a second for each 100,000 events (`--procedure`, `--person` and `--since` make it less), and stops as soon as
there is a page of runs. A run is found when each of the words stands somewhere in it: in its title, in a value, a note,
a reason, a message or the name of a file. Words may be parts of words, and capitals count for nothing.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

from sopbook.actions.outgoing import PREFIX
from sopbook.actions.paging import Passing
from sopbook.actions.recording import recorded
from sopbook.errors import Refused
from sopbook.records.lookups import entered
from sopbook.records.projections import RunLine
from sopbook.runs.story import Line, story

AT_ONCE = 100
"""Runs whose events are looked through in one query."""

SAID = frozenset(
    [
        "confirmed",
        "file",
        "inputs",
        "item",
        "items",
        "late",
        "meaning",
        "new",
        "note",
        "old",
        "reason",
        "result",
        "subject",
        "text",
        "title",
        "values",
        "why",
    ]
)
"""The fields of events that hold what was entered or said; the others are ids and digests, and names of people."""


class NoWords(Refused):
    """Nothing was asked for."""

    def __init__(self) -> None:
        super().__init__("What is sought? Write one or more words: sop records search acme refund")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A run that was found, with the sentences of its story that hold one of the words."""

    line: RunLine
    told: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Some runs, newest first; `left_out` are those that were not looked into, since they are for others."""

    hits: tuple[Hit, ...]
    left_out: int
    more: bool


def search(wanted: tuple[str, ...], passing: Passing, limit: int) -> Found:
    """The next runs in which all of these words stand, at most so many."""
    words = tuple(dict.fromkeys(word.casefold() for text in wanted for word in text.split()))
    if not words:
        raise NoWords
    coming = _matching(words, passing)
    lines = tuple(islice(coming, limit))
    more = next(coming, None) is not None
    return Found(hits=tuple(_hit(line, words, passing) for line in lines), left_out=passing.left_out, more=more)


def _matching(words: tuple[str, ...], passing: Passing) -> Iterator[RunLine]:
    lines = passing.lines()
    while some := tuple(islice(lines, AT_ONCE)):
        missing = {line.stream: _missing(words, line.title.casefold()) for line in some}
        of_all = entered(passing.journal.ledger, missing)
        for stream, payloads in groupby(of_all, key=itemgetter(0)):
            for _, payload in payloads:
                if missing[stream]:
                    missing[stream] = _still_missing(missing[stream], payload)
        yield from (line for line in some if not missing[line.stream])


def _still_missing(words: tuple[str, ...], payload: bytes) -> tuple[str, ...]:
    """The words that do not stand in an event either; only what holds one at all is read as JSON."""
    raw = payload.decode(errors="replace").casefold()
    if len(_missing(tuple(map(_as_stored, words)), raw)) == len(words):
        return words
    try:
        values = json.loads(payload)
    except ValueError:
        return words
    return _missing(words, "\n".join(_texts({key: values[key] for key in SAID & values.keys()})).casefold())


@cache
def _as_stored(word: str) -> str:
    return json.dumps(word, ensure_ascii=False)[1:-1]


def _missing(words: tuple[str, ...], text: str) -> tuple[str, ...]:
    return tuple(word for word in words if word not in text)


def _texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for key, one in value.items():
                yield from _texts(one) if key != "sha256" else ()
        case list():
            for one in value:
                yield from _texts(one)


def _hit(line: RunLine, words: tuple[str, ...], passing: Passing) -> Hit:
    run = recorded(line.stream.removeprefix(PREFIX), passing.journal)
    told = story(run, passing.journal.events(line.stream))
    return Hit(line=line, told=tuple(one for one in told if any(word in _all_of(one) for word in words)))


def _all_of(line: Line) -> str:
    return "\n".join((line.text, *(value for _, value in line.values))).casefold()

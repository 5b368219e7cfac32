"""The people of a handbook as runs know them, and what is done over all runs when one of them leaves."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sopbook.actions import runs
from sopbook.actions.outgoing import PREFIX
from sopbook.actions.surroundings import Register, Surroundings
from sopbook.documents.ids import RoleId
from sopbook.documents.team import Person
from sopbook.errors import Refused
from sopbook.handbook.book import Handbook
from sopbook.handbook.duty import away_on, stand_in
from sopbook.runs.commands import Replace
from sopbook.runs.event import Member
from sopbook.runs.life import PersonReplaced
from sopbook.runs.life_refusals import NothingOfTheirs
from sopbook.runs.refusals import UnknownPerson

MOST_RUNS = 100_000


def register_of(book: Handbook, today: date) -> Register:
    """The people of the team register with what they may do on that day, their own and in the stead of others."""
    stands_in: dict[str, dict[str, tuple[RoleId, ...]]] = {}
    for person in book.people:
        deputy = stand_in(person, book, today)
        if deputy is not None:
            stands_in.setdefault(deputy.id, {})[person.id] = person.roles
    return {one.id: _member(one, stands_in.get(one.id, {}), today) for one in book.people}


def _member(person: Person, stands_in_for: dict[str, tuple[RoleId, ...]], today: date) -> Member:
    away = away_on(person, today)
    until = away.until if away else None
    return Member(id=person.id, name=person.name, roles=person.roles, stands_in_for=stands_in_for, away_until=until)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOver:
    """What became of one run: so many steps and perhaps the lead are another's, or why not."""

    run: str
    title: str
    steps: int = 0
    leads: bool = False
    refused: str = ""


def replace_everywhere(
    leaving: str, to: str, *, around: Surroundings, by: str, key: str, note: str = ""
) -> tuple[TakenOver, ...]:
    """Give everything that is open of somebody who leaves to another, run by run, oldest first.

    A run that refuses keeps none of the others from it. Said again with the same `key` it goes on where it was
    interrupted: what was done is answered as it was, and done once.
    """
    if to not in around.register():
        raise UnknownPerson(to)
    return tuple(_taken_over(Replace(leaving=leaving, to=to, note=note), around, by, key))


def _taken_over(command: Replace, around: Surroundings, by: str, key: str) -> Iterator[TakenOver]:
    lines = runs.listed(journal=around.journal, ended=False, procedure=None, limit=MOST_RUNS)
    for line in reversed(lines):
        run = line.stream.removeprefix(PREFIX)
        try:
            acted = runs.act(run, command, around=around, by=by, key=f"{key}:{run}")
        except NothingOfTheirs:
            continue
        except Refused as refused:
            yield TakenOver(run=run, title=line.title, refused=str(refused))
            continue
        taken = next(event for event in acted.events if isinstance(event, PersonReplaced))
        yield TakenOver(run=run, title=line.title, steps=len(taken.steps), leads=taken.leads)

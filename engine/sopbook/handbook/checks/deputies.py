"""SOP252: the team register names a deputy or an absence that cannot be.

A deputy is another person of the register. An absence ends on the day it begins or later. A person's zone stands in the
world's table of time zones. It is a warning where a deputy is away at the same time: then nobody stands in.
"""

from collections.abc import Iterator
from datetime import date

from sopbook.documents.team import Person, Team
from sopbook.handbook.book import Handbook
from sopbook.handbook.duty import overlap
from sopbook.source.diagnostic import Diagnostic, Severity, error, warning
from sopbook.source.nearest import nearest
from sopbook.timing.spoken import spoken_day
from sopbook.timing.zones import find_zone, zone_hint

CODE = "SOP252"
SEVERITY = Severity.ERROR


def check(book: Handbook, today: date) -> Iterator[Diagnostic]:
    """Look at every person of the register."""
    teams = (document for document in book.all if isinstance(document, Team))
    for team in teams:
        for person in team.people:
            yield from _of_person(book, team, person, today)


def _of_person(book: Handbook, team: Team, person: Person, today: date) -> Iterator[Diagnostic]:
    yield from _absences(team, person)
    yield from _deputy(book, team, person, today)
    if person.zone and find_zone(person.zone) is None:
        at = team.where(*person.path, "zone")
        yield error(CODE, f"there is no time zone `{person.zone}`", at=at, hint=zone_hint(person.zone))


def _absences(team: Team, person: Person) -> Iterator[Diagnostic]:
    for away in person.away:
        if away.until < away.from_:
            message = f"this ends before it begins, on {spoken_day(away.from_)}"
            yield error(CODE, message, at=team.where(*away.path, "until"), hint="write the last day of the absence")


def _deputy(book: Handbook, team: Team, person: Person, today: date) -> Iterator[Diagnostic]:
    if person.deputy is None:
        return
    at, deputy = team.where(*person.path, "deputy"), book.person(person.deputy)
    if deputy is None:
        likely = nearest(person.deputy, [one.id for one in book.people if one.id != person.id])
        hint = f"did you mean `{likely}`?" if likely else "write the id of somebody in this register"
        yield error(CODE, f"there is nobody `{person.deputy}`", at=at, hint=hint)
    elif deputy.id == person.id:
        yield error(CODE, f"`{person.id}` cannot stand in for themself", at=at, hint="name somebody else")
    else:
        yield from _both_away(team, person, deputy, today)


def _both_away(team: Team, person: Person, deputy: Person, today: date) -> Iterator[Diagnostic]:
    for away in person.away:
        clash = next((other for other in deputy.away if overlap(away, other) and other.until >= today), None)
        if clash and away.until >= today:
            first, last = max(away.from_, clash.from_), min(away.until, clash.until)
            days = f"on {spoken_day(first)}" if first == last else f"from {spoken_day(first)} to {spoken_day(last)}"
            message = f"the deputy, `{deputy.id}`, is away too {days}"
            yield warning(CODE, message, at=team.where(*away.path), hint="name another deputy for these days")

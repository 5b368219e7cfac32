"""Who of the team is away when, and who stands in."""

from datetime import date

from sopbook.documents.team import Away, Person, Team
from sopbook.handbook.book import Handbook


def away_on(person: Person, day: date) -> Away | None:
    """The absence that somebody has on that day, if any."""
    return next((away for away in person.away if away.from_ <= day <= away.until), None)


def stand_in(person: Person, book: Handbook, day: date) -> Person | None:
    """Who does on that day what somebody who is away would do: the first deputy along the chain who is there."""
    met = {person.id}
    while away_on(person, day) is not None:
        deputy = book.person(person.deputy) if person.deputy else None
        if deputy is None or deputy.id in met:
            return None
        met.add(deputy.id)
        person = deputy
    return person if len(met) > 1 else None


def overlap(one: Away, other: Away) -> bool:
    """Whether two absences have a day in common."""
    return one.from_ <= other.until and other.from_ <= one.until


def team_of(person: Person, book: Handbook) -> Team:
    """The register that somebody stands in."""
    return next(team for team in book.all if isinstance(team, Team) and person in team.people)

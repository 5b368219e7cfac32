"""Who of the team is away when, and who stands in."""

from datetime import date

from sopbook.documents.team import Away, Person, Team
from sopbook.handbook.book import Handbook


def away_on(person: Person, day: date) -> Away | None:
    """The absence that somebody has on that day, if any."""
    return next((away for away in person.away if away.from_ <= day <= away.until), None)


def overlap(one: Away, other: Away) -> bool:
    """Whether two absences have a day in common."""
    return one.from_ <= other.until and other.from_ <= one.until


def team_of(person: Person, book: Handbook) -> Team:
    """The register that somebody stands in."""
    return next(team for team in book.all if isinstance(team, Team) and person in team.people)

"""The page of the team register: who is here, and which roles each holds; no addresses, no numbers."""

from dataclasses import dataclass

from sopbook.documents.team import Away, Person, Team
from sopbook.pages.frame import Backlinks, Frame, frame
from sopbook.pages.labels import in_words
from sopbook.pages.page import Heading
from sopbook.pages.times import day, zone
from sopbook.pages.writer import Link, Writer
from sopbook.timing.spoken import spoken_list

PEOPLE = Heading(level=2, id="_people", text="People")
CHANNELS = Heading(level=2, id="_channels", text="How people are reached")


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonView:
    """One colleague; `deputy` is who stands in, and leads to their line."""

    id: str
    name: str
    roles: tuple[Link, ...]
    deputy: Link | None
    away: tuple[str, ...]
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamView:
    """Everything the template prints."""

    frame: Frame
    people: tuple[PersonView, ...]
    channels: str


def view(team: Team, writer: Writer, backlinks: Backlinks) -> TeamView:
    """The page's content; where a channel leads stays out of it, as does everybody's address."""
    return TeamView(
        frame=frame(team, writer, backlinks),
        people=tuple(_person(person, writer) for person in team.people),
        channels=spoken_list([in_words(name) for name in team.channels]),
    )


def outline(page: TeamView) -> tuple[Heading, ...]:
    """The people, and by which ways they are reached."""
    return (PEOPLE, CHANNELS) if page.channels else (PEOPLE,)


def period(away: Away) -> str:
    """From one day to another, saying month and year once: `3 to 14 August 2026`."""
    first, last = day(away.from_), day(away.until)
    if first == last:
        return first
    before, after = first.split(), last.split()
    while len(before) > 1 and before[-1] == after[-1]:
        before, after = before[:-1], after[:-1]
    return f"{' '.join(before)} to {last}"


def _person(person: Person, writer: Writer) -> PersonView:
    return PersonView(
        id=person.id,
        name=person.name,
        roles=writer.links(person.roles),
        deputy=_deputy(person, writer),
        away=tuple(period(one) for one in person.away),
        zone=zone(person.zone),
    )


def _deputy(person: Person, writer: Writer) -> Link | None:
    if person.deputy is None:
        return None
    deputy = writer.book.person(person.deputy)
    return Link(text=deputy.name, href=f"#{deputy.id}") if deputy else Link(text=in_words(person.deputy))

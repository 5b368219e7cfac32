"""The page of the team register: who is here, and which roles each holds; no addresses, no numbers."""

from dataclasses import dataclass

from sopbook.documents.team import Team
from sopbook.pages.frame import Backlinks, Frame, frame
from sopbook.pages.page import Heading
from sopbook.pages.writer import Link, Writer

PEOPLE = Heading(level=2, id="_people", text="People")


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonView:
    """One colleague."""

    id: str
    name: str
    roles: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamView:
    """Everything the template prints."""

    frame: Frame
    people: tuple[PersonView, ...]


def view(team: Team, writer: Writer, backlinks: Backlinks) -> TeamView:
    """The page's content."""
    return TeamView(
        frame=frame(team, writer, backlinks),
        people=tuple(
            PersonView(id=person.id, name=person.name, roles=writer.links(person.roles)) for person in team.people
        ),
    )


def outline(_page: TeamView) -> tuple[Heading, ...]:
    """The register has one part."""
    return (PEOPLE,)

"""The page of an escalation, on one screen: what starts it, and the ladder times and people side by side."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sopbook.documents.escalation import Escalation
from sopbook.pages.field_view import FieldView, field_views
from sopbook.pages.frame import Backlinks, Frame, frame
from sopbook.pages.html import Html
from sopbook.pages.page import Heading
from sopbook.pages.writer import Link, Writer

LADDER = Heading(level=2, id="_ladder", text="Who is called")
TELL = Heading(level=2, id="_tell", text="What to say when you open it")
MORE = Heading(level=2, id="_more", text="What to do")


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """A role on the ladder, with the people who hold it today."""

    role: Link
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One level of the ladder; `after` is how long nobody has answered by then."""

    id: str
    after: str
    called: tuple[Called, ...]
    wait: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationView:
    """Everything the template prints."""

    frame: Frame
    trigger: Html
    rungs: tuple[Rung, ...]
    unanswered: str
    reminded: Link | None
    every: str
    inputs: tuple[FieldView, ...]


def view(escalation: Escalation, writer: Writer, backlinks: Backlinks) -> EscalationView:
    """The page's content."""
    waits = [level.wait for level in escalation.levels]
    return EscalationView(
        frame=frame(escalation, writer, backlinks),
        trigger=writer.flow(escalation.trigger),
        rungs=tuple(
            Rung(
                id=level.id,
                after=f"after {total(waits[:index])}" if index else "at once",
                called=tuple(_called(escalation, index, writer)),
                wait=level.wait,
            )
            for index, level in enumerate(escalation.levels)
        ),
        unanswered=f"after {total(waits)}",
        reminded=writer.link(escalation.owner) if escalation.owner else None,
        every=waits[-1],
        inputs=field_views(escalation.inputs, writer),
    )


def outline(page: EscalationView) -> tuple[Heading, ...]:
    """The ladder first."""
    tell = (TELL,) if page.inputs else ()
    return (LADDER, *tell, *((MORE,) if page.frame.background else ()))


def _called(escalation: Escalation, index: int, writer: Writer) -> Iterator[Called]:
    for role in escalation.levels[index].notify:
        people = tuple(person.name for person in writer.holders(role))
        yield Called(role=writer.link(role), people=people)


def total(waits: list[str]) -> str:
    """Waiting times one after the other: added up where they have the same unit, else said one by one."""
    amounts: dict[str, int] = {}
    for wait in waits:
        number, unit = re.fullmatch(r"(\d+) (.+)", wait).groups()  # type: ignore[union-attr]  # the schema's pattern
        unit = unit.removesuffix("s")
        amounts[unit] = amounts.get(unit, 0) + int(number)
    return " and ".join(f"{number} {unit}{'' if number == 1 else 's'}" for unit, number in amounts.items())

"""The page of an escalation, on one screen: what starts it, how bad it is, and the ladder of times and people."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sopbook.documents.escalation import Escalation, Level, SeverityLevel
from sopbook.pages.field_view import FieldView, field_views
from sopbook.pages.frame import Backlinks, Frame, frame
from sopbook.pages.html import Html
from sopbook.pages.labels import in_words
from sopbook.pages.page import Heading
from sopbook.pages.times import often
from sopbook.pages.writer import Link, Writer
from sopbook.timing.spoken import counted

SEVERITIES = Heading(level=2, id="_severities", text="How bad is it?")
LADDER = Heading(level=2, id="_ladder", text="Who is called")
RESPOND = Heading(level=2, id="_respond", text="Once somebody has answered")
TELL = Heading(level=2, id="_tell", text="What to say when you open it")
CLOSE = Heading(level=2, id="_close", text="What to say when you close it")
MORE = Heading(level=2, id="_more", text="What to do")

LENGTHS = ("year", "month", "week", "day", "hour", "minute")


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """A role on the ladder, with the people who hold it today."""

    role: Link
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One level of the ladder; `after` is how long nobody has answered by then, and `again` that it is repeated."""

    id: str
    after: str
    called: tuple[Called, ...]
    when: Html
    via: str
    answer: str
    again: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeverityView:
    """How bad it may be, and how fast that is answered and resolved."""

    id: str
    name: str
    means: Html
    when: Html
    answer: str
    resolve: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationView:
    """Everything the template prints."""

    frame: Frame
    trigger: Html
    severities: tuple[SeverityView, ...]
    judged: str
    rungs: tuple[Rung, ...]
    unanswered: str
    reminded: Link | None
    every: str
    respond: Link | None
    remind: str
    inputs: tuple[FieldView, ...]
    close_with: tuple[FieldView, ...]


def view(escalation: Escalation, writer: Writer, backlinks: Backlinks) -> EscalationView:
    """The page's content."""
    levels = escalation.levels
    return EscalationView(
        frame=frame(escalation, writer, backlinks),
        trigger=writer.flow(escalation.trigger),
        severities=tuple(_severity(one, writer) for one in escalation.severities),
        judged=_judged(escalation),
        rungs=tuple(_rung(level, levels[:index], writer) for index, level in enumerate(levels)),
        unanswered=_after(levels, writer),
        reminded=writer.link(escalation.owner) if escalation.owner else None,
        every=often(levels[-1].wait),
        respond=writer.link(escalation.respond) if escalation.respond else None,
        remind=often(escalation.remind) if escalation.remind else "",
        inputs=field_views(escalation.inputs, writer),
        close_with=field_views(escalation.close_with, writer),
    )


def outline(page: EscalationView) -> tuple[Heading, ...]:
    """The ladder comes first, but for what it may depend on."""
    parts: tuple[tuple[Heading, object], ...] = (
        (SEVERITIES, page.severities),
        (LADDER, page.rungs),
        (RESPOND, page.respond or page.remind),
        (TELL, page.inputs),
        (CLOSE, page.close_with),
        (MORE, page.frame.background),
    )
    return tuple(heading for heading, shown in parts if shown)


def total(waits: Iterable[str]) -> str:
    """Waiting times one after the other: added up where they have the same unit, else said one by one."""
    amounts: dict[str, int] = {}
    for wait in waits:
        number, unit = re.fullmatch(r"(\d+) (.+)", wait).groups()  # type: ignore[union-attr]  # the schema's pattern
        unit = unit.removesuffix("s")
        amounts[unit] = amounts.get(unit, 0) + int(number)
    for minute, hour in (("minute", "hour"), ("working minute", "working hour")):
        if amounts.get(minute, 0) >= 60:
            hours, left = divmod(amounts.pop(minute), 60)
            amounts[hour] = amounts.get(hour, 0) + hours
            amounts |= {minute: left} if left else {}
    longest_first = sorted(amounts.items(), key=lambda one: LENGTHS.index(one[0].split()[-1]))
    return " and ".join(counted(number, unit) for unit, number in longest_first)


def _severity(severity: SeverityLevel, writer: Writer) -> SeverityView:
    return SeverityView(
        id=severity.id,
        name=in_words(severity.id),
        means=writer.flow(severity.means),
        when=writer.condition(severity.when),
        answer=severity.answer,
        resolve=severity.resolve,
    )


def _judged(escalation: Escalation) -> str:
    if any(one.when for one in escalation.severities):
        return "Read from the top: the first that fits counts."
    return "Whoever opens it says which."


def _rung(level: Level, before: tuple[Level, ...], writer: Writer) -> Rung:
    return Rung(
        id=level.id,
        after=_after(before, writer) if before else "at once",
        called=tuple(_called(level, writer)),
        when=writer.condition(level.when),
        via=" and ".join(in_words(one).lower() for one in level.via),
        answer=_answer(level, len(_people(level, writer))),
        again=_again(level),
    )


def _called(level: Level, writer: Writer) -> Iterator[Called]:
    for role in level.notify:
        people = tuple(person.name for person in writer.holders(role))
        yield Called(role=writer.link(role), people=people)


def _answer(level: Level, people: int) -> str:
    """How the holders are called, and until when one has to answer."""
    if level.next == "person" and people > 1:
        return f"Called one after the other; each has {level.wait} to answer."
    who = "All of them are called; one" if people > 1 or len(level.notify) > 1 else "One"
    return f"{who} has to answer within {level.wait}."


def _again(level: Level) -> str:
    if not level.repeat:
        return ""
    times = "once more" if level.repeat == 1 else f"{level.repeat} more times"
    return f"Unanswered, this comes {times}."


def _people(level: Level, writer: Writer) -> tuple[str, ...]:
    return tuple(dict.fromkeys(person.id for role in level.notify for person in writer.holders(role)))


def _after(levels: tuple[Level, ...], writer: Writer) -> str:
    """How long these levels take together; a level that is not always called makes it the longest it can be."""
    waits = [wait for level in levels for wait in _waits(level, writer)]
    return f"after {total(waits)}{' at most' if any(level.when for level in levels) else ''}"


def _waits(level: Level, writer: Writer) -> list[str]:
    calls = max(1, len(_people(level, writer))) if level.next == "person" else 1
    return [level.wait] * calls * (1 + level.repeat)

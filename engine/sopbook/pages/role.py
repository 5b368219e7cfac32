"""The page of a role, compiled: what whoever holds it does, signs, decides, owns, reads and is called for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sopbook.documents.decision import Decision
from sopbook.documents.document import Document
from sopbook.documents.escalation import Escalation
from sopbook.documents.ids import RoleId
from sopbook.documents.path import Path
from sopbook.documents.procedure import Procedure
from sopbook.documents.role import Role, TimeBudget
from sopbook.documents.steps import AnyPart, AnyStep, Approve, Choose, Group, Notify, Run, Wait
from sopbook.pages.fact import Fact
from sopbook.pages.frame import Backlinks, Frame, frame
from sopbook.pages.html import Html, html
from sopbook.pages.labels import in_words
from sopbook.pages.numbering import numbers
from sopbook.pages.page import Heading
from sopbook.pages.times import schedule
from sopbook.pages.verbs import in_a_line
from sopbook.pages.writer import Link, Writer
from sopbook.timing.spoken import spoken_list


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A procedure in which the role has something to do, and its steps there."""

    procedure: Link
    count: str
    steps: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Routine:
    """A procedure that begins by itself, and when."""

    procedure: Link
    begins: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One list of the page: steps grouped by procedure, documents, or work that comes round."""

    id: str
    title: str
    says: str
    parts: tuple[Part, ...] = ()
    documents: tuple[Link, ...] = ()
    routines: tuple[Routine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleView:
    """Everything the template prints."""

    frame: Frame
    facts: tuple[Fact, ...]
    people: tuple[str, ...]
    backup: str
    responsibilities: tuple[Html, ...]
    duties: tuple[Duty, ...]


def view(role: Role, writer: Writer, backlinks: Backlinks) -> RoleView:
    """The page's content, from the whole handbook."""
    people = tuple(person.name for person in writer.holders(RoleId(role.id)))
    return RoleView(
        frame=frame(role, writer, backlinks),
        facts=tuple(_facts(role, writer)),
        people=people,
        backup=_backup(role.backup, len(people)),
        responsibilities=tuple(writer.flow(one) for one in role.responsibilities),
        duties=tuple(duty for duty in _duties(RoleId(role.id), writer) if _has_something(duty)),
    )


def outline(page: RoleView) -> tuple[Heading, ...]:
    """One line for each list."""
    return tuple(Heading(level=2, id=duty.id, text=duty.title) for duty in page.duties)


def _duties(role: RoleId, writer: Writer) -> Iterator[Duty]:
    yield Duty(
        id="_paths",
        title="Grows into it by",
        says="Whoever takes on this role follows these.",
        documents=_documents(writer, lambda one: isinstance(one, Path) and one.for_ == role),
    )
    yield Duty(
        id="_routines",
        title="Comes round",
        says="Work of this role that begins by itself, again and again.",
        routines=tuple(_routines(role, writer)),
    )
    yield Duty(
        id="_called",
        title="Is called for",
        says="Somebody must answer when one of these opens.",
        documents=_documents(writer, lambda one: isinstance(one, Escalation) and _is_called(one, role)),
    )
    yield Duty(
        id="_performs",
        title="Does",
        says="Steps of this role, by procedure.",
        parts=tuple(_parts(writer, lambda step, by: _does(step, by, role))),
    )
    yield Duty(
        id="_signs",
        title="Signs",
        says="Approvals of this role.",
        parts=tuple(_parts(writer, lambda step, by: _signs(step, by, role))),
    )
    yield Duty(
        id="_told",
        title="Is told",
        says="Gets a message when a run comes to these.",
        parts=tuple(_parts(writer, lambda step, _by: isinstance(step, Notify) and role in step.notify)),
    )
    yield Duty(
        id="_decides",
        title="Decides",
        says="Answers for these tables, and decides where no rule fits.",
        documents=_documents(writer, lambda one: isinstance(one, Decision) and one.decided_by == role),
    )
    yield Duty(
        id="_consulted",
        title="Is asked first",
        says="Is heard before somebody else decides.",
        documents=_documents(writer, lambda one: isinstance(one, Decision) and role in one.consult),
    )
    yield Duty(
        id="_reads",
        title="Must read",
        says="Everybody in this role knows these.",
        documents=_documents(writer, lambda one: role in one.audience),
    )
    yield Duty(
        id="_owns",
        title="Owns",
        says="Keeps these right, and accepts changes to them.",
        documents=_documents(writer, lambda one: one.owner == role),
    )


def _facts(role: Role, writer: Writer) -> Iterator[Fact]:
    if role.level:
        yield Fact(word="Level", says=html("{}", in_words(role.level)))
    if role.reports_to:
        yield Fact(word="Reports to", says=writer.link(role.reports_to).html)
    below = (one for one in writer.book.roles() if one.reports_to == RoleId(role.id))
    if leads := [writer.link(one.id).html for one in below]:
        yield Fact(word="Leads", says=html(", ").join(leads))
    if role.time and (budget := _budget(role.time)):
        yield Fact(word="Time for routines", says=html("{}", budget))


def _budget(time: TimeBudget) -> str:
    spans = ((time.daily, "day"), (time.weekly, "week"), (time.monthly, "month"))
    return spoken_list([f"{hours} a {span}" for hours, span in spans if hours])


def _backup(wanted: int, now: int) -> str:
    """How many people should be able to do it, against how many there are."""
    if not wanted:
        return ""
    missing = f", so {wanted - now} too few" if now < wanted else ""
    return f"At least {counted_people(wanted)} should hold it; now {now}{missing}."


def counted_people(number: int) -> str:
    """`1 person`, `2 people`."""
    return "1 person" if number == 1 else f"{number} people"


def _has_something(duty: Duty) -> bool:
    return bool(duty.parts or duty.documents or duty.routines)


def _routines(role: RoleId, writer: Writer) -> Iterator[Routine]:
    for one in writer.book.live():
        if isinstance(one, Procedure) and one.schedule and any(role in by for _, by in performed(one.parts, one.by)):
            yield Routine(procedure=writer.link(one.id), begins=schedule(one.schedule))


def _documents(writer: Writer, belongs: Callable[[Document], bool]) -> tuple[Link, ...]:
    return tuple(writer.link(one.id) for one in writer.book.live() if belongs(one))


def _is_called(escalation: Escalation, role: RoleId) -> bool:
    return any(role in level.notify for level in escalation.levels)


def _does(step: AnyStep, by: tuple[str, ...], role: RoleId) -> bool:
    """Whether a holder has something to do; messages are sent and times go by without anybody."""
    alone = isinstance(step, Notify) or (isinstance(step, Wait) and not step.wait.startswith("for "))
    return role in by and not alone and not isinstance(step, Approve)


def _signs(step: AnyStep, by: tuple[str, ...], role: RoleId) -> bool:
    return (isinstance(step, Approve) and role in by) or (isinstance(step, Run) and step.approve_by == role)


def _parts(writer: Writer, belongs: Callable[[AnyStep, tuple[str, ...]], bool]) -> Iterator[Part]:
    for procedure in writer.book.live():
        if not isinstance(procedure, Procedure):
            continue
        number = numbers(procedure)
        steps = tuple(
            Link(
                text=in_a_line(step, writer),
                href=writer.href(procedure, step.id),
                note=number[step.id],
            )
            for step, by in performed(procedure.parts, procedure.by)
            if belongs(step, by)
        )
        if steps:
            count = "1 step" if len(steps) == 1 else f"{len(steps)} steps"
            yield Part(procedure=writer.link(procedure.id), count=count, steps=steps)


def performed(parts: tuple[AnyPart, ...], by: tuple[str, ...]) -> Iterator[tuple[AnyStep, tuple[str, ...]]]:
    """Every step with who does it, wherever that is said."""
    for part in parts:
        own = part.by or by
        if isinstance(part, Group):
            yield from performed(part.steps, own)
            continue
        yield part, own
        if isinstance(part, Choose):
            for option in part.options:
                yield from performed(option.steps, own)

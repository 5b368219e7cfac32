"""The page of a role, compiled: what whoever holds it does, signs, decides, owns, reads and is called for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sopbook.documents.decision import Decision
from sopbook.documents.document import Document
from sopbook.documents.escalation import Escalation
from sopbook.documents.ids import RoleId
from sopbook.documents.procedure import Procedure
from sopbook.documents.role import Role
from sopbook.documents.steps import AnyPart, AnyStep, Approve, Choose, Group
from sopbook.pages.frame import Backlinks, Frame, frame
from sopbook.pages.labels import title_of
from sopbook.pages.page import Heading
from sopbook.pages.numbering import numbers
from sopbook.pages.writer import Link, Writer


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A procedure in which the role has something to do, and its steps there."""

    procedure: Link
    count: str
    steps: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One list of the page: steps grouped by procedure, or documents."""

    id: str
    title: str
    says: str
    parts: tuple[Part, ...] = ()
    documents: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleView:
    """Everything the template prints."""

    frame: Frame
    people: tuple[str, ...]
    duties: tuple[Duty, ...]


def view(role: Role, writer: Writer, backlinks: Backlinks) -> RoleView:
    """The page's content, from the whole handbook."""
    return RoleView(
        frame=frame(role, writer, backlinks),
        people=tuple(person.name for person in writer.holders(RoleId(role.id))),
        duties=tuple(duty for duty in _duties(RoleId(role.id), writer) if duty.parts or duty.documents),
    )


def outline(page: RoleView) -> tuple[Heading, ...]:
    """One line for each list."""
    return tuple(Heading(level=2, id=duty.id, text=duty.title) for duty in page.duties)


def _duties(role: RoleId, writer: Writer) -> Iterator[Duty]:
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
        parts=tuple(_parts(role, writer, signs=False)),
    )
    yield Duty(
        id="_signs",
        title="Signs",
        says="Approvals of this role.",
        parts=tuple(_parts(role, writer, signs=True)),
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


def _documents(writer: Writer, belongs: Callable[[Document], bool]) -> tuple[Link, ...]:
    return tuple(writer.link(one.id) for one in writer.book.live() if belongs(one))


def _is_called(escalation: Escalation, role: RoleId) -> bool:
    return any(role in level.notify for level in escalation.levels)


def _parts(role: RoleId, writer: Writer, *, signs: bool) -> Iterator[Part]:
    for procedure in writer.book.live():
        if not isinstance(procedure, Procedure):
            continue
        number = numbers(procedure)
        steps = tuple(
            Link(
                text=writer.plain(title_of(step, writer.book)),
                href=writer.href(procedure, step.id),
                note=number[step.id],
            )
            for step, by in performed(procedure.parts, procedure.by)
            if role in by and isinstance(step, Approve) is signs
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

"""The page of a standard: what good work is, how each criterion is measured, and the steps that verify it."""

from collections.abc import Iterator
from dataclasses import dataclass

from sopbook.documents.procedure import Procedure
from sopbook.documents.standard import Criterion, Standard
from sopbook.pages.frame import Backlinks, Frame, frame
from sopbook.pages.html import Html
from sopbook.pages.numbering import numbers
from sopbook.pages.page import Heading
from sopbook.pages.verbs import in_a_line
from sopbook.pages.words import unary
from sopbook.pages.writer import Link, Writer

CRITERIA = Heading(level=2, id="_criteria", text="What we require")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verifying:
    """A step that verifies a criterion, with the procedure it belongs to."""

    procedure: Link
    number: str
    step: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionView:
    """One requirement; without a measure it is judged by eye."""

    id: str
    requires: Html
    plain: str
    measure: str
    accept: Html
    why: Html
    how: Html
    verified: tuple[Verifying, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardView:
    """Everything the template prints."""

    frame: Frame
    criteria: tuple[CriterionView, ...]


def view(standard: Standard, writer: Writer, backlinks: Backlinks) -> StandardView:
    """The page's content, from the whole handbook."""
    return StandardView(
        frame=frame(standard, writer, backlinks),
        criteria=tuple(_criterion(standard, one, writer) for one in standard.criteria),
    )


def outline(page: StandardView) -> tuple[Heading, ...]:
    """One line for each criterion."""
    return (CRITERIA, *(Heading(level=3, id=one.id, text=one.plain) for one in page.criteria))


def _criterion(standard: Standard, criterion: Criterion, writer: Writer) -> CriterionView:
    return CriterionView(
        id=criterion.id,
        requires=writer.inline(criterion.requires),
        plain=writer.plain(criterion.requires),
        measure=criterion.measure,
        accept=unary(criterion.accept) if criterion.accept else Html(""),
        why=writer.block(criterion.why),
        how=writer.block(criterion.how),
        verified=tuple(_verifying(f"{standard.id}.{criterion.id}", writer)),
    )


def _verifying(wanted: str, writer: Writer) -> Iterator[Verifying]:
    for procedure in writer.book.live():
        if not isinstance(procedure, Procedure):
            continue
        for step in procedure.all_steps():
            if wanted in step.meets:
                link = Link(text=in_a_line(step, writer), href=writer.href(procedure, step.id))
                yield Verifying(procedure=writer.link(procedure.id), number=numbers(procedure)[step.id], step=link)

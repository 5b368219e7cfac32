"""The page of a procedure or a path: what it is for, what one needs, and the steps, like a good recipe."""

from collections.abc import Iterator
from dataclasses import dataclass

from sopbook.documents.path import Path
from sopbook.documents.procedure import Procedure
from sopbook.documents.steps import Order
from sopbook.pages.fact import Fact
from sopbook.pages.field_view import FieldView, field_views
from sopbook.pages.frame import Backlinks, Frame, frame
from sopbook.pages.html import Html, html, listed
from sopbook.pages.page import Heading
from sopbook.pages.rule_view import RuleView, rule_views
from sopbook.pages.step_view import PartView, part_views, words_of
from sopbook.pages.times import missed, schedule
from sopbook.pages.writer import Writer

STEPS = Heading(level=2, id="_steps", text="Steps")
DONE = Heading(level=2, id="_done", text="Done when")

ENROLLED = {"joined": "everybody who gets the role", "by_hand": "by hand"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureView:
    """Everything the template prints."""

    frame: Frame
    facts: tuple[Fact, ...]
    records: tuple[Html, ...]
    needs: tuple[Html, ...]
    inputs: tuple[FieldView, ...]
    rules: tuple[RuleView, ...]
    any_order: bool
    sections: tuple[PartView, ...]
    steps: tuple[PartView, ...]
    done_when: tuple[Html, ...]


def view(procedure: Procedure, writer: Writer, backlinks: Backlinks) -> ProcedureView:
    """The page's content; `writer` knows the procedure's names."""
    parts = part_views(procedure, writer)
    return ProcedureView(
        frame=frame(procedure, writer, backlinks),
        facts=tuple(_facts(procedure, writer)),
        records=tuple(_records(procedure, writer)),
        needs=tuple(writer.flow(need) for need in procedure.needs),
        inputs=field_views(procedure.inputs, writer),
        rules=rule_views(procedure.rules, writer),
        any_order=procedure.order is Order.ANY,
        sections=parts if procedure.sections else (),
        steps=() if procedure.sections else parts,
        done_when=tuple(writer.flow(one) for one in procedure.done_when),
    )


def outline(page: ProcedureView) -> tuple[Heading, ...]:
    """Phases and steps; the steps of branches are left to the page."""
    parts = page.sections or page.steps
    start = () if page.sections else (STEPS,)
    end = (DONE,) if page.done_when else ()
    return (*start, *(heading for part in parts for heading in _headings(part)), *end)


def _headings(part: PartView) -> Iterator[Heading]:
    text = f"{part.number}. {part.brief}" if part.number else part.brief
    yield Heading(level=part.level, id=part.anchor, text=text)
    for inner in part.parts:
        yield from _headings(inner)


def performers(procedure: Procedure) -> tuple[str, ...]:
    """Everybody a step or a group names, in the order of their first act, without repetition."""
    named = [*procedure.by] if any(not part.by for part in procedure.parts) else []
    named += [one for part in procedure.all_parts() for one in part.by]
    return tuple(dict.fromkeys(named))


def _facts(procedure: Procedure, writer: Writer) -> Iterator[Fact]:
    if isinstance(procedure, Path):
        yield from _facts_of_path(procedure, writer)
    if people := writer.performers(performers(procedure)):
        yield Fact(word="Who", says=html(", ").join(person.html for person in people))
    if procedure.effort:
        yield Fact(word="Takes", says=html("{}", procedure.effort))
    yield Fact(word="Length", says=html("{}", _length(procedure)))
    if procedure.schedule:
        words, remark = schedule(procedure.schedule), missed(procedure.schedule)
        yield Fact(word="Repeats", says=html("{}", words), remark=html("{}", remark))
    if procedure.due:
        yield Fact(word="Due", says=words_of(procedure, writer).time_limit(procedure.due, procedure.if_late))
    elif procedure.if_late:
        yield Fact(word="When late", says=html("{} opens", writer.link(procedure.if_late).html))


def _facts_of_path(path: Path, writer: Writer) -> Iterator[Fact]:
    yield Fact(word="Leads into", says=writer.link(path.for_).html)
    yield Fact(word="Enrolled", says=html("{}", ENROLLED[path.enrol]))
    if path.expires:
        yield Fact(word="Holds for", says=html("{}, then it is done again", path.expires))


def _records(procedure: Procedure, writer: Writer) -> Iterator[Html]:
    if procedure.keep:
        yield html("Kept for {} from the end of a run.", procedure.keep)
    if procedure.records_for:
        roles = listed(link.html for link in writer.links(procedure.records_for))
        yield html("Seen by those who take part, and by {}.", roles)


def _length(procedure: Procedure) -> str:
    steps = sum(1 for _ in procedure.all_steps())
    words = "1 step" if steps == 1 else f"{steps} steps"
    phases = len(procedure.sections)
    return f"{words} in {phases} phases" if phases > 1 else words

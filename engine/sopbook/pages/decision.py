"""The page of a decision: the question, the table in words, and why each rule is as it is."""

from collections.abc import Mapping
from dataclasses import dataclass

from sopbook.documents.decision import Decision, HitPolicy
from sopbook.documents.fields import Field, FieldType, Scalar
from sopbook.handbook.names import type_of
from sopbook.pages.field_view import FieldView, field_views
from sopbook.pages.frame import Backlinks, Frame, frame
from sopbook.pages.html import Html
from sopbook.pages.labels import field_label
from sopbook.pages.page import Heading
from sopbook.pages.words import cell, fits_anything
from sopbook.pages.writer import Link, Writer

TABLE = Heading(level=2, id="_table", text="The table")
FACTS = Heading(level=2, id="_facts", text="What you need to know")

POLICY_WORDS = {
    HitPolicy.UNIQUE: "Exactly one rule fits.",
    HitPolicy.FIRST: "Read from the top: the first rule that fits answers.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CellView:
    """One cell with the heading of its column, which a narrow screen shows beside it."""

    column: str
    text: Html
    quiet: bool
    answer: bool
    is_text: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """One rule of the table."""

    id: str
    number: int
    cells: tuple[CellView, ...]
    why: Html


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionView:
    """Everything the template prints."""

    frame: Frame
    question: Html
    decided_by: Link | None
    consult: tuple[Link, ...]
    policy: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    rows: tuple[RowView, ...]
    facts: tuple[FieldView, ...]


def view(decision: Decision, writer: Writer, backlinks: Backlinks) -> DecisionView:
    """The page's content."""
    return DecisionView(
        frame=frame(decision, writer, backlinks),
        question=writer.inline(decision.question),
        decided_by=writer.link(decision.decided_by) if decision.decided_by else None,
        consult=writer.links(decision.consult),
        policy=POLICY_WORDS[decision.hit_policy],
        inputs=_columns(decision.inputs),
        outputs=_columns(decision.outputs),
        rows=tuple(
            RowView(
                id=rule.id,
                number=number,
                cells=_cells(decision.inputs, rule.when) + _cells(decision.outputs, rule.then, answer=True),
                why=writer.flow(rule.why),
            )
            for number, rule in enumerate(decision.rules, start=1)
        ),
        facts=field_views(decision.inputs, writer),
    )


def outline(_page: DecisionView) -> tuple[Heading, ...]:
    """The table and what goes into it."""
    return (TABLE, FACTS)


def _columns(fields: Mapping[str, Field]) -> tuple[str, ...]:
    return tuple(field_label(name, field) for name, field in fields.items())


def _cells(fields: Mapping[str, Field], given: Mapping[str, Scalar], *, answer: bool = False) -> tuple[CellView, ...]:
    return tuple(
        CellView(
            column=field_label(name, field),
            text=_text(field, given.get(name), answer=answer),
            quiet=fits_anything(given.get(name)),
            answer=answer,
            is_text=field.type in (FieldType.TEXT, FieldType.LONG_TEXT),
        )
        for name, field in fields.items()
    )


def _text(field: Field, value: Scalar | None, *, answer: bool) -> Html:
    if answer and isinstance(value, str):
        return Html.escape(value)
    return cell(value, of=None if answer else type_of(field), unit=field.unit)

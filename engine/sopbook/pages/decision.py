"""The page of a decision: the question, the table or the weighing in words, its proof, a form, and cases."""

from dataclasses import dataclass
from decimal import Decimal

from sopbook.documents.decision import Decision, Factor, Outcome
from sopbook.pages.field_view import FieldView, field_views
from sopbook.pages.frame import Backlinks, Frame, frame
from sopbook.pages.html import Html
from sopbook.pages.page import Heading
from sopbook.pages.policy import policy_words
from sopbook.pages.table_view import Columns, RowView, columns, example_columns, example_rows, rule_rows
from sopbook.pages.try_it import TryIt, try_it
from sopbook.pages.verdict import VerdictView, verdict
from sopbook.pages.words import amount, cell
from sopbook.pages.writer import Link, Writer

TABLE = Heading(level=2, id="_table", text="The table")
FACTORS = Heading(level=2, id="_factors", text="What is weighed")
OUTCOMES = Heading(level=2, id="_outcomes", text="What comes of it")
FACTS = Heading(level=2, id="_facts", text="What you need to know")
TRY = Heading(level=2, id="_try", text="Try it")
CASES = Heading(level=2, id="_cases", text="Worked cases")
PRECEDENTS = Heading(level=2, id="_precedents", text="Precedents")


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorView:
    """One thing that is weighed; `share` is how much of the whole it counts for."""

    id: str
    label: str
    help: Html
    scale: str
    weight: str
    share: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeView:
    """One answer of a weighing."""

    id: str
    when: Html
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionView:
    """Everything the template prints."""

    frame: Frame
    question: Html
    decided_by: Link | None
    consult: tuple[Link, ...]
    policy: tuple[Html, ...]
    columns: Columns
    rows: tuple[RowView, ...]
    factors: tuple[FactorView, ...]
    outcomes: tuple[OutcomeView, ...]
    facts: tuple[FieldView, ...]
    verdict: VerdictView | None
    try_it: TryIt | None
    case_columns: Columns
    cases: tuple[RowView, ...]
    precedents: tuple[Html, ...]


def view(decision: Decision, writer: Writer, backlinks: Backlinks) -> DecisionView:
    """The page's content."""
    whole = sum((factor.weight for factor in decision.factors), Decimal(0))
    return DecisionView(
        frame=frame(decision, writer, backlinks),
        question=writer.inline(decision.question),
        decided_by=writer.link(decision.decided_by) if decision.decided_by else None,
        consult=writer.links(decision.consult),
        policy=policy_words(decision),
        columns=columns(decision),
        rows=rule_rows(decision, writer),
        factors=tuple(_factor(one, whole, writer) for one in decision.factors),
        outcomes=tuple(_outcome(one) for one in decision.outcomes),
        facts=field_views(decision.inputs, writer),
        verdict=verdict(decision, writer),
        try_it=try_it(decision, writer),
        case_columns=example_columns(decision),
        cases=example_rows(decision),
        precedents=tuple(writer.flow(one) for one in decision.precedents),
    )


def outline(page: DecisionView) -> tuple[Heading, ...]:
    """The table and what goes into it, or the weighing; then what has been decided by it."""
    parts = (
        (TABLE, page.rows),
        (FACTORS, page.factors),
        (OUTCOMES, page.outcomes),
        (TRY, page.try_it),
        (CASES, page.cases),
        (PRECEDENTS, page.precedents),
        (FACTS, page.facts),
    )
    return tuple(heading for heading, shown in parts if shown)


def _factor(factor: Factor, whole: Decimal, writer: Writer) -> FactorView:
    return FactorView(
        id=factor.id,
        label=factor.label,
        help=writer.flow(factor.help),
        scale=" to ".join(amount(end) for end in factor.scale),
        weight=amount(factor.weight),
        share=f"{factor.weight / whole * 100:.0f} %" if whole else "",
    )


def _outcome(outcome: Outcome) -> OutcomeView:
    return OutcomeView(id=outcome.id, when=cell(outcome.when, of=None), label=outcome.label)

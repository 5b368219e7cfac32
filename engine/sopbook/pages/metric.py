"""The page of a metric: what is counted or worked out, what is good, and when somebody has to look."""

from collections.abc import Iterator
from dataclasses import dataclass

from sopbook.documents.goal import Goal
from sopbook.documents.ids import DocumentId
from sopbook.documents.metric import Metric
from sopbook.documents.procedure import Procedure
from sopbook.feel.names import names_read
from sopbook.handbook.book import Handbook
from sopbook.handbook.figures import formula_of
from sopbook.pages.fact import Fact
from sopbook.pages.frame import Backlinks, Frame, frame
from sopbook.pages.html import NOTHING, Html, html, listed
from sopbook.pages.labels import field_label, in_words
from sopbook.pages.page import Heading
from sopbook.pages.words import unary
from sopbook.pages.writer import Link, Writer

MEASURE = Heading(level=2, id="_measure", text="How it is measured")
AIMS = Heading(level=2, id="_goals", text="What we aim at")

GROUPS = {"financial": "Money", "operational": "How work goes", "team": "The team"}
COUNTED = {
    "runs": "the runs of",
    "steps": "the steps of",
    "fields": "what is entered in",
    "cases": "the cases of",
    "acknowledgements": "who has read",
}
ALL = {
    "runs": "all runs",
    "steps": "all steps",
    "fields": "all that is entered",
    "cases": "all escalations",
    "acknowledgements": "all that has to be read",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """A goal that wants this metric somewhere."""

    goal: Link
    reach: Html


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricView:
    """Everything the template prints; `formula` is the calculation as it is written, over `parts`."""

    frame: Frame
    facts: tuple[Fact, ...]
    counted: Html
    formula: str
    parts: tuple[Link, ...]
    part_of: tuple[Link, ...]
    aims: tuple[Aim, ...]


def view(metric: Metric, writer: Writer, backlinks: Backlinks) -> MetricView:
    """The page's content, with the goals and the metrics that build on it."""
    return MetricView(
        frame=frame(metric, writer, backlinks),
        facts=tuple(_facts(metric, writer)),
        counted=_counted(metric, writer),
        formula=metric.measure.formula,
        parts=tuple(_named(name, one, writer) for name, one in read_by(metric, writer.book).items()),
        part_of=tuple(writer.link(one.id) for one in _built_on(metric, writer.book)),
        aims=tuple(_aims(metric, writer)),
    )


def outline(page: MetricView) -> tuple[Heading, ...]:
    """How it is measured, and what for."""
    return (MEASURE, AIMS) if page.aims else (MEASURE,)


def read_by(metric: Metric, book: Handbook) -> dict[str, Metric | None]:
    """The names in a metric's formula, each with the metric it means."""
    formula = formula_of(metric, book)
    found = ((name, book.get(name)) for name in (names_read(formula) if formula else ()))
    return {name: one if isinstance(one, Metric) else None for name, one in found}


def reached(text: str, metric: Metric | None) -> Html:
    """A target in words: "at least 95 %"."""
    return unary(text, metric.unit if metric else "")


def _facts(metric: Metric, writer: Writer) -> Iterator[Fact]:
    if metric.target:
        yield Fact(word="Good", says=reached(metric.target, metric))
    if metric.alert:
        yield Fact(word="Somebody looks", says=html("when it is {}", reached(metric.alert, metric)))
    yield Fact(word="Measured", says=html("every {}", metric.every))
    if metric.per:
        yield Fact(word="For each", says=html("{}", _per(metric, writer)))
    yield Fact(word="About", says=html("{}", GROUPS[metric.group]))


def _per(metric: Metric, writer: Writer) -> str:
    """What the input by which it is broken down is called in the first procedure that has it."""
    for one in metric.measure.of:
        document = writer.book.get(one.partition(".")[0])
        if isinstance(document, Procedure) and metric.per in document.inputs:
            return field_label(metric.per, document.inputs[metric.per])
    return in_words(metric.per)


def _counted(metric: Metric, writer: Writer) -> Html:
    measure = metric.measure
    if measure.formula:
        return NOTHING
    if measure.from_ == "entries":
        who = writer.link(metric.owner).html if metric.owner else html("its owner")
        return html("Typed in by {}, or imported.", who)
    value = in_words(measure.value) if measure.value else "Number"
    if not measure.of:
        return html("<b>{}</b>, from {}.", value, ALL[measure.from_])
    sources = listed(_source(one, writer) for one in measure.of)
    return html("<b>{}</b>, from {} {}.", value, COUNTED[measure.from_], sources)


def _source(of: str, writer: Writer) -> Html:
    """A document, or a part of it: `onboard-client.contract`."""
    id, _, part = of.partition(".")
    document, link = writer.book.get(id), writer.link(DocumentId(id))
    if not part:
        return link.html
    if isinstance(document, Procedure) and part in document.inputs:
        return html("{} ({})", link.html, field_label(part, document.inputs[part]))
    return html("{} ({})", link.html, in_words(part))


def _named(name: str, metric: Metric | None, writer: Writer) -> Link:
    if metric is None:
        return Link(text=in_words(name))
    link = writer.link(metric.id)
    return Link(text=link.text, href=link.href, note=metric.unit)


def _built_on(metric: Metric, book: Handbook) -> Iterator[Metric]:
    others = (one for one in book.documents.values() if isinstance(one, Metric))
    return (one for one in others if metric in read_by(one, book).values())


def _aims(metric: Metric, writer: Writer) -> Iterator[Aim]:
    for goal in writer.book.live():
        if isinstance(goal, Goal):
            for target in goal.targets:
                if target.metric == metric.id:
                    yield Aim(goal=writer.link(goal.id), reach=reached(target.reach, metric))

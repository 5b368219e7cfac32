"""The page of a goal: which figures are to be where, and by when."""

from collections.abc import Iterator
from dataclasses import dataclass

from sopbook.documents.goal import Goal, Target
from sopbook.documents.metric import Metric
from sopbook.pages.fact import Fact
from sopbook.pages.frame import Backlinks, Frame, frame
from sopbook.pages.html import NOTHING, Html, html
from sopbook.pages.metric import reached
from sopbook.pages.page import Heading
from sopbook.pages.times import day
from sopbook.pages.writer import Link, Writer

TARGETS = Heading(level=2, id="_targets", text="What is to be reached")

HORIZONS = {
    "short": ("Short", "the first 3 to 6 months"),
    "medium": ("Medium", "6 to 18 months"),
    "long": ("Long", "18 months and more"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetView:
    """One figure; `usual` is what the metric itself calls good."""

    metric: Link
    summary: Html
    reach: Html
    usual: Html


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalView:
    """Everything the template prints."""

    frame: Frame
    facts: tuple[Fact, ...]
    targets: tuple[TargetView, ...]


def view(goal: Goal, writer: Writer, backlinks: Backlinks) -> GoalView:
    """The page's content."""
    return GoalView(
        frame=frame(goal, writer, backlinks),
        facts=tuple(_facts(goal)),
        targets=tuple(_target(one, writer) for one in goal.targets),
    )


def outline(_page: GoalView) -> tuple[Heading, ...]:
    """A goal has one part."""
    return (TARGETS,)


def _facts(goal: Goal) -> Iterator[Fact]:
    yield Fact(word="Reached by", says=html("{}", day(goal.until)))
    horizon, span = HORIZONS[goal.horizon]
    yield Fact(word="Horizon", says=html("{}", horizon), remark=html("{}", span))


def _target(target: Target, writer: Writer) -> TargetView:
    metric = writer.book.get(target.metric)
    known = metric if isinstance(metric, Metric) else None
    return TargetView(
        metric=writer.link(target.metric),
        summary=writer.flow(known.summary) if known else NOTHING,
        reach=reached(target.reach, known),
        usual=reached(known.target, known) if known and known.target else NOTHING,
    )

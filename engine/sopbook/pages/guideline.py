"""The page of a guideline: each rule with how strongly it binds and why, good and bad side by side, and its terms."""

from dataclasses import dataclass

from sopbook.documents.guideline import Guideline
from sopbook.handbook.links import term_anchor
from sopbook.pages.frame import Backlinks, Frame, frame
from sopbook.pages.html import Html
from sopbook.pages.page import Heading
from sopbook.pages.rule_view import RuleView, rule_views
from sopbook.pages.writer import Writer

RULES = Heading(level=2, id="_rules", text="Rules")
TERMS = Heading(level=2, id="_terms", text="What our words mean")


@dataclass(frozen=True, slots=True, kw_only=True)
class TermView:
    """One word of the house."""

    anchor: str
    term: Html
    means: Html
    also: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidelineView:
    """Everything the template prints."""

    frame: Frame
    rules: tuple[RuleView, ...]
    terms: tuple[TermView, ...]


def view(guideline: Guideline, writer: Writer, backlinks: Backlinks) -> GuidelineView:
    """The page's content."""
    return GuidelineView(
        frame=frame(guideline, writer, backlinks),
        rules=rule_views(guideline.rules, writer),
        terms=tuple(
            TermView(
                anchor=term_anchor(term.term),
                term=writer.inline(term.term),
                means=writer.flow(term.means),
                also=", ".join(term.also),
            )
            for term in guideline.terms
        ),
    )


def outline(page: GuidelineView) -> tuple[Heading, ...]:
    """The rules, then the terms as one."""
    rules = (Heading(level=3, id=rule.id, text=rule.plain) for rule in page.rules)
    return (RULES, *rules, *((TERMS,) if page.terms else ()))

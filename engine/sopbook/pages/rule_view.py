"""A standing duty as it is shown: how strongly it binds, why, and what keeping it looks like."""

from collections.abc import Iterable
from dataclasses import dataclass

from sopbook.documents.rule import Rule
from sopbook.pages.html import Html
from sopbook.pages.writer import Link, Writer

FORCE_WORDS = {
    "must": "Must",
    "must_not": "Must not",
    "should": "Should",
    "should_not": "Should not",
    "may": "May",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleView:
    """One rule; `force` is the key it uses, for its colour."""

    id: str
    force: str
    word: str
    text: Html
    plain: str
    why: Html
    how: Html
    by: tuple[Link, ...]
    good: Html
    bad: Html


def rule_views(rules: Iterable[Rule], writer: Writer) -> tuple[RuleView, ...]:
    """Rules in the order the author gave them."""
    return tuple(
        RuleView(
            id=rule.id,
            force=rule.force,
            word=FORCE_WORDS[rule.force],
            text=writer.inline(rule.text),
            plain=writer.plain(rule.text),
            why=writer.block(rule.why),
            how=writer.block(rule.how),
            by=writer.links(rule.by),
            good=writer.block(rule.good),
            bad=writer.block(rule.bad),
        )
        for rule in rules
    )

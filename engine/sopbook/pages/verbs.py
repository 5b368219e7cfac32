"""The word for what a step asks for, and a step in one line where others are listed."""

from collections.abc import Mapping

from sopbook.documents.escalation import Escalation
from sopbook.documents.steps import (
    AnyStep,
    Approve,
    Check,
    Choose,
    Decide,
    Notify,
    Quiz,
    Read,
    Run,
    Wait,
)
from sopbook.handbook.book import Handbook
from sopbook.pages.labels import title_of
from sopbook.pages.writer import Writer

VERB_WORDS: Mapping[type, str] = {
    Check: "Check",
    Choose: "Choose",
    Decide: "Decide",
    Approve: "Sign",
    Run: "Run",
    Read: "Read",
    Quiz: "Quiz",
    Notify: "Notify",
    Wait: "Wait",
}
"""The word before a step's title; a step to do begins with its own verb."""


def verb_word(step: AnyStep, book: Handbook) -> str:
    """The word; an escalation is opened, and a wait without a title of its own begins with it."""
    if isinstance(step, Wait) and not step.title:
        return ""
    if isinstance(step, Run) and isinstance(book.get(step.run), Escalation):
        return "Open"
    return VERB_WORDS.get(type(step), "")


def in_a_line(step: AnyStep, writer: Writer, plain: str = "") -> str:
    """A step where others are listed: titled by what it names only, it needs its verb."""
    plain = plain or writer.plain(title_of(step, writer.book))
    if isinstance(step, Run | Read | Notify) and not step.title:
        return f"{verb_word(step, writer.book)} {plain}"
    return plain

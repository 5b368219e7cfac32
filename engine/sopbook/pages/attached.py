"""What hangs on a step beside its text: a message to send, a command to copy, and the questions of a quiz."""

from dataclasses import dataclass

from sopbook.documents.steps import AnyStep, Notify, Question, Quiz
from sopbook.pages.html import NOTHING, Html
from sopbook.pages.writer import Writer

SUBJECT = "Subject:"
"""A message's first line with this word before it is its subject."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView:
    """A text to send; its line breaks are the author's."""

    word: str
    subject: Html
    text: Html


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeView:
    """A command to copy, exactly as it is written."""

    lang: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """One question of a quiz; the answer is shown only to whoever unfolds it."""

    anchor: str
    ask: Html
    options: tuple[str, ...]
    answer: tuple[str, ...]
    why: Html


def message_view(step: AnyStep, writer: Writer) -> MessageView | None:
    """The message of a step, its subject apart."""
    if not step.message:
        return None
    first, _, rest = step.message.partition("\n")
    named = first.startswith(SUBJECT)
    return MessageView(
        word="Sent when the run comes to it" if isinstance(step, Notify) else "Text to send",
        subject=writer.inline(first.removeprefix(SUBJECT).strip()) if named else NOTHING,
        text=writer.block(rest.strip("\n") if named else step.message),
    )


def code_view(step: AnyStep) -> CodeView | None:
    """The command of a step."""
    return CodeView(lang=step.code.lang, text=step.code.text.strip("\n")) if step.code else None


def question_views(step: AnyStep, writer: Writer) -> tuple[QuestionView, ...]:
    """The questions of a quiz, in the order they are asked."""
    return tuple(_question(step, one, writer) for one in step.questions) if isinstance(step, Quiz) else ()


def _question(step: Quiz, question: Question, writer: Writer) -> QuestionView:
    return QuestionView(
        anchor=f"{step.id}.{question.id}",
        ask=writer.inline(question.ask),
        options=question.options,
        answer=question.answer,
        why=writer.block(question.why),
    )

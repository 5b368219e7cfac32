"""The parts of a procedure as they are shown: numbered steps, groups, and the branches of a choice."""

from collections.abc import Iterator
from dataclasses import dataclass

from sopbook.documents.procedure import Procedure
from sopbook.documents.steps import (
    CALLOUTS,
    AnyPart,
    AnyStep,
    Choose,
    Group,
    Option,
    Order,
    Part,
    Read,
    Run,
    Wait,
)
from sopbook.handbook.layout import all_parts
from sopbook.pages.attached import CodeView, MessageView, QuestionView, code_view, message_view, question_views
from sopbook.pages.enforced import Words, enforced, insisted
from sopbook.pages.field_view import FieldView, field_views
from sopbook.pages.html import NOTHING, Html, html
from sopbook.pages.labels import title_of
from sopbook.pages.loops import loop_words
from sopbook.pages.numbering import letters, numbers
from sopbook.pages.rule_view import RuleView, rule_views
from sopbook.pages.times import moment
from sopbook.pages.verbs import in_a_line, verb_word
from sopbook.pages.writer import Link, Writer

CALLOUT_WORDS = {"note": "Note", "caution": "Caution", "warning": "Warning", "danger": "Danger"}
DEEPEST_HEADING = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Callout:
    """A word of warning, shown before the step it protects."""

    kind: str
    word: str
    text: Html


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchView:
    """One way to go on from a choice."""

    anchor: str
    letter: str
    label: Html
    when: Html
    parts: tuple["PartView", ...]
    ends: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartView:
    """A step, or a group when it has no number; `brief` is its line in an outline.

    `roles` is empty where they are the same as before.
    """

    anchor: str
    number: str
    level: int
    verb: str
    title: Html
    brief: str
    roles: tuple[Link, ...]
    conditions: tuple[Html, ...]
    optional: bool
    callouts: tuple[Callout, ...]
    how: Html
    fields: tuple[FieldView, ...]
    message: MessageView | None
    code: CodeView | None
    questions: tuple[QuestionView, ...]
    expect: Html
    effort: str
    enforced: tuple[Html, ...]
    rules: tuple[RuleView, ...]
    any_order: bool
    branches: tuple[BranchView, ...]
    parts: tuple["PartView", ...]
    undo: tuple["PartView", ...]


def part_views(procedure: Procedure, writer: Writer) -> tuple[PartView, ...]:
    """All parts of a procedure, ready to print."""
    return _Painter(procedure, writer).paint()


def words_of(procedure: Procedure, writer: Writer) -> Words:
    """What sentences about a procedure's steps need to know of it."""
    return Words(
        writer=writer,
        owner=procedure.owner,
        numbers={str(id): number for id, number in numbers(procedure).items()},
        titles={str(part.id): writer.plain(_title_of(part, writer)) for part in all_parts(procedure)},
        in_sections=bool(procedure.sections),
    )


class _Painter:
    """Walks a procedure once and remembers who did the step before."""

    def __init__(self, procedure: Procedure, writer: Writer) -> None:
        self._procedure, self._writer = procedure, writer
        self._shown: tuple[str, ...] = ()
        self._words = words_of(procedure, writer)
        self._numbers = self._words.numbers

    def paint(self) -> tuple[PartView, ...]:
        return self._parts(self._procedure.parts, self._procedure.by, level=2 if self._procedure.sections else 3)

    def _parts(self, parts: tuple[AnyPart, ...], by: tuple[str, ...], level: int) -> tuple[PartView, ...]:
        return tuple(self._part(part, part.by or by, level) for part in parts)

    def _part(self, part: AnyPart, by: tuple[str, ...], level: int) -> PartView:
        if isinstance(part, Group):
            return self._group(part, by, level)
        return self._step(part, by, level)

    def _group(self, group: Group, by: tuple[str, ...], level: int) -> PartView:
        writer = self._writer
        if level == 2:
            self._shown = ()
        parts = self._parts(group.steps, by, level + 1)
        return PartView(
            anchor=group.id,
            number="",
            level=min(level, DEEPEST_HEADING),
            verb="",
            title=writer.inline(group.title),
            brief=writer.plain(group.title),
            roles=(),
            conditions=tuple(self._conditions(group)),
            optional=group.optional,
            callouts=tuple(self._callouts(group)),
            how=writer.block(group.how),
            fields=(),
            message=None,
            code=None,
            questions=(),
            expect=NOTHING,
            effort="",
            enforced=tuple(insisted(group, self._words)),
            rules=rule_views(group.rules, writer),
            any_order=group.order is Order.ANY,
            branches=(),
            parts=parts,
            undo=(),
        )

    def _step(self, step: AnyStep, by: tuple[str, ...], level: int) -> PartView:
        writer = self._writer
        title, plain = self._title(step)
        roles = () if by == self._shown else writer.performers(by)
        self._shown = by
        return PartView(
            anchor=step.id,
            number=self._numbers[step.id],
            level=min(level, DEEPEST_HEADING),
            verb=verb_word(step, writer.book),
            title=title,
            brief=in_a_line(step, writer, plain),
            roles=roles,
            conditions=tuple(self._conditions(step)),
            optional=step.optional,
            callouts=tuple(self._callouts(step)),
            how=writer.block(step.how),
            fields=field_views(step.fields, writer),
            message=message_view(step, writer),
            code=code_view(step),
            questions=question_views(step, writer),
            expect=writer.flow(step.expect),
            effort=step.effort,
            enforced=enforced(step, by, self._words),
            rules=rule_views(step.rules, writer),
            any_order=False,
            branches=tuple(self._branches(step, by, level)) if isinstance(step, Choose) else (),
            parts=(),
            undo=self._undo(step, by, level),
        )

    def _branches(self, step: Choose, by: tuple[str, ...], level: int) -> Iterator[BranchView]:
        for letter, option in zip(letters(), step.options, strict=False):
            self._shown = by
            yield self._branch(step, option, letter, by, level)
        self._shown = by

    def _branch(self, step: Choose, option: Option, letter: str, by: tuple[str, ...], level: int) -> BranchView:
        return BranchView(
            anchor=f"{step.id}.{option.id}",
            letter=self._numbers[step.id] + letter,
            label=self._writer.inline(option.label),
            when=self._writer.condition(option.when),
            parts=self._parts(option.steps, by, level + 1),
            ends=f"The {self._procedure.kind} ends here." if option.end else "",
        )

    def _undo(self, step: AnyStep, by: tuple[str, ...], level: int) -> tuple[PartView, ...]:
        shown, self._shown = self._shown, by
        views = self._parts(step.undo, by, level + 1)
        self._shown = shown
        return views

    def _title(self, step: AnyStep) -> tuple[Html, str]:
        """The title, and without markup; what is to be run or read is a link."""
        writer, title = self._writer, title_of(step, self._writer.book)
        if isinstance(step, Wait) and not step.title and step.wait.startswith("until "):
            words = html("Wait until {}", moment(step.wait.removeprefix("until "), self._words.anchor))
            return words, words.striptags()
        plain = writer.plain(title)
        href = _href(step, writer)
        return html('<a href="{}">{}</a>', href, plain) if href else writer.inline(title), plain

    def _conditions(self, part: Part) -> Iterator[Html]:
        if part.for_each:
            yield loop_words(part, self._writer)
        if part.when:
            yield html("Only when {}", self._writer.condition(part.when))
        if part.only_if:
            yield html("Only if: {}", self._writer.inline(part.only_if))

    def _callouts(self, part: Part) -> Iterator[Callout]:
        for kind in CALLOUTS:
            for text in getattr(part, kind):
                yield Callout(kind=kind, word=CALLOUT_WORDS[kind], text=self._writer.block(text))


def _title_of(part: AnyPart, writer: Writer) -> str:
    return part.title if isinstance(part, Group) else title_of(part, writer.book)


def _href(step: AnyStep, writer: Writer) -> str:
    match step:
        case Run(run=wanted):
            return writer.link_or_text(wanted).href
        case Read(read=wanted):
            return wanted if step.is_address else writer.link_or_text(wanted).href
        case _:
            return ""

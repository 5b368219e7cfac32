"""The parts of a procedure as they are shown: numbered steps, groups, and the branches of a choice.

Steps are counted through the whole procedure. The steps of a branch carry the number of its question, a letter for the
branch and a number of their own: `6a.1`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count

from sopbook.documents.ids import StepId
from sopbook.documents.procedure import Procedure
from sopbook.documents.steps import (
    CALLOUTS,
    AnyPart,
    AnyStep,
    Approve,
    Check,
    Choose,
    Decide,
    Group,
    Option,
    Order,
    Part,
)
from sopbook.pages.enforced import Words, enforced
from sopbook.pages.field_view import FieldView, field_views
from sopbook.pages.html import NOTHING, Html, html
from sopbook.pages.labels import title_of
from sopbook.pages.rule_view import RuleView, rule_views
from sopbook.pages.writer import Link, Writer

VERB_WORDS: Mapping[type, str] = {Check: "Check", Choose: "Choose", Decide: "Decide", Approve: "Sign"}
"""The word before a step's title; a step to do begins with its own verb."""

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
    ends: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PartView:
    """A step, or a group when it has no number; `roles` is empty where they are the same as before."""

    anchor: str
    number: str
    level: int
    verb: str
    title: Html
    plain: str
    href: str
    roles: tuple[Link, ...]
    conditions: tuple[Html, ...]
    optional: bool
    callouts: tuple[Callout, ...]
    how: Html
    fields: tuple[FieldView, ...]
    expect: Html
    effort: str
    enforced: tuple[Html, ...]
    rules: tuple[RuleView, ...]
    any_order: bool
    branches: tuple[BranchView, ...]
    parts: tuple["PartView", ...]


def part_views(procedure: Procedure, writer: Writer) -> tuple[PartView, ...]:
    """All parts of a procedure, ready to print."""
    return _Painter(procedure, writer).paint()


def numbers(procedure: Procedure) -> Mapping[StepId, str]:
    """The number of each step."""
    return dict(_numbered(procedure.parts, (str(number) for number in count(1))))


def _numbered(parts: tuple[AnyPart, ...], counter: Iterator[str]) -> Iterator[tuple[StepId, str]]:
    for part in parts:
        if isinstance(part, Group):
            yield from _numbered(part.steps, counter)
            continue
        number = next(counter)
        yield part.id, number
        if isinstance(part, Choose):
            for letter, option in zip(_letters(), part.options, strict=False):
                inner = (f"{number}{letter}.{one}" for one in count(1))
                yield from _numbered(option.steps, inner)


def _letters() -> Iterator[str]:
    alphabet = "abcdefghijklmnopqrstuvwxyz"
    for turn in count(1):
        yield from (letter * turn for letter in alphabet)


class _Painter:
    """Walks a procedure once and remembers who did the step before."""

    def __init__(self, procedure: Procedure, writer: Writer) -> None:
        self._procedure, self._writer = procedure, writer
        self._numbers = numbers(procedure)
        self._shown: tuple[str, ...] = ()
        self._words = Words(
            writer=writer,
            owner=procedure.owner,
            numbers=self._numbers,
            titles={step.id: writer.plain(title_of(step, writer.book)) for step in procedure.all_steps()},
            in_sections=bool(procedure.sections),
        )

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
            plain=writer.plain(group.title),
            href="",
            roles=(),
            conditions=tuple(self._conditions(group)),
            optional=group.optional,
            callouts=tuple(self._callouts(group)),
            how=writer.block(group.how),
            fields=(),
            expect=NOTHING,
            effort="",
            enforced=(),
            rules=rule_views(group.rules, writer),
            any_order=group.order is Order.ANY,
            branches=(),
            parts=parts,
        )

    def _step(self, step: AnyStep, by: tuple[str, ...], level: int) -> PartView:
        writer, title = self._writer, title_of(step, self._writer.book)
        roles = () if by == self._shown else writer.performers(by)
        self._shown = by
        return PartView(
            anchor=step.id,
            number=self._numbers[step.id],
            level=min(level, DEEPEST_HEADING),
            verb=VERB_WORDS.get(type(step), ""),
            title=writer.inline(title),
            plain=writer.plain(title),
            href=writer.link(step.decide).href if isinstance(step, Decide) else "",
            roles=roles,
            conditions=tuple(self._conditions(step)),
            optional=step.optional,
            callouts=tuple(self._callouts(step)),
            how=writer.block(step.how),
            fields=field_views(step.fields, writer),
            expect=writer.flow(step.expect),
            effort=step.effort,
            enforced=enforced(step, by, self._words),
            rules=rule_views(step.rules, writer),
            any_order=False,
            branches=tuple(self._branches(step, by, level)) if isinstance(step, Choose) else (),
            parts=(),
        )

    def _branches(self, step: Choose, by: tuple[str, ...], level: int) -> Iterator[BranchView]:
        for letter, option in zip(_letters(), step.options, strict=False):
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
            ends=option.end,
        )

    def _conditions(self, part: Part) -> Iterator[Html]:
        if part.when:
            yield html("Only when {}", self._writer.condition(part.when))
        if part.only_if:
            yield html("Only if: {}", self._writer.inline(part.only_if))

    def _callouts(self, part: Part) -> Iterator[Callout]:
        for kind in CALLOUTS:
            for text in getattr(part, kind):
                yield Callout(kind=kind, word=CALLOUT_WORDS[kind], text=self._writer.block(text))

"""From a procedure of the handbook to the checklist of one run: everything it will need, looked up now."""

from collections.abc import Iterator, Mapping
from typing import Any

from sopbook.decisions.table import cell_text
from sopbook.decisions.weighing import Framework, framework_of
from sopbook.documents.decision import Decision
from sopbook.documents.fields import Scalar
from sopbook.documents.fingerprint import part_fingerprint
from sopbook.documents.ids import DocumentId, RoleId
from sopbook.documents.procedure import Procedure
from sopbook.documents.rule import Rule
from sopbook.documents.steps import (
    CALLOUTS,
    AnyPart,
    AnyStep,
    Approve,
    Check,
    Choose,
    Decide,
    GoBack,
    Group,
    Order,
    Part,
    Run,
    verb_of,
)
from sopbook.documents.steps import Option as WrittenOption
from sopbook.handbook.book import Handbook
from sopbook.runs import freeze_steps as steps
from sopbook.runs.checklist import FORMAT, Block, Callout, Checklist, Duty, Leaf, Option, Rework
from sopbook.runs.checklist import Part as FrozenPart
from sopbook.source.position import Pointer
from sopbook.source.prose import scan


def freeze(procedure: Procedure, book: Handbook, *, commit: str) -> Checklist:
    """The checklist of a procedure as the handbook stands; `commit` is empty for text that was not committed."""
    return _Freezer(procedure, book).checklist(commit)


class _Freezer:
    def __init__(self, procedure: Procedure, book: Handbook) -> None:
        self.procedure, self.book = procedure, book

    def checklist(self, commit: str) -> Checklist:
        procedure = self.procedure
        return Checklist(
            format=FORMAT,
            procedure=procedure.id,
            title=procedure.title,
            version=procedure.version,
            fingerprint=procedure.fingerprint,
            commit=commit,
            owner=procedure.owner,
            run_title=procedure.run_title,
            any_order=procedure.order is Order.ANY,
            inputs=procedure.inputs,
            needs=self._texts(procedure.needs),
            rules=self._duties(procedure.rules),
            done_when=self._texts(procedure.done_when),
            parts=tuple(self._part(part, procedure.by) for part in procedure.parts),
            due=procedure.due,
            if_late=procedure.if_late,
            closes_by_time=procedure.schedule is not None and procedure.schedule.overdue == "skip",
            effort=procedure.effort,
            keep=procedure.keep,
            records_for=procedure.records_for,
            background=self._text(procedure.background),
            tables={table.id: table for table in self._tables()},
            roles={RoleId(role.id): role.title for role in self.book.roles()},
        )

    def _tables(self) -> Iterator[Framework]:
        for step in self.procedure.all_steps():
            if isinstance(step, Decide):
                yield framework_of(self.book.expect(step.decide, Decision))

    def _part(self, part: AnyPart, by: tuple[str, ...]) -> FrozenPart:
        return self._block(part, by) if isinstance(part, Group) else self._leaf(part, by)

    def _block(self, group: Group, by: tuple[str, ...]) -> Block:
        own = group.by or by
        return Block(
            id=group.id,
            title=group.title,
            parts=tuple(self._part(part, own) for part in group.steps),
            any_order=group.order is Order.ANY,
            how=self._text(group.how),
            callouts=self._callouts(group),
            rules=self._duties(group.rules),
            by=own,
            when=group.when,
            only_if=self._text(group.only_if),
            optional=group.optional,
            loop=steps.loop_of(group),
            due=group.due,
            if_late=group.if_late,
        )

    def _leaf(self, step: AnyStep, by: tuple[str, ...]) -> Leaf:
        own = step.by or by
        back = _goes_back(step)
        return Leaf(
            id=step.id,
            verb=verb_of(step),
            title=self._text(steps.title_of(step, self.book)),
            how=self._text(step.how),
            expect=self._text(step.expect),
            callouts=self._callouts(step),
            rules=self._duties(step.rules),
            fields=step.fields,
            by=own,
            when=step.when,
            only_if=self._text(step.only_if),
            optional=step.optional,
            stop=step.stop,
            effort=step.effort,
            failed=step.if_failed if isinstance(step, Check) and isinstance(step.if_failed, str) else "",
            rework=None if back is None else Rework(to=back.go_back_to, at_most=back.at_most, escalate=back.escalate),
            options=tuple(self._option(one, own) for one in step.options) if isinstance(step, Choose) else (),
            table=step.decide if isinstance(step, Decide) else None,
            given={name: cell_text(value) for name, value in _given(step).items()},
            not_by=step.not_by if isinstance(step, Approve) else (),
            loop=steps.loop_of(step),
            due=step.due,
            if_late=step.if_late,
            child=steps.child_of(step, self.book),
            reading=steps.reading_of(step, self.book),
            quiz=steps.quiz_of(step, self._text),
            message=steps.message_of(step, self._text),
            wait=steps.wait_of(step),
            code=steps.code_of(step),
            meets=tuple(steps.criteria_of(step, self.book, self._text)),
            undo=tuple(self._part(part, own) for part in step.undo),
            fingerprint=part_fingerprint(self._written(step.path)),
        )

    def _option(self, option: WrittenOption, by: tuple[str, ...]) -> Option:
        return Option(
            id=option.id,
            label=self._text(option.label),
            when=option.when,
            end=option.end,
            parts=tuple(self._part(part, by) for part in option.steps),
        )

    def _callouts(self, part: Part) -> tuple[Callout, ...]:
        return tuple(Callout(kind=kind, text=self._text(text)) for kind in CALLOUTS for text in getattr(part, kind))

    def _duties(self, rules: tuple[Rule, ...]) -> tuple[Duty, ...]:
        return tuple(Duty(force=rule.force, text=self._text(rule.text)) for rule in rules)

    def _texts(self, texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(self._text(text) for text in texts)

    def _text(self, text: str) -> str:
        """The text with each `[[link]]` as the words it shows; names of values stay for the run to fill in."""
        for link in reversed(scan(text).links if "[[" in text else ()):
            words = link.label or _called(DocumentId(link.target), self.book)
            text = text[: link.start] + words + text[link.end :]
        return text

    def _written(self, path: Pointer) -> object:
        value: Any = self.procedure.origin.value
        for key in path:
            value = value[key]
        return value


def _called(target: DocumentId, book: Handbook) -> str:
    return f"“{steps.called(target, book)}”" if book.get(target) else target


def _given(step: AnyStep) -> Mapping[str, Scalar]:
    return step.given if isinstance(step, Decide | Run) else {}


def _goes_back(step: AnyStep) -> GoBack | None:
    match step:
        case Check(if_failed=GoBack() as back):
            return back
        case Approve(if_rejected=back):
            return back
        case _:
            return None

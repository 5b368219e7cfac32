"""What people and the engine do to steps that run, read, ask, notify or wait."""

from collections.abc import Mapping
from typing import Any

from sopbook.runs import commands as cmd
from sopbook.runs import events as ev
from sopbook.runs import refusals
from sopbook.runs.authority import require, role_used
from sopbook.runs.checklist import Leaf
from sopbook.runs.children import DEEPEST, awaited, begun, given_values, is_too_deep, known_of
from sopbook.runs.event import Member, RunEvent
from sopbook.runs.knowledge import Known, NotYet
from sopbook.runs.quizzing import checked, is_enough, right_ones
from sopbook.runs.rules import Register, bounded, leaf_acted_on, reason_given
from sopbook.runs.stamp import Right, Stamp
from sopbook.runs.state import Run
from sopbook.runs.values import Raw, Value, as_value, entered
from sopbook.runs.wording import title_of


def start_child(run: Run, command: cmd.StartChild, stamp: Stamp, _register: Register) -> tuple[RunEvent, ...]:
    leaf = leaf_acted_on(run, command)
    role = role_used(run, leaf, stamp.by)
    assert leaf.child is not None
    if is_too_deep(run, leaf.child):
        raise refusals.TooDeep(title_of(run, leaf), DEEPEST)
    inputs = _handed_over(run, leaf, command.inputs)
    return (begun(run, leaf, inputs, stamp.person(role)),)


def _handed_over(run: Run, leaf: Leaf, entered: Mapping[str, Raw]) -> dict[str, Value]:
    """What the step gives, and what was entered for the rest; the child itself says what it takes."""
    handed = given_values(run, leaf)
    assert not isinstance(handed, NotYet), "a step that waits for a value takes no start"
    for name in entered:
        if isinstance(handed.get(name), Known):
            raise refusals.GivenByStep(name, title_of(run, leaf))
    return known_of(handed) | {name: as_value(name, raw) for name, raw in entered.items()}


def child_closed(run: Run, command: cmd.ChildClosed, stamp: Stamp, _register: Register) -> tuple[RunEvent, ...]:
    leaf = leaf_acted_on(run, command)
    if not awaited(run, leaf.id, command.child):
        raise refusals.OtherChild(title_of(run, leaf), command.child)
    ending, reason = command.ending.value, bounded(command.reason)
    return (ev.ChildEnded(step=leaf.id, child=command.child, ending=ending, reason=reason, **stamp.engine()),)


def case_closed(run: Run, command: cmd.CaseClosed, stamp: Stamp, _register: Register) -> tuple[RunEvent, ...]:
    leaf = leaf_acted_on(run, command)
    return (ev.CaseEnded(step=leaf.id, case=command.case, **stamp.engine()),)


def detach(run: Run, command: cmd.Detach, stamp: Stamp, _register: Register) -> tuple[RunEvent, ...]:
    leaf = leaf_acted_on(run, command)
    role = role_used(run, leaf, stamp.by)
    reason = reason_given(command.reason, "Going on without the run")
    return (ev.ChildDetached(step=leaf.id, child=run.part(leaf.id).child, reason=reason, **stamp.person(role)),)


def signer(run: Run, leaf: Leaf, by: Member) -> Right:
    """The right by which somebody signs: the step's, or the one to sign that a run was done well."""
    if leaf.child is not None and leaf.child.approve_by is not None:
        return require(run, f"“{title_of(run, leaf)}”", by, leaf.child.approve_by)
    return role_used(run, leaf, by)


def acknowledge(run: Run, command: cmd.Acknowledge, stamp: Stamp, register: Register) -> tuple[RunEvent, ...]:
    leaf = leaf_acted_on(run, command)
    role = role_used(run, leaf, stamp.by)
    assert leaf.reading is not None
    values = entered(leaf.fields, command.values, register, stamp.calendar.zone)
    read: dict[str, Any] = {"document": leaf.reading.address, "version": "", "fingerprint": ""}
    if leaf.reading.document is not None:
        if not (command.version and command.fingerprint):
            raise refusals.VersionNeeded(leaf.reading.title)
        document, version = leaf.reading.document, command.version
        read = {"document": document, "version": version, "fingerprint": command.fingerprint}
    return (ev.Acknowledged(step=leaf.id, values=values, **read, **stamp.person(role)),)


def answer_quiz(run: Run, command: cmd.AnswerQuiz, stamp: Stamp, register: Register) -> tuple[RunEvent, ...]:
    leaf = leaf_acted_on(run, command)
    role = role_used(run, leaf, stamp.by)
    assert leaf.quiz is not None
    answers = checked(leaf.quiz, command.answers)
    values = entered(leaf.fields, command.values, register, stamp.calendar.zone)
    right = right_ones(leaf.quiz, answers)
    result: dict[str, Any] = {"right": right, "passed": is_enough(leaf.quiz, len(right)), "values": values}
    return (ev.QuizTaken(step=leaf.id, answers=answers, **result, **stamp.person(role)),)


def end_wait(run: Run, command: cmd.EndWait, stamp: Stamp, _register: Register) -> tuple[RunEvent, ...]:
    leaf = leaf_acted_on(run, command)
    role = role_used(run, leaf, stamp.by)
    reason = reason_given(command.reason, "Ending a wait before its time")
    return (ev.WaitEnded(step=leaf.id, reason=reason, **stamp.person(role)),)

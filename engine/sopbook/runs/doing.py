"""Doing what the procedure says: completing, judging, answering, choosing, signing."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sopbook.runs import commands as cmd
from sopbook.runs import events as ev
from sopbook.runs import refusals
from sopbook.runs.authority import role_used, worked_on
from sopbook.runs.checklist import Leaf
from sopbook.runs.event import Member, RunEvent
from sopbook.runs.judging import not_accepted
from sopbook.runs.knowledge import work_out
from sopbook.runs.rework import rework
from sopbook.runs.rules import Register, bounded, leaf_acted_on, part_acted_on, reason_given, standing_of
from sopbook.runs.signing import digest_before, digest_of_child
from sopbook.runs.stamp import Right, Stamp
from sopbook.runs.state import Phase, Run
from sopbook.runs.values import Value, entered
from sopbook.runs.verb_acts import signer
from sopbook.runs.wording import name_of, title_of


def complete(run: Run, command: cmd.Complete, stamp: Stamp, register: Register) -> tuple[RunEvent, ...]:
    leaf = leaf_acted_on(run, command)
    role = role_used(run, leaf, stamp.by)
    values = entered(leaf.fields, command.values, register, stamp.calendar.zone)
    if leaf.verb != "check":
        return (ev.StepCompleted(step=leaf.id, values=values, **stamp.person(role)),)
    refused = not_accepted(run, leaf, values)
    if refused:
        return _failure(run, leaf, "; ".join(refused), values, stamp.person(role), stamp)
    return (ev.CheckPassed(step=leaf.id, values=values, **stamp.person(role)),)


def pass_check(run: Run, command: cmd.Pass, stamp: Stamp, register: Register) -> tuple[RunEvent, ...]:
    leaf = leaf_acted_on(run, command)
    role = role_used(run, leaf, stamp.by)
    values = entered(leaf.fields, command.values, register, stamp.calendar.zone)
    refused = not_accepted(run, leaf, values)
    if refused:
        raise refusals.NotAccepted(title_of(run, leaf), refused)
    return (ev.CheckPassed(step=leaf.id, values=values, **stamp.person(role)),)


def fail_check(run: Run, command: cmd.Fail, stamp: Stamp, register: Register) -> tuple[RunEvent, ...]:
    leaf = leaf_acted_on(run, command)
    role = role_used(run, leaf, stamp.by)
    reason = reason_given(command.reason, "A failed check")
    values = entered(leaf.fields, command.values, register, stamp.calendar.zone)
    return _failure(run, leaf, reason, values, stamp.person(role), stamp)


def _failure(
    run: Run, leaf: Leaf, reason: str, values: Mapping[str, Value], who: Mapping[str, Any], stamp: Stamp
) -> tuple[RunEvent, ...]:
    closes = leaf.failed == "go_on"
    failed = ev.CheckFailed(step=leaf.id, reason=reason, values=values, closes=closes, **who)
    return (failed, *rework(run, leaf, stamp))


def answer(run: Run, command: cmd.Answer, stamp: Stamp, _register: Register) -> tuple[RunEvent, ...]:
    part = part_acted_on(run, command)
    role = role_used(run, part, stamp.by)
    instead_of = standing_of(run, part.id).instead_of
    reason = reason_given(command.reason, "An answer in place of a value") if instead_of else bounded(command.reason)
    return (ev.StepAnswered(step=part.id, yes=command.yes, reason=reason, instead_of=instead_of, **stamp.person(role)),)


def choose(run: Run, command: cmd.Choose, stamp: Stamp, register: Register) -> tuple[RunEvent, ...]:
    leaf = leaf_acted_on(run, command)
    role = role_used(run, leaf, stamp.by)
    check_option(run, leaf, command.option)
    values = entered(leaf.fields, command.values, register, stamp.calendar.zone)
    return (ev.OptionChosen(step=leaf.id, option=command.option, values=values, **stamp.person(role)),)


def check_option(run: Run, leaf: Leaf, wanted: str, *, may_override: bool = False) -> None:
    option = next((one for one in leaf.options if one.id == wanted), None)
    if option is None:
        raise refusals.UnknownOption(wanted, [one.id for one in leaf.options])
    if option.when and not may_override:
        verdict = work_out(run, run.plan.condition(option.when), leaf.id)
        if verdict.value is not True and not verdict.never and not _all_computed(leaf):
            raise refusals.NotReady(option.label, f"this option is only open when {option.when}")


def _all_computed(leaf: Leaf) -> bool:
    return all(option.when for option in leaf.options)


def approve(run: Run, command: cmd.Approve, stamp: Stamp, register: Register) -> tuple[RunEvent, ...]:
    leaf = leaf_acted_on(run, command)
    role = _signing(run, leaf, stamp.by)
    if run.phase is Phase.COMPLETED and stamp.by.id != run.part(leaf.id).by:
        raise refusals.NotTheSigner(title_of(run, leaf), run.part(leaf.id).name)
    values = entered(leaf.fields, command.values, register, stamp.calendar.zone)
    meaning, digest = title_of(run, leaf), digest_of_child(run, leaf) if leaf.child else digest_before(run, leaf)
    return (ev.Approved(step=leaf.id, meaning=meaning, digest=digest, values=values, **stamp.person(role)),)


def _signing(run: Run, leaf: Leaf, by: Member) -> Right:
    """The right to sign, of somebody who worked on nothing the signature is independent of, nor is there for such."""
    right, title = signer(run, leaf, by), title_of(run, leaf)
    own = worked_on(run, leaf, by.id)
    if own is not None:
        raise refusals.MustNotApprove(title, by.name, title_of(run, own))
    theirs = worked_on(run, leaf, right.deputy_for)
    if theirs is None:
        return right
    others = {one: roles for one, roles in by.stands_in_for.items() if worked_on(run, leaf, one) is None}
    try:
        return signer(run, leaf, replace(by, stands_in_for=others))
    except (refusals.NotYours, refusals.SomebodyElses):
        who = name_of(run, right.deputy_for)
        raise refusals.MustNotApprove(title, who, title_of(run, theirs), deputy=by.name) from None


def reject(run: Run, command: cmd.Reject, stamp: Stamp, _register: Register) -> tuple[RunEvent, ...]:
    leaf = leaf_acted_on(run, command)
    role = _signing(run, leaf, stamp.by)
    rejected = ev.Rejected(step=leaf.id, reason=reason_given(command.reason, "A rejection"), **stamp.person(role))
    return (rejected, *rework(run, leaf, stamp))


def heed(run: Run, command: cmd.Heed, stamp: Stamp, _register: Register) -> tuple[RunEvent, ...]:
    """The danger of the step, or first the one of a group around it."""
    part = leaf_acted_on(run, command)
    danger = standing_of(run, part.id).danger
    assert danger is not None, "only a step whose danger is unheeded takes the command"
    return (ev.DangerHeeded(step=danger, **stamp.person(role_used(run, part, stamp.by))),)

"""Departing from the procedure: overriding, skipping, not applicable, reopening; each leaves its reason."""

from datetime import timedelta

from sopbook.documents.ids import NO_ROLE, StepId
from sopbook.runs import commands as cmd
from sopbook.runs import events as ev
from sopbook.runs import refusals
from sopbook.runs.authority import require, role_used
from sopbook.runs.checklist import Block, Leaf, Part
from sopbook.runs.doing import check_option
from sopbook.runs.events import Member, RunEvent
from sopbook.runs.rework import between
from sopbook.runs.rules import Register, bounded, leaf_acted_on, part_acted_on, reason_given
from sopbook.runs.stamp import Stamp
from sopbook.runs.state import Run, Status
from sopbook.runs.values import entered
from sopbook.runs.wording import filled

SLIP = timedelta(minutes=5)
"""Within this time, and nothing having followed, somebody may take back what they did without a reason."""


def override(run: Run, command: cmd.Override, stamp: Stamp, register: Register) -> tuple[RunEvent, ...]:
    leaf = leaf_acted_on(run, command)
    reason = reason_given(command.reason, "An override")
    title = filled(leaf.title, run)
    if leaf.verb == "choose":
        role = role_used(run, leaf, stamp.by)
        check_option(run, leaf, command.option or "", may_override=True)
        return (ev.Overridden(step=leaf.id, reason=reason, option=command.option, **stamp.person(role)),)
    if leaf.verb == "decide":
        assert leaf.table is not None
        table = run.plan.checklist.tables[leaf.table]
        decider = table.decided_by if table.decided_by != NO_ROLE else run.plan.checklist.owner
        role = require(run, title, stamp.by, decider)
        result = entered(table.outputs, command.result, register)
        return (ev.Overridden(step=leaf.id, reason=reason, result=result, **stamp.person(role)),)
    role = require(run, f"Letting go of “{title}”", stamp.by, run.plan.checklist.owner)
    return (ev.Overridden(step=leaf.id, reason=reason, **stamp.person(role)),)


def skip(run: Run, command: cmd.Skip, stamp: Stamp, _register: Register) -> tuple[RunEvent, ...]:
    leaf = leaf_acted_on(run, command)
    role = _leaving_role(run, leaf, stamp.by)
    required = not _is_optional(run, leaf)
    reason = reason_given(command.reason, "Skipping a required step") if required else bounded(command.reason)
    return (ev.StepSkipped(step=leaf.id, reason=reason, required=required, **stamp.person(role)),)


def mark_not_applicable(
    run: Run, command: cmd.MarkNotApplicable, stamp: Stamp, _register: Register
) -> tuple[RunEvent, ...]:
    leaf = leaf_acted_on(run, command)
    role = _leaving_role(run, leaf, stamp.by)
    why = reason_given(command.reason, "Not applicable")
    return (ev.StepNotApplicable(step=leaf.id, steps=(leaf.id,), why=why, **stamp.person(role)),)


def _leaving_role(run: Run, leaf: Leaf, by: Member) -> str | None:
    """Anybody may say that an ordinary step is left; of a wall, a danger or a signature only its role's holder."""
    if leaf.stop or leaf.dangers or leaf.verb == "approve":
        return role_used(run, leaf, by)
    return None


def _is_optional(run: Run, leaf: Leaf) -> bool:
    return leaf.optional or any(
        isinstance(around := run.plan.parts[step], Block) and around.optional for step in run.plan.within[leaf.id]
    )


def reopen(run: Run, command: cmd.Reopen, stamp: Stamp, _register: Register) -> tuple[RunEvent, ...]:
    part = part_acted_on(run, command)
    state = run.part(part.id)
    title = filled(part.title, run)
    if state.status is Status.NOT_APPLICABLE and state.by == ev.ENGINE and state.answer is None:
        raise refusals.CannotReopen(title, state.reason)
    role = role_used(run, part, stamp.by)
    slip = run.last_act is not None and run.last_act[:2] == (stamp.by.id, part.id) and not command.from_here_on
    slip = slip and run.last_act is not None and stamp.recorded_at - run.last_act[2] <= SLIP
    reason = bounded(command.reason) if slip else reason_given(command.reason, "Reopening a step")
    steps = _to_reopen(run, part, command.from_here_on)
    return (ev.StepReopened(step=part.id, steps=steps, reason=reason, slip=slip, **stamp.person(role)),)


def _to_reopen(run: Run, part: Part, from_here_on: bool) -> tuple[StepId, ...]:
    order = run.plan.order
    if from_here_on:
        last = max(order, key=order.__getitem__)
        return tuple(one for one in between(run, part.id, last) if one == part.id or one in run.parts)
    held = run.plan.inside[part.id]
    if isinstance(part, Block):
        return (part.id, *(one for one in held if run.part(one).status is Status.NOT_APPLICABLE))
    return (part.id, *(one for one in held if run.part(one).status is Status.NOT_APPLICABLE))
